-- Demo alerts: one customer of many stories, so that every part of the queue and of a case has something to show. Each
-- statement adds only what is missing. Parameter: drop.now.

-- People who only officers see: they have no password that opens anything.
insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role, created_at)
select id, email, 'nobody logs in with this', first_name, last_name, phone, born::date, 'approved', 'user',
  current_setting('drop.now')::timestamptz - since
from (values
  ('usr_demo_goran', 'goran@drop.example', 'Goran', 'Petrović', '+4740000011', '1979-02-17', interval '400 days'),
  ('usr_demo_bilal', 'bilal@drop.example', 'Bilal', 'Hussain', '+4740000012', '1991-07-03', interval '9 days'),
  ('usr_demo_ewa', 'ewa@drop.example', 'Ewa', 'Kowalska', '+4740000013', '1983-12-24', interval '300 days'),
  ('usr_demo_mehmet', 'mehmet@drop.example', 'Mehmet', 'Demir', '+4740000014', '1969-05-30', interval '500 days'),
  ('usr_demo_lejla', 'lejla@drop.example', 'Lejla', 'Begić', '+4740000015', '1996-08-09', interval '200 days')
) as people (id, email, first_name, last_name, phone, born, since)
on conflict do nothing;
insert into settings (user_id) select id from users where email like '%@drop.example' and role = 'user'
on conflict do nothing;

insert into recipients (id, user_id, name, country, currency, bank_account, created_at)
select id, user_id, name, country, currency, iban, current_setting('drop.now')::timestamptz - interval '60 days'
from (values
  ('rcp_demo_goran1', 'usr_demo_goran', 'Dragan Marković', 'RS', 'RSD', 'RS35260005601001611379'),
  ('rcp_demo_bilal1', 'usr_demo_bilal', 'Ayesha Malik', 'PK', 'PKR', 'PK36SCBL0000001123456702'),
  ('rcp_demo_ewa1', 'usr_demo_ewa', 'Tomasz Kowalski', 'PL', 'PLN', 'PL61109010140000071219812874'),
  ('rcp_demo_mehmet1', 'usr_demo_mehmet', 'Zeynep Kaya', 'TR', 'TRY', 'TR330006100519786457841326'),
  ('rcp_demo_lejla1', 'usr_demo_lejla', 'Adnan Begić', 'BA', 'BAM', 'BA391290079401028494')
) as saved (id, user_id, name, country, currency, iban)
on conflict do nothing;

-- Their transfers: how long ago each was, and how much was sent.
insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency, receive_amount,
  receive_currency, exchange_rate, created_at, completed_at)
select 'txn_demo' || who || lpad(n::text, 8 - length(who), '0'), 'usr_demo_' || who, 'remittance', 'completed', sent * 1.005, sent * 0.005,
  'rcp_demo_' || who || '1', sent, 'NOK', round(sent * rate, 2), r.currency, rate,
  current_setting('drop.now')::timestamptz - ago, current_setting('drop.now')::timestamptz - ago + interval '3 minutes'
from (values
  ('goran', 1, 7800.00, interval '5 days'), ('goran', 2, 7650.00, interval '4 days 3 hours'),
  ('goran', 3, 7900.00, interval '3 days'), ('goran', 4, 7750.00, interval '2 days 5 hours'),
  ('goran', 5, 7600.00, interval '1 day 2 hours'), ('goran', 6, 7850.00, interval '6 hours'),
  ('bilal', 1, 11000.00, interval '30 hours'), ('bilal', 2, 12000.00, interval '22 hours'),
  ('bilal', 3, 9500.00, interval '3 hours'),
  ('ewa', 1, 2400.00, interval '41 minutes'), ('ewa', 2, 2400.00, interval '36 minutes'),
  ('ewa', 3, 2400.00, interval '31 minutes'),
  ('mehmet', 1, 48000.00, interval '20 hours'),
  ('lejla', 1, 21000.00, interval '12 days'), ('lejla', 2, 24000.00, interval '4 days')
) as sent (who, n, sent, ago)
join recipients r on r.id = 'rcp_demo_' || who || '1'
cross join lateral (select case r.currency when 'RSD' then 11.7 when 'PKR' then 27.4 when 'PLN' then 0.41
  when 'TRY' then 4.1 else 0.18 end::numeric as rate) as price
