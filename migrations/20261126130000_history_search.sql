-- The shops that a customer has paid, for a search in their history: without it every shop payment of everybody is read.
create index transactions_user_merchant_idx on transactions (user_id, merchant_id) where merchant_id is not null;
