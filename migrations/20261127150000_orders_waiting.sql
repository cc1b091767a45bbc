-- The start page shows what waits for the customer's approval, however many payments they have made.
create index payment_orders_waiting_idx on payment_orders (user_id, created_at desc, id desc)
  where state = 'awaiting_sca';
