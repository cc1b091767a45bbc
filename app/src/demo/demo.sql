-- The demo house. Each statement adds only what is missing, so that running it again changes nothing.
-- Parameters: drop.password_hash, drop.sandbox_url, drop.approval_url, drop.now, drop.link_key.

insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role, created_at)
select id, email, current_setting('drop.password_hash'), first_name, last_name, phone, born::date, kyc, role,
  current_setting('drop.now')::timestamptz - since
from (values
  ('usr_demo1', 'demo@drop.example', 'Amir', 'Ahmetov', '+4740000001', '1988-04-12', 'approved', 'merchant', interval '90 days'),
  ('usr_demo2', 'kari@drop.example', 'Kari', 'Nordmann', '+4740000002', '1993-09-30', 'approved', 'user', interval '90 days'),
  -- Has handed in who she is, and waits.
  ('usr_demo3', 'selma@drop.example', 'Selma', 'Hodžić', '+4740000003', '1985-10-11', 'pending', 'user', interval '1 day'),
  -- Staff: they sign in to the back-office, with a second factor, and never as customers.
  ('usr_demo_officer', 'officer@drop.example', 'Ingrid', 'Solberg', null, null, 'approved', 'compliance', interval '90 days'),
  ('usr_demo_officer2', 'officer2@drop.example', 'Jonas', 'Lie', null, null, 'approved', 'compliance', interval '60 days'),
  ('usr_demo_lead', 'lead@drop.example', 'Henrik', 'Dahl', null, null, 'approved', 'admin', interval '90 days')
) as people (id, email, first_name, last_name, phone, born, kyc, role, since)
on conflict do nothing;

insert into settings (user_id) values ('usr_demo1'), ('usr_demo2'), ('usr_demo3') on conflict do nothing;

insert into consents (id, user_id, consent_type, granted_at, ip_address)
select 'cns_' || replace(u.id, 'usr_', '') || '_' || kind, u.id, kind, u.created_at, '127.0.0.1'
from users u cross join unnest(array['terms', 'privacy', 'psd2_aisp']) as kind
where u.id in ('usr_demo1', 'usr_demo2') or (u.id = 'usr_demo3' and kind <> 'psd2_aisp')
on conflict do nothing;

insert into banks (id, name, base_url, approval_url)
select id, name, current_setting('drop.sandbox_url') || '/' || id, current_setting('drop.approval_url')
from (values ('dnb', 'DNB'), ('sparebank1', 'SpareBank 1'), ('nordea', 'Nordea'), ('handelsbanken', 'Handelsbanken'))
  as directory (id, name)
on conflict (id) do update set base_url = excluded.base_url, approval_url = excluded.approval_url
where (banks.base_url, banks.approval_url) is distinct from (excluded.base_url, excluded.approval_url);

insert into bank_consents (id, user_id, bank_id, consent_id, consent_ref, status, valid_until, created_at)
select id, user_id, bank_id, 'cns_' || replace(user_id, 'usr_', '') || '_psd2_aisp', consent_ref, 'valid', (current_setting('drop.now')::timestamptz + interval '180 days')::date,
  current_setting('drop.now')::timestamptz
from (values
  ('bcn_demo_dnb', 'usr_demo1', 'dnb', 'demo-consent-dnb'),
  ('bcn_demo_sparebank1', 'usr_demo1', 'sparebank1', 'demo-consent-sparebank1'),
  ('bcn_demo_nordea', 'usr_demo2', 'nordea', 'demo-consent-nordea')
) as given (id, user_id, bank_id, consent_ref)
on conflict do nothing;

insert into bank_accounts (id, user_id, bank_name, account_number, iban, balance, is_primary, connected_at, bank_id,
  bank_consent_id, resource_id, account_name, balance_read_at)
select id, user_id, bank_name, account_number, iban, balance, is_primary,
  current_setting('drop.now')::timestamptz - interval '90 days', bank_id, 'bcn_demo_' || bank_id, resource_id,
  account_name, current_setting('drop.now')::timestamptz
from (values
  ('bac_demo1', 'usr_demo1', 'DNB', '1234 56 78903', 'NO7112345678903', 45230.00, true, 'dnb', 'demo-dnb-1',
    'Brukskonto'),
  ('bac_demo2', 'usr_demo1', 'SpareBank 1', '9876 54 32103', 'NO2498765432103', 12800.00, false, 'sparebank1',
    'demo-sparebank1-1', 'Sparekonto'),
  ('bac_demo3', 'usr_demo2', 'Nordea', '6011 22 44118', 'NO1960112244118', 88410.50, true, 'nordea', 'demo-nordea-1',
    'Brukskonto')
) as linked (id, user_id, bank_name, account_number, iban, balance, is_primary, bank_id, resource_id, account_name)
on conflict do nothing;

insert into recipients (id, user_id, name, country, currency, bank_account, bank_name, created_at)
select id, user_id, name, country, currency, iban, bank_name,
  current_setting('drop.now')::timestamptz - interval '80 days'
