-- Payments in shops through the payment engine.

alter table payment_orders
  -- Until when the customer may approve it at their bank; then it is called off there.
  add column approve_by timestamptz;
update payment_orders set approve_by = created_at + interval '60 minutes';
alter table payment_orders
  alter column approve_by set not null,
  drop constraint payment_orders_attention_check,
  -- `paid_twice`: two customers have paid one sale, since the bank of the first told of it after that sale was given up.
  add constraint payment_orders_attention_check
    check (attention in ('unanswered', 'refused_after_silence', 'no_last_word', 'paid_twice'));

-- Who has paid, or is paying, with one code, and whether one customer has.
create index transactions_qr_code_idx on transactions (qr_code_id, user_id) where qr_code_id is not null;
