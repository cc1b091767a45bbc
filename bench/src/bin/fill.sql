-- 5,000 customers with some payments each (bench.payments_each), one every nine days, so that the last days are as full
-- in a large table as in a small one; beside them the demo customer, who gets 5,000 more payments of his own.
-- Ids are hashes of a counter: scattered over the index like real random ones, and the same every time.

-- Each has a recipient with an account of its own, whose check digits are right.
create temporary table customer as
select n, 'usr_' || substr(md5('usr' || n), 1, 16) as id, 'rcp_' || substr(md5('rcp' || n), 1, 16) as recipient,
  'PL' || lpad((98 - (bban || '252100')::numeric % 97)::text, 2, '0') || bban as account
from generate_series(1, 5000) as n
cross join lateral (select '10901014' || lpad(n::text, 16, '0') as bban) as made;

insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, created_at)
select id, 'customer' || n || '@bench.example', 'nobody logs in with this', 'Kunde', 'Nummer ' || n, '+4741234567',
  date '1960-01-01' + n, 'approved', now() - interval '2 years'
from customer;

insert into settings (user_id) select id from customer;

insert into sessions (id, user_id, token_hash, device, ip_address, user_agent, last_seen_at, expires_at)
select 'ses_' || substr(md5('ses' || n), 1, 16), id, encode(sha256(('token' || n)::bytea), 'hex'), 'iPhone', '192.0.2.1',
  'Mozilla/5.0', now(), now() + interval '12 hours'
from customer;

insert into bank_consents (id, user_id, bank_id, consent_ref, status, valid_until, granted_at)
select 'bcn_' || substr(md5('bcn' || n), 1, 16), id, 'dnb', 'bench-' || n, 'valid', current_date + 100, now()
from customer;

insert into bank_accounts (id, user_id, bank_name, account_number, iban, balance, is_primary, connected_at, bank_id,
  resource_id, account_name, balance_read_at, bank_consent_id)
select 'bac_' || substr(md5('bac' || n), 1, 16), id, 'DNB', '1234 56 78903', 'NO7112345678903', 1000 + n, true,
  now() - interval '1 year', 'dnb', 'bench-' || n, 'Brukskonto', now(), 'bcn_' || substr(md5('bcn' || n), 1, 16)
from customer;

insert into recipients (id, user_id, name, country, currency, bank_account, created_at)
select recipient, id, 'Mottaker ' || n, 'PL', 'PLN', account, now() - interval '1 year'
from customer;

insert into notifications (id, user_id, type, title, body, read, created_at)
select 'ntf_' || substr(md5('ntf' || n || '_' || k), 1, 16), id, 'payment', 'Pengene er framme',
  'Mottakeren har fått pengene.', k > 1, now() - k * interval '3 days'
from customer cross join generate_series(1, 5) as k;

insert into notifications (id, user_id, type, title, body, read, created_at)
select 'ntf_bench' || k, 'usr_demo1', 'payment', 'Pengene er framme', 'Mottakeren har fått pengene.', k > 3,
  now() - k * interval '3 days'
from generate_series(1, 10) as k;

-- One payment each, in the order in which they were made: customers' rows lie scattered, as they do where many pay at once.
create temporary table payment as
select n, k, customer.id as payer, recipient, account, md5(n || '_' || k) as hash, made,
  row_number() over (order by made) as number
from customer cross join generate_series(1, current_setting('bench.payments_each')::integer) as k
cross join lateral (select now() - k * interval '9 days' - n * interval '7 minutes' as made) as at
order by made;
analyze payment;

-- References are checked at once when all is there, not row by row, which takes most of the time.
create temporary table reference as
select conrelid::regclass::text as holder, conname as name, pg_get_constraintdef(oid) as definition
from pg_constraint
where contype = 'f'
  and conrelid::regclass::text in ('quotes', 'transactions', 'payment_orders', 'payment_order_events', 'audit_log');
do $$ declare r record; begin
  for r in select * from reference loop
    execute format('alter table %s drop constraint %I', r.holder, r.name);
  end loop;
end $$;

-- Everything that a payment leaves behind grows with it, not the payments alone.
insert into quotes (id, user_id, recipient_id, send_amount, fee, debit_amount, receive_amount, receive_currency, rate,
  mid_rate, margin_amount, rate_as_of, created_at, expires_at)
select 'quo_' || substr(hash, 1, 16), payer, recipient, 1000, 5, 1005, 410, 'PLN', 0.41, 0.41, 0, made::date, made,
  made + interval '30 minutes'
from payment order by number;

insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency,
  receive_amount, receive_currency, exchange_rate, created_at, completed_at, quote_id)
select 'txn_' || substr(hash, 1, 16), payer, 'remittance', 'completed', 1005, 5, recipient, 1000, 'NOK', 410, 'PLN', 0.41,
  made, made + interval '2 minutes', 'quo_' || substr(hash, 1, 16)
from payment order by number;

insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, product, amount, currency,
  debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, bank_payment_id,
  psu_ip, created_at, updated_at, approve_by)
select 'pay_' || substr(hash, 1, 16), 'txn_' || substr(hash, 1, 16), payer, 'dnb', 'bac_' || substr(md5('bac' || n), 1, 16),
  'settled', 'cross-border-credit-transfers', 1005, 'NOK', 'NO7112345678903', 'Mottaker', account,
  'PL', 'Drop', hash::uuid, hash, '192.0.2.1', made, made + interval '2 minutes', made + interval '60 minutes'
from payment order by number;

insert into payment_order_events (payment_order_id, state_before, state_after, bank_status, created_at)
select 'pay_' || substr(hash, 1, 16), 'accepted', 'settled', 'ACSC', made + interval '2 minutes'
from payment order by number;

-- Sealed rows, though with no real chain: the sealer has nothing to do with them.
insert into audit_log (id, timestamp, user_id, action, resource_type, resource_id, details, ip_address, user_agent,
  chain_seq, chain_previous, chain_hash)
select 'aud_' || substr(hash, 1, 16), made, payer, 'transaction.create', 'transaction', 'txn_' || substr(hash, 1, 16), '{}',
  '192.0.2.1', 'Mozilla/5.0', 1000000000 + number, sha256(hash::bytea), sha256(hash::bytea)
from payment order by number;

drop table payment;

do $$ declare r record; begin
  for r in select * from reference loop
    execute format('alter table %s add constraint %I %s', r.holder, r.name, r.definition);
  end loop;
end $$;

-- Four remittances, then a payment in a shop; about three on each day.
insert into transactions (id, user_id, type, status, amount, fee, recipient_id, merchant_id, send_amount, send_currency,
  receive_amount, receive_currency, exchange_rate, created_at, completed_at)
select 'txn_' || substr(md5('demo' || k), 1, 16), 'usr_demo1', case when shop then 'qr_payment' else 'remittance' end,
  'completed', sent + fee, fee, case when not shop then 'rcp_demo1' end, case when shop then 'mer_demo1' end,
  case when not shop then sent end, case when not shop then 'NOK' end, case when not shop then sent * 11.7 end,
  case when not shop then 'RSD' end, case when not shop then 11.7 end, made, made + interval '2 minutes'
from generate_series(1, 5000) as k
cross join lateral (
  select k % 5 = 0 as shop, (400 + k % 200 * 10)::numeric as sent, 2 + k % 200 * 0.05 as fee, now() - k * interval '8 hours' as made
) as payment;
