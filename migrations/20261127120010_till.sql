-- A cashier looks a sale up by the last four characters of its reference, which are the last four of its id.
create index transactions_merchant_ending_idx on transactions (merchant_id, right(id, 4), created_at desc)
  where merchant_id is not null;
