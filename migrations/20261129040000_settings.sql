-- What a customer chooses, and a complaint about one payment.

-- The currency in which amounts are also shown, about. Nothing is paid or promised in it. Nobody could choose one yet.
update settings set currency = 'NOK' where currency not in ('NOK', 'EUR', 'RSD', 'BAM', 'PLN', 'PKR', 'TRY');
alter table settings
  add constraint settings_currency_check check (currency in ('NOK', 'EUR', 'RSD', 'BAM', 'PLN', 'PKR', 'TRY'));

-- The payment that a complaint is about: one of the customer's own. Where the payment is deleted on its date, the
-- complaint stays for its own time.
alter table complaints add column transaction_id text references transactions (id) on delete set null;
create index complaints_transaction_idx on complaints (transaction_id) where transaction_id is not null;
