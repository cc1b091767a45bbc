-- What officers look at of people, shops and held payments in the demo house. Each statement adds only what is missing.
-- Parameters: drop.now, drop.identities: an array of objects with id, user, national_id (sealed), hash and masked.

-- People who only officers see: they have no password that opens anything.
insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role, created_at)
select id, email, 'nobody logs in with this', first_name, last_name, phone, born::date, kyc, role,
  current_setting('drop.now')::timestamptz - since
from (values
  ('usr_demo_zofia', 'zofia@drop.example', 'Zofia', 'Lewandowska', '+4740000021', '1972-03-14', 'pending', 'user', interval '3 days'),
  ('usr_demo_imran', 'imran@drop.example', 'Imran', 'Siddiqui', '+4740000022', '1995-08-23', 'pending', 'user', interval '2 days'),
  ('usr_demo_halvor', 'halvor@drop.example', 'Halvor', 'Nygård', '+4740000023', '1961-01-05', 'approved', 'merchant', interval '1200 days'),
  ('usr_demo_dino', 'dino@drop.example', 'Dino', 'Mehmedović', '+4740000024', '1979-12-19', 'pending', 'user', interval '12 days'),
  ('usr_demo_nora', 'nora@drop.example', 'Nora', 'Skogstad', '+4740000025', '2000-07-07', 'approved', 'user', interval '220 days')
) as people (id, email, first_name, last_name, phone, born, kyc, role, since)
on conflict do nothing;

-- A page and a half of customers, so that the list has another page. Their names follow from their numbers.
insert into users (id, email, password_hash, first_name, last_name, kyc_status, role, created_at)
select 'usr_demo_many' || lpad(n::text, 2, '0'), 'kunde' || n || '@drop.example', 'nobody logs in with this',
  (array['Jelena', 'Piotr', 'Sadia', 'Emre', 'Amina', 'Marek', 'Ivana', 'Yusuf', 'Hamza', 'Agnieszka', 'Elif'])[1 + n % 11],
  (array['Nikolić', 'Wójcik', 'Ahmed', 'Çelik', 'Delić', 'Kaczmarek', 'Ilić', 'Öztürk', 'Malik'])[1 + n % 9],
  case when n % 7 = 0 then 'pending' when n % 23 = 0 then 'rejected' else 'approved' end, 'user',
  current_setting('drop.now')::timestamptz - make_interval(days => 14 + n * 5, hours => n)
from generate_series(1, 70) as n
on conflict do nothing;

insert into settings (user_id) select id from users where id like 'usr\_demo\_%' and role in ('user', 'merchant')
on conflict do nothing;

insert into consents (id, user_id, consent_type, granted_at, ip_address)
select 'cns_' || replace(u.id, 'usr_', '') || '_' || kind, u.id, kind, u.created_at, '127.0.0.1'
from users u cross join unnest(array['terms', 'privacy', 'psd2_aisp']) as kind
where u.id in ('usr_demo_zofia', 'usr_demo_imran', 'usr_demo_halvor', 'usr_demo_dino', 'usr_demo_nora')
on conflict do nothing;

insert into sessions (id, user_id, token_hash, device, ip_address, user_agent, created_at, last_seen_at, expires_at, revoked)
select 'ses_' || replace(user_id, 'usr_', '') || n, user_id, encode(sha256(('nobody has this ' || user_id || n)::bytea), 'hex'),
  device, ip, device, current_setting('drop.now')::timestamptz - ago,
  current_setting('drop.now')::timestamptz - ago + interval '20 minutes',
  current_setting('drop.now')::timestamptz - ago + interval '12 hours', true
from (values
  ('usr_demo_nora', 1, 'iPhone', '203.0.113.14', interval '3 hours'),
  ('usr_demo_nora', 2, 'Windows', '203.0.113.15', interval '9 days'),
  ('usr_demo_halvor', 1, 'Android', '198.51.100.7', interval '2 days')
) as seen (user_id, n, device, ip, ago)
on conflict do nothing;