on conflict do nothing;

-- What the rules said, and how far officers are with it.
insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, details, status, assigned_to, due_at, snoozed_until,
  closed_at, outcome, reviewed_by, reviewed_at, created_at)
select 'aml_demo_' || name, user_id, rule, severity, txn, jsonb_build_object('findings', findings, 'score', score), status,
  officer, at - ago + due, at + rests, at - closed, outcome, case when closed is not null then officer end, at - closed, at - ago
from (select current_setting('drop.now')::timestamptz as at) as now, (values
  ('goran', 'usr_demo_goran', 'structuring', 'high', 'txn_demogoran005', 2, 71, 'open', null,
    interval '26 hours', interval '24 hours', null::interval, null::interval, null),
  ('bilal', 'usr_demo_bilal', 'new_account_burst', 'critical', 'txn_demobilal003', 1, 84, 'open', null,
    interval '3 hours', interval '4 hours', null, null, null),
  ('ewa', 'usr_demo_ewa', 'rapid_repeat', 'low', 'txn_demoewa00003', 1, 27, 'open', null,
    interval '31 minutes', interval '14 days', null, null, null),
  ('mehmet', 'usr_demo_mehmet', 'large_amount', 'medium', 'txn_demomehmet01', 1, 46, 'investigating', 'usr_demo_officer',
    interval '20 hours', interval '4 days', null, null, null),
  ('lejla', 'usr_demo_lejla', 'high_risk_corridor', 'medium', 'txn_demolejla002', 2, 52, 'escalated', null,
    interval '12 days', interval '5 days', null, null, null),
  ('mehmet2', 'usr_demo_mehmet', 'dormant_reactivated', 'high', 'txn_demomehmet01', 1, 66, 'investigating', 'usr_demo_officer',
    interval '20 hours', interval '24 hours', interval '2 days', null, null),
  ('kebab', 'usr_demo1', 'merchant_self_payment', 'high', 'txn_demo3', 1, 62, 'open', null,
    interval '20 hours', interval '24 hours', null, null, null),
  ('old1', 'usr_demo_ewa', 'rapid_repeat', 'low', null, 1, 24, 'resolved', 'usr_demo_officer',
    interval '45 days', interval '14 days', null, interval '40 days', 'false_positive'),
  ('old2', 'usr_demo_goran', 'round_amounts', 'medium', null, 1, 44, 'resolved', 'usr_demo_officer',
    interval '30 days', interval '5 days', null, interval '28 days', 'explained'),
  ('old3', 'usr_demo_lejla', 'velocity', 'high', null, 1, 64, 'resolved', 'usr_demo_lead',
    interval '20 days', interval '24 hours', null, interval '18 days', 'explained')
) as alerts (name, user_id, rule, severity, txn, findings, score, status, officer, ago, due, rests, closed, outcome)
on conflict do nothing;

insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id, created_at)
select 'fnd_' || substr(md5(f.txn || f.rule), 1, 16), f.txn, t.user_id, f.rule, 'rul_' || f.rule || '_1', 'live',
  f.severity, f.score, f.evidence::jsonb, f.alert, t.created_at
