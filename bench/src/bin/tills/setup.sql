-- A shop for each of the first customers of fill.sql, who is logged in at its till; and sales whose payments wait for
-- their last word. $tills and $sales are replaced by numbers.

create temporary table till as
select n, 'usr_' || substr(md5('usr' || n), 1, 16) as owner, 'mer_' || substr(md5('mer' || n), 1, 16) as shop,
  'bac_' || substr(md5('bac' || n), 1, 16) as account
from generate_series(1, $tills) as n;

insert into merchants (id, user_id, business_name, org_number, bank_account)
select shop, owner, 'Butikk ' || n, lpad((100000000 + n)::text, 9, '0'), '12345678903' from till;

create temporary table sale as
select k, till.*, md5('sale' || k) as hash from generate_series(1, $sales) as k join till on till.n = 1 + k % $tills;

insert into qr_codes (id, merchant_id, kind, amount, key_id, created_by, expires_at)
select 'qrc_' || substr(hash, 1, 16), shop, 'dynamic', 129, 'bench', owner, now() + interval '1 hour' from sale;

insert into transactions (id, user_id, type, amount, fee, merchant_id, qr_code_id)
select 'txn_' || substr(hash, 1, 16), owner, 'qr_payment', 129, 1.29, shop, 'qrc_' || substr(hash, 1, 16) from sale;

insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, product, amount, currency,
  debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, bank_payment_id,
  psu_ip, approve_by)
select 'pay_' || substr(hash, 1, 16), 'txn_' || substr(hash, 1, 16), owner, 'dnb', account, 'awaiting_sca',
  'domestic-credit-transfers-intraday', 129, 'NOK', 'NO7112345678903', 'Butikk', 'NO7112345678903', 'NO', 'Drop', hash::uuid,
  hash, '192.0.2.1', now() + interval '1 hour'
from sale;

update qr_codes q set transaction_id = t.id from transactions t where t.qr_code_id = q.id and q.kind = 'dynamic';