-- Identities: one of high risk, a second account, one to be looked at again, one that was asked for more.
insert into kyc_cases (id, user_id, status, national_id, national_id_hash, national_id_masked, nationality, street,
  postal_code, city, employment, occupation, purpose, source_of_funds, exposure, monthly, asked, submitted_at, decided_at)
select told.id, "user", status, national_id, hash, masked, nationality, street, postal_code, city, employment, occupation,
  purpose, source_of_funds, exposure, monthly, asked, current_setting('drop.now')::timestamptz - ago,
  case when status <> 'submitted' then current_setting('drop.now')::timestamptz - ago + interval '6 hours' end
from jsonb_to_recordset(current_setting('drop.identities')::jsonb)
  as told (id text, "user" text, national_id text, hash text, masked text)
join (values
  ('kyc_demo_zofia', 'submitted', 'PL', 'Bygdøy allé 8', '0257', 'Oslo', 'employed', 'Ambassaderåd', 'support_family', 'salary',
    'own', 'up_to_50000', array[]::text[], interval '2 days 4 hours'),
  ('kyc_demo_imran', 'submitted', 'PK', 'Haugerudveien 60', '0674', 'Oslo', 'student', 'Student', 'own_needs', 'other', 'none',
    'over_50000', array[]::text[], interval '31 hours'),
  ('kyc_demo_halvor', 'approved', 'NO', 'Strandgata 4', '9008', 'Tromsø', 'self_employed', 'Kafévert', 'purchases', 'business',
    'none', 'up_to_20000', array[]::text[], interval '760 days'),
  ('kyc_demo_dino', 'more_information', 'BA', 'Nygårdsgaten 55', '5015', 'Bergen', 'employed', 'Sjåfør', 'other', 'other', 'none',
    'up_to_20000', array['purpose', 'source_of_funds'], interval '11 days'),
  ('kyc_demo_nora', 'approved', 'NO', 'Elgeseter gate 10', '7030', 'Trondheim', 'employed', 'Lærer', 'gifts', 'salary', 'none',
    'up_to_5000', array[]::text[], interval '219 days')
) as answers (id, status, nationality, street, postal_code, city, employment, occupation, purpose, source_of_funds, exposure,
  monthly, asked, ago) on answers.id = told.id
on conflict do nothing;

insert into kyc_assessments (case_id, risk, reasons, screened, second_accounts, obstacles, assessed_at, review_on)
select c.id, risk, reasons, screened, others, obstacles, c.submitted_at,
  case when c.status = 'approved' then (c.decided_at + after)::date end
from kyc_cases c join (values
  ('kyc_demo_zofia', 'high', array['exposed'], 'clear', array[]::text[], array['off', 'risk'], interval '12 months'),
  ('kyc_demo_imran', 'medium', array['much_money', 'beyond_means', 'source_unclear'], 'clear', array['usr_demo_many02'],
    array['off', 'risk', 'second_account'], interval '24 months'),
  ('kyc_demo_halvor', 'medium', array['own_business'], 'clear', array[]::text[], array['off', 'risk'], interval '24 months'),
  ('kyc_demo_dino', 'medium', array['nationality_increased', 'source_unclear'], 'clear', array[]::text[], array['off', 'risk'],
    interval '24 months'),
  ('kyc_demo_nora', 'low', array[]::text[], 'clear', array[]::text[], array['off'], interval '36 months')
) as found (id, risk, reasons, screened, others, obstacles, after) on found.id = c.id
on conflict do nothing;

insert into kyc_events (case_id, decision, status_before, status_after, decided_by, reason, asked, created_at)
select c.id, decision, 'submitted', c.status, 'usr_demo_officer', reason, c.asked, c.decided_at
from kyc_cases c join (values
  ('kyc_demo_halvor', 'approve', 'Passet er sett, og kafeen står i registeret.'),
  ('kyc_demo_dino', 'ask', 'Sier ikke hva pengene skal brukes til eller hvor de kommer fra.'),
  ('kyc_demo_nora', 'approve', 'Svarene henger sammen.')
) as made (id, decision, reason) on made.id = c.id
where not exists (select from kyc_events e where e.case_id = c.id);