from (values
  ('txn_demogoran005', 'structuring', 'high', 63, 'aml_demo_goran', '{"transactions": ["txn_demogoran001", "txn_demogoran002",
    "txn_demogoran003", "txn_demogoran004", "txn_demogoran005"], "figures": {"kind": "just_under",
    "threshold": {"minor": 800000, "currency": "NOK"}, "count": 5, "total": {"minor": 3870000, "currency": "NOK"}, "of": 5,
    "senders": 1, "window_hours": 168}}'),
  ('txn_demogoran006', 'structuring', 'high', 71, 'aml_demo_goran', '{"transactions": ["txn_demogoran001", "txn_demogoran002",
    "txn_demogoran003", "txn_demogoran004", "txn_demogoran005", "txn_demogoran006"], "figures": {"kind": "just_under",
    "threshold": {"minor": 800000, "currency": "NOK"}, "count": 6, "total": {"minor": 4655000, "currency": "NOK"}, "of": 6,
    "senders": 1, "window_hours": 168}}'),
  ('txn_demobilal003', 'new_account_burst', 'critical', 84, 'aml_demo_bilal', '{"transactions": ["txn_demobilal001",
    "txn_demobilal002", "txn_demobilal003"], "figures": {"kind": "new_account", "age_hours": 213, "count": 3,
    "total": {"minor": 3250000, "currency": "NOK"}, "window_hours": 48}}'),
  ('txn_demoewa00003', 'rapid_repeat', 'low', 27, 'aml_demo_ewa', '{"transactions": ["txn_demoewa00001", "txn_demoewa00002",
    "txn_demoewa00003"], "figures": {"kind": "repeated", "count": 3, "amount": {"minor": 240000, "currency": "NOK"},
    "window_minutes": 15}}'),
  ('txn_demomehmet01', 'large_amount', 'medium', 46, 'aml_demo_mehmet', '{"transactions": ["txn_demomehmet01"], "figures":
    {"kind": "large", "amount": {"minor": 4800000, "currency": "NOK"}, "boundary": {"minor": 4000000, "currency": "NOK"}}}'),
  ('txn_demomehmet01', 'dormant_reactivated', 'high', 66, 'aml_demo_mehmet2', '{"transactions": ["txn_demomehmet01"],
    "figures": {"kind": "quiet", "quiet_days": 499, "boundary_days": 90, "amount": {"minor": 4800000, "currency": "NOK"}}}'),
  ('txn_demolejla001', 'high_risk_corridor', 'low', 33, 'aml_demo_lejla', '{"transactions": ["txn_demolejla001"], "figures":
    {"kind": "corridor", "country": "BA", "listed_since": "2026-06-01", "total": {"minor": 2100000, "currency": "NOK"},
    "boundary": {"minor": 800000, "currency": "NOK"}, "window_days": 30}}'),
  ('txn_demolejla002', 'high_risk_corridor', 'medium', 52, 'aml_demo_lejla', '{"transactions": ["txn_demolejla001",
    "txn_demolejla002"], "figures": {"kind": "corridor", "country": "BA", "listed_since": "2026-06-01",
    "total": {"minor": 4500000, "currency": "NOK"}, "boundary": {"minor": 4000000, "currency": "NOK"}, "window_days": 30}}'),
  ('txn_demo3', 'merchant_self_payment', 'high', 62, 'aml_demo_kebab', '{"transactions": ["txn_demo3"], "figures":
    {"kind": "own_shop", "amount": {"minor": 12900, "currency": "NOK"}}}')
) as f (txn, rule, severity, score, alert, evidence)
join transactions t on t.id = f.txn
on conflict do nothing;

insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
select a.id, e.step, e.officer, e.note, e.before::jsonb, e.after::jsonb, current_setting('drop.now')::timestamptz - e.ago
from (values
  ('mehmet', 'assign', 'usr_demo_officer', null, '{"status": "open", "assigned_to": null}',
    '{"status": "investigating", "assigned_to": "usr_demo_officer"}', interval '18 hours'),
  ('mehmet', 'note', 'usr_demo_officer', 'Har bedt om dokumentasjon på boligsalget i Izmir. Venter på skjøtet.', '{}', '{}',
    interval '17 hours'),
  ('mehmet2', 'assign', 'usr_demo_officer', null, '{"status": "open", "assigned_to": null}',
    '{"status": "investigating", "assigned_to": "usr_demo_officer"}', interval '18 hours'),
  ('mehmet2', 'snooze', 'usr_demo_officer', 'Ses på sammen med det store beløpet når skjøtet har kommet.', '{}', '{}',
    interval '16 hours'),
  ('lejla', 'assign', 'usr_demo_officer', null, '{"status": "open", "assigned_to": null}',
    '{"status": "investigating", "assigned_to": "usr_demo_officer"}', interval '3 days'),
  ('lejla', 'escalate', 'usr_demo_officer', 'Kunden oppgir å støtte familien, men beløpene passer ikke med inntekten.',
    '{"status": "investigating", "assigned_to": "usr_demo_officer"}', '{"status": "escalated", "assigned_to": null}',
    interval '2 days'),
  ('old1', 'resolve', 'usr_demo_officer', 'Tre like betalinger til tre søsken. Bekreftet på telefon.',
    '{"status": "open", "outcome": null}', '{"status": "resolved", "outcome": "false_positive"}', interval '40 days'),
  ('old2', 'resolve', 'usr_demo_officer', 'Fast husleie til foreldrene. Leiekontrakt mottatt.',
    '{"status": "open", "outcome": null}', '{"status": "resolved", "outcome": "explained"}', interval '28 days'),
  ('old3', 'resolve', 'usr_demo_lead', 'Bryllup i familien. Kvitteringer mottatt.', '{"status": "escalated", "outcome": null}',
    '{"status": "resolved", "outcome": "explained"}', interval '18 days')
) as e (name, step, officer, note, before, after, ago)
join aml_alerts a on a.id = 'aml_demo_' || e.name
where not exists (select from aml_alert_events known where known.alert_id = a.id)
order by e.ago desc;

-- A dozen small ones of one kind, to be worked off in a row.
insert into users (id, email, password_hash, first_name, last_name, kyc_status, role, created_at)
select 'usr_demo_round' || n, 'round' || n || '@drop.example', 'nobody logs in with this',
  (array['Anna', 'Piotr', 'Marek', 'Zofia', 'Jan', 'Maria', 'Adam', 'Hanna', 'Karol', 'Julia', 'Oskar', 'Lena'])[n],
  (array['Nowak', 'Wójcik', 'Lewandowski', 'Zieliński'])[1 + n % 4], 'approved', 'user',
  current_setting('drop.now')::timestamptz - interval '250 days'
from generate_series(1, 12) as n
on conflict do nothing;

insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency, receive_amount,
  receive_currency, exchange_rate, created_at, completed_at)
select 'txn_demoround' || lpad(n::text, 3, '0'), 'usr_demo_round' || n, 'remittance', 'completed', 5025, 25, 'rcp_demo4', 5000,
  'NOK', 2050, 'PLN', 0.41, at, at + interval '2 minutes'
from generate_series(1, 12) as n
cross join lateral (select current_setting('drop.now')::timestamptz - interval '5 days' - n * interval '1 hour' as at) as paid
on conflict do nothing;

insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, details, due_at, created_at)
select 'aml_demo_round' || lpad(n::text, 2, '0'), t.user_id, 'round_amounts', 'low', t.id, '{"findings": 1, "score": 25}',
  t.created_at + interval '14 days', t.created_at
from generate_series(1, 12) as n join transactions t on t.id = 'txn_demoround' || lpad(n::text, 3, '0')
on conflict do nothing;

insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id, created_at)
select 'fnd_' || substr(md5(a.id), 1, 16), a.transaction_id, a.user_id, 'round_amounts', 'rul_round_amounts_1', 'live', 'low', 25,
  jsonb_build_object('transactions', jsonb_build_array(a.transaction_id), 'figures', jsonb_build_object('kind', 'round',
    'count', 6, 'of', 7, 'unit', jsonb_build_object('minor', 100000, 'currency', 'NOK'), 'window_days', 30)), a.id, a.created_at
from aml_alerts a where a.id like 'aml\_demo\_round%'
on conflict do nothing;