from (values
  ('rcp_demo1', 'usr_demo1', 'Milica Jovanović', 'RS', 'RSD', 'RS35260005601001611379', null),
  ('rcp_demo2', 'usr_demo1', 'Emir Hadžić', 'BA', 'BAM', 'BA391290079401028494', null),
  ('rcp_demo3', 'usr_demo1', 'Ayşe Yılmaz', 'TR', 'TRY', 'TR330006100519786457841326', null),
  ('rcp_demo4', 'usr_demo2', 'Katarzyna Wiśniewska', 'PL', 'PLN', 'PL61109010140000071219812874', null)
) as saved (id, user_id, name, country, currency, iban, bank_name)
on conflict do nothing;

insert into merchants (id, user_id, business_name, org_number, address, bank_account, created_at)
values ('mer_demo1', 'usr_demo1', 'Ahmetov Kebab', '988077917', 'Grønland 12, 0188 Oslo', '12345678903',
  current_setting('drop.now')::timestamptz - interval '80 days')
on conflict do nothing;

-- What our own columns say of it, unless something stands there already.
update merchants set registered_name = 'AHMETOV MAT AS', register_checked_at = created_at
where id = 'mer_demo1' and register_checked_at is null and register_finding is null;

insert into merchants (id, user_id, business_name, registered_name, org_number, address, bank_account,
  register_checked_at, created_at)
select 'mer_demo2', 'usr_demo1', 'Lille Orient', 'LILLE ORIENT IMPORT AS', '310000388', 'Tøyengata 33, 0578 Oslo',
  '12345678903', at, at
from (select current_setting('drop.now')::timestamptz - interval '20 days') as opened (at)
on conflict do nothing;

insert into merchant_events (merchant_id, status_after, decided_by, created_at)
select id, 'active', user_id, created_at from merchants m
where id in ('mer_demo1', 'mer_demo2') and not exists (select from merchant_events e where e.merchant_id = m.id);

-- Two stickers of that shop: one where whoever pays says how much, and one with a price.
insert into qr_codes (id, merchant_id, kind, name, amount, key_id, created_by, created_at)
select id, 'mer_demo1', 'static', name, amount, current_setting('drop.link_key'), 'usr_demo1',
  current_setting('drop.now')::timestamptz - interval '79 days'
from (values
  ('qrc_00000000000000d1', 'Ved disken', null),
  ('qrc_00000000000000d2', 'Dagens kaffe', 39.00)
) as stickers (id, name, amount)
on conflict do nothing;

insert into transactions (id, user_id, type, status, amount, fee, recipient_id, merchant_id, send_amount, send_currency,
  receive_amount, receive_currency, exchange_rate, created_at, completed_at)
select id, user_id, type, 'completed', amount, fee, recipient_id, merchant_id, send_amount, send_currency,
  receive_amount, receive_currency, exchange_rate,
  current_setting('drop.now')::timestamptz - ago, current_setting('drop.now')::timestamptz - ago + interval '2 minutes'
from (values
  ('txn_demo1', 'usr_demo1', 'remittance', 2010.00, 10.00, 'rcp_demo1', null, 2000.00, 'NOK', 23400.00, 'RSD', 11.7,
    interval '3 days'),
  ('txn_demo2', 'usr_demo1', 'remittance', 1507.50, 7.50, 'rcp_demo2', null, 1500.00, 'NOK', 1560.00, 'BAM', 1.04,
    interval '11 days'),
  -- The schema document's own QR payment: an owner in his own shop, which monitoring is there to notice.
  ('txn_demo3', 'usr_demo1', 'qr_payment', 129.00, 1.29, null, 'mer_demo1', null, null, null, null, null,
    interval '1 day'),
  ('txn_demo4', 'usr_demo2', 'qr_payment', 248.00, 2.48, null, 'mer_demo1', null, null, null, null, null,
    interval '2 days')
) as paid (id, user_id, type, amount, fee, recipient_id, merchant_id, send_amount, send_currency, receive_amount,
  receive_currency, exchange_rate, ago)
on conflict do nothing;

insert into notifications (id, user_id, type, title, body, params, link, read, created_at)
select replace(t.id, 'txn_', 'ntf_'), 'usr_demo1', 'sale', 'Du har fått ' || to_char(t.amount, 'FM999D00') || ' kr',
  'Salg i Ahmetov Kebab. Referanse ' || reference || '.',
  jsonb_build_object('kind', 'sale', 'params', jsonb_build_object('shop', 'Ahmetov Kebab', 'reference', reference,
    'amount', jsonb_build_object('minor', (t.amount * 100)::bigint, 'currency', t.currency))),
  '/shops/mer_demo1/sales/' || t.id, t.id = 'txn_demo3', t.completed_at
from (values ('txn_demo3', 'DEMO3'), ('txn_demo4', 'DEMO4')) as told (id, reference)
join transactions t on t.id = told.id
on conflict do nothing;

insert into sale_entries (merchant_id, kind, transaction_id, sale_id, amount, fee, booked_on, booked_at)
select merchant_id, 'sale', id, id, amount, fee, (completed_at at time zone 'Europe/Oslo')::date, completed_at
from transactions where id in ('txn_demo3', 'txn_demo4') order by completed_at
on conflict do nothing;