-- Shops that somebody has to look at.
insert into merchants (id, user_id, business_name, org_number, address, bank_account, status, register_finding, created_at)
select id, 'usr_demo_halvor', name, org_number, address, '86011117947', status, finding,
  current_setting('drop.now')::timestamptz - ago
from (values
  ('mer_demo_bryggen', 'Bryggen Suvenir', '310000663', 'Bryggen 3, 5003 Bergen', 'active', 'dissolved', interval '6 days'),
  ('mer_demo_kjokken', 'Kjøkkenet på hjørnet', '310000736', 'Industriveien 5, 1473 Lørenskog', 'suspended', 'bankrupt', interval '40 days'),
  ('mer_demo_ukjent', 'Nattbordet', '310000507', 'Storgata 9, 9008 Tromsø', 'active', null, interval '5 hours')
) as opened (id, name, org_number, address, status, finding, ago)
on conflict do nothing;

insert into merchant_events (merchant_id, status_before, status_after, decided_by, reason, created_at)
select m.id, made.before, made.after, coalesce(made.by, m.user_id), made.reason, m.created_at + made.later
from merchants m join (values
  ('mer_demo_bryggen', null, 'active', null, null, interval '0'),
  ('mer_demo_kjokken', null, 'active', null, null, interval '0'),
  ('mer_demo_kjokken', 'active', 'suspended', 'usr_demo_lead', 'Konkursbo: bobestyreren er varslet.', interval '2 days'),
  ('mer_demo_ukjent', null, 'active', null, null, interval '0')
) as made (id, before, after, by, reason, later) on made.id = m.id
where not exists (select from merchant_events e where e.merchant_id = m.id)
order by m.id, made.later;

-- Payments that wait: by a rule, by a possible match, by a match whose release is proposed; and one that was released.
insert into bank_accounts (id, user_id, bank_name, account_number, iban, balance, is_primary, connected_at, bank_id,
  resource_id, account_name, balance_read_at)
values ('bac_demo_nora', 'usr_demo_nora', 'Handelsbanken', '8601 11 17947', 'NO9386011117947', 61200.00, true,
  current_setting('drop.now')::timestamptz - interval '218 days', 'handelsbanken', 'demo-handelsbanken-nora', 'Lønnskonto',
  current_setting('drop.now')::timestamptz - interval '3 hours')
on conflict do nothing;

insert into recipients (id, user_id, name, country, currency, bank_account, created_at)
select id, 'usr_demo_nora', name, country, currency, iban, current_setting('drop.now')::timestamptz - interval '100 days'
from (values
  ('rcp_demo_nora1', 'Stefan Kovač', 'RS', 'RSD', 'RS35260005601001611379'),
  ('rcp_demo_nora2', 'Dragutin Nepostojić', 'BA', 'BAM', 'BA391290079401028494'),
  ('rcp_demo_nora3', 'Hüseyin Uydurma', 'TR', 'TRY', 'TR330006100519786457841326')
) as saved (id, name, country, currency, iban)
on conflict do nothing;

insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency, receive_amount,
  receive_currency, exchange_rate, created_at, completed_at)
select made.id, 'usr_demo_nora', 'remittance', status, sent * 1.005, sent * 0.005, recipient, sent, 'NOK',
  round(sent * rate, 2), r.currency, rate, current_setting('drop.now')::timestamptz - ago,
  case when status = 'completed' then current_setting('drop.now')::timestamptz - ago + interval '9 hours' end
