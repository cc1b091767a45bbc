-- Two months of the demo shop: what kari bought there, with payments that are done and entries in the book.
-- Parameters: drop.now, drop.key_id. Nothing is random: amounts and times follow from the number of the sale.

create temporary table demo_sales on commit drop as
with days as (
  select back, (current_setting('drop.now')::timestamptz at time zone 'Europe/Oslo')::date - back as day
  from generate_series(0, 59) as back
  -- All of it or nothing: a day that is over gets no other sales when this runs again.
  where not exists (select 1 from transactions where id like 'txn\_demosale%')
), numbered as (
  select day, back, n, hashtext(back || '-' || n) & 1048575 as chance
  from days, generate_series(1, 14) as n
  -- Few on Mondays, many on Fridays and Saturdays.
  where n <= 4 + (array[1, 3, 3, 4, 8, 9, 5])[extract(isodow from day)::int] + (hashtext(back::text) & 1)
), timed as (
  select *, (
    -- Lunch, dinner, and a few in between.
    day + make_interval(mins => (array[690, 705, 735, 760, 790, 870, 960, 1025, 1060, 1085, 1110, 1150, 1200, 1270])[n]
      + chance % 23, secs => chance % 60)
  ) at time zone 'Europe/Oslo' as paid_at
  from numbered
)
select 'txn_demosale' || lpad(to_hex(back * 16 + n), 8, '0') as id, n, paid_at,
  (array[129, 129, 129, 149, 139, 258, 89, 169, 278, 407, 45, 129])[1 + chance % 12]::numeric(14, 2)
    + case when chance % 7 = 0 then 39 else 0 end as amount,
  -- By a code of the till, by the sticker at the counter, or by the one outside.
  (array['qrc_00000000000000d1', 'qrc_00000000000000d1', 'qrc_00000000000000d3', null, null])[1 + chance % 5] as code
from timed where paid_at < current_setting('drop.now')::timestamptz - interval '3 minutes';

-- The other one is there already.
insert into qr_codes (id, merchant_id, kind, name, key_id, created_by, created_at)
values ('qrc_00000000000000d3', 'mer_demo1', 'static', 'Uteserveringen', current_setting('drop.key_id'), 'usr_demo1',
  current_setting('drop.now')::timestamptz - interval '75 days')
on conflict do nothing;

insert into transactions (id, user_id, type, status, amount, fee, merchant_id, qr_code_id, created_at, completed_at)
select id, 'usr_demo2', 'qr_payment', 'completed', amount, round(amount * 0.01, 2), 'mer_demo1', code,
  paid_at - interval '40 seconds', paid_at
from demo_sales;

-- A whole refund, and one of a part: each of a sale in the evening, the next morning.
create temporary table demo_refunds on commit drop as
select 'txn_demorefund' || row_number() over (order by paid_at desc) as id, id as sale_id, paid_at + interval '14 hours' as paid_at,
  case when row_number() over (order by paid_at desc) = 1 then amount else least(amount, 45) end as amount
from demo_sales
where n = 9 and amount > 100 and (current_setting('drop.now')::timestamptz - paid_at) between interval '2 days' and interval '30 days'
order by paid_at desc limit 2;

insert into transactions (id, user_id, type, status, amount, fee, merchant_id, refund_of, created_at, completed_at)
select id, 'usr_demo1', 'refund', 'completed', amount, 0, 'mer_demo1', sale_id, paid_at - interval '1 minute', paid_at
from demo_refunds;

update transactions s set refunded_amount = r.amount from demo_refunds r where s.id = r.sale_id;

-- Their payments are over: nobody is asked about them any more.
insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, credited, product, amount,
  currency, debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, psu_ip,
  approve_by, created_at, updated_at)
select 'pay_' || substr(t.id, 5), t.id, t.user_id, a.bank_id, a.id, 'settled', true,
  'norwegian-domestic-credit-transfers', t.amount, t.currency, a.iban,
  case when t.refund_of is null then 'Ahmetov Kebab' else 'Kari Nordmann' end,
  case when t.refund_of is null then 'NO7112345678903' else 'NO1960112244118' end, 'NO',
  'Drop ' || upper(right(t.id, 8)), md5(t.id)::uuid, '127.0.0.1', t.created_at + interval '1 hour', t.created_at,
  t.completed_at
from transactions t
join bank_accounts a on a.id = case when t.refund_of is null then 'bac_demo3' else 'bac_demo1' end
where t.id in (select id from demo_sales union all select id from demo_refunds);

insert into sale_entries (merchant_id, kind, transaction_id, sale_id, static_code_id, amount, fee, booked_on, booked_at)
select t.merchant_id, case when t.refund_of is null then 'sale' else 'refund' end, t.id, s.id, s.qr_code_id,
  case when t.refund_of is null then t.amount else -t.amount end, t.fee,
  (t.completed_at at time zone 'Europe/Oslo')::date, t.completed_at
from transactions t join transactions s on s.id = coalesce(t.refund_of, t.id)
where t.id in (select id from demo_sales union all select id from demo_refunds)
order by t.completed_at, t.id;