from (values
  ('txn_demo_nora1', 'processing', 'rcp_demo_nora1', 9800.00, 11.7, interval '25 minutes'),
  ('txn_demo_nora2', 'processing', 'rcp_demo_nora2', 4200.00, 1.04, interval '7 hours'),
  ('txn_demo_nora3', 'processing', 'rcp_demo_nora3', 2600.00, 3.9, interval '29 hours'),
  ('txn_demo_nora4', 'completed', 'rcp_demo_nora1', 9700.00, 11.7, interval '34 days'),
  ('txn_demo_nora5', 'completed', 'rcp_demo_nora1', 6300.00, 11.7, interval '70 days'),
  ('txn_demo_nora6', 'completed', 'rcp_demo_nora1', 3100.00, 11.7, interval '95 days')
) as made (id, status, recipient, sent, rate, ago)
join recipients r on r.id = made.recipient
on conflict do nothing;

insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, product, amount, currency,
  debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, psu_ip, created_at,
  updated_at, approve_by)
select replace(t.id, 'txn_', 'pay_'), t.id, t.user_id, 'handelsbanken', 'bac_demo_nora', 'held',
  'cross-border-credit-transfers', t.amount, t.currency, 'NO9386011117947', r.name, r.bank_account, r.country,
  upper(right(t.id, 8)), gen_random_uuid(), '203.0.113.14', t.created_at, t.created_at, t.created_at + interval '60 minutes'
from transactions t join recipients r on r.id = t.recipient_id
where t.id in ('txn_demo_nora1', 'txn_demo_nora2', 'txn_demo_nora3')
on conflict do nothing;

insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, details, status, created_at)
select 'aml_demo_nora', user_id, 'structuring', 'critical', id, '{"findings": 1, "score": 91}', 'open', created_at
from transactions where id = 'txn_demo_nora1'
on conflict do nothing;

insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id, created_at)
select 'fnd_demo_nora', t.id, t.user_id, 'structuring', 'rul_structuring_1', 'live', 'critical', 91,
  jsonb_build_object('transactions', jsonb_build_array('txn_demo_nora4', t.id), 'figures', jsonb_build_object(
    'kind', 'just_under', 'threshold', jsonb_build_object('minor', 1000000, 'currency', 'NOK'), 'count', 2,
    'total', jsonb_build_object('minor', 1950000, 'currency', 'NOK'), 'of', 2, 'senders', 1, 'window_hours', 168)),
  'aml_demo_nora', t.created_at
from transactions t where t.id = 'txn_demo_nora1' and exists (select from aml_alerts where id = 'aml_demo_nora')
on conflict do nothing;

insert into payment_holds (id, transaction_id, cause, created_at)
select replace(t.id, 'txn_', 'hld_'), t.id, cause, t.created_at
from transactions t join (values
  ('txn_demo_nora1', 'rule'), ('txn_demo_nora2', 'sanctions'), ('txn_demo_nora3', 'sanctions'), ('txn_demo_nora4', 'rule')
) as held (id, cause) on held.id = t.id
where not exists (select from payment_holds h where h.transaction_id = t.id);

insert into payment_hold_decisions (hold_id, step, officer_id, reason, decided_at)
select h.id, step, 'usr_demo_officer', reason, h.created_at + later
from payment_holds h join (values
  ('hld_demo_nora3', 'propose', 'Fødselsåret på listen er 1975. Mottakeren er født i 1990, sett på kopi av legitimasjon.', interval '2 hours'),
  ('hld_demo_nora4', 'release', 'Kunden er lærer og sender til en tidligere kollega. Lønnsslipp sett.', interval '3 hours')
) as made (id, step, reason, later) on made.id = h.id
where not exists (select from payment_hold_decisions d where d.hold_id = h.id);

update payment_holds h
set state = case d.step when 'propose' then 'proposed' else 'released' end, decision_id = d.id, decision_step = d.step,
  closed_at = case when d.step = 'release' then d.decided_at end
from payment_hold_decisions d
where d.hold_id = h.id and h.id in ('hld_demo_nora3', 'hld_demo_nora4') and h.state = 'held'
  and d.step in ('propose', 'release')
  and not exists (select from payment_hold_decisions l where l.hold_id = h.id and l.id > d.id);
