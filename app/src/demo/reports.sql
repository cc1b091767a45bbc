-- Whom the demo's reports are about, what they paid, and the alerts that the reports grow out of. Each statement adds only
-- what is missing. Parameter: drop.now.

insert into users (id, email, password_hash, first_name, last_name, phone, date_of_birth, kyc_status, role, created_at)
select id, email, 'nobody logs in with this', first_name, last_name, phone, born::date, 'approved', 'user',
  current_setting('drop.now')::timestamptz - since
from (values
  ('usr_demo_tariq', 'tariq@drop.example', 'Tariq', 'Mahmood', '+4740000031', '1984-02-17', interval '140 days'),
  ('usr_demo_leyla', 'leyla@drop.example', 'Leyla', 'Kaya', '+4740000032', '1999-11-02', interval '6 days')
) as people (id, email, first_name, last_name, phone, born, since)
on conflict do nothing;

insert into settings (user_id) values ('usr_demo_tariq'), ('usr_demo_leyla') on conflict do nothing;

insert into recipients (id, user_id, name, country, currency, bank_account, created_at)
select id, user_id, name, country, currency, iban, current_setting('drop.now')::timestamptz - ago
from (values
  ('rcp_demo_tariq1', 'usr_demo_tariq', 'Bilal Ahmed', 'PK', 'PKR', 'PK36SCBL0000001123456702', interval '40 days'),
  ('rcp_demo_leyla1', 'usr_demo_leyla', 'Can Demir', 'TR', 'TRY', 'TR330006100519786457841326', interval '5 days')
) as saved (id, user_id, name, country, currency, iban, ago)
on conflict do nothing;

insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency, receive_amount,
  receive_currency, exchange_rate, created_at, completed_at)
select 'txn_demo_' || whose || n, 'usr_demo_' || whose, 'remittance', 'completed', round(sent * 1.005, 2),
  round(sent * 0.005, 2), 'rcp_demo_' || whose || '1', sent, 'NOK', round(sent * rate, 2), currency, rate, at,
  at + interval '2 hours'
from (
  select 'tariq' as whose, n, 7900 + n * 10.00 as sent, 27.1 as rate, 'PKR' as currency,
    current_setting('drop.now')::timestamptz - interval '20 days' + n * interval '16 hours' as at
  from generate_series(1, 9) as n
  union all
  select 'leyla', n, 9000 + n * 100.00, 3.9, 'TRY',
    current_setting('drop.now')::timestamptz - interval '3 days' + n * interval '13 minutes'
  from generate_series(1, 4) as n
) as made
on conflict do nothing;

insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, details, status, created_at, due_at)
select id, user_id, rule, severity, payment, jsonb_build_object('findings', 1, 'score', score), 'investigating',
  current_setting('drop.now')::timestamptz - ago, current_setting('drop.now')::timestamptz - ago + interval '3 days'
from (values
  ('aml_demo_split', 'usr_demo_tariq', 'structuring', 'critical', 'txn_demo_tariq9', 95, interval '14 days'),
  ('aml_demo_pass', 'usr_demo_leyla', 'new_account_burst', 'high', 'txn_demo_leyla4', 80, interval '2 days'),
  ('aml_demo_own', 'usr_demo1', 'large_amount', 'medium', 'txn_demo1', 60, interval '1 day'),
  ('aml_demo_much', 'usr_demo_tariq', 'velocity', 'medium', 'txn_demo_tariq6', 55, interval '4 days')
) as raised (id, user_id, rule, severity, payment, score, ago)
on conflict do nothing;

insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id, created_at)
select replace(a.id, 'aml_', 'fnd_'), a.transaction_id, a.user_id, a.alert_type, 'rul_' || a.alert_type || '_1', 'live',
  a.severity, (a.details ->> 'score')::smallint, jsonb_build_object('transactions', found.payments, 'figures', found.figures),
  a.id, a.created_at
from aml_alerts a join (values
  ('aml_demo_split',
    (select jsonb_agg('txn_demo_tariq' || n order by n) from generate_series(1, 9) as n),
    '{"kind": "just_under", "threshold": {"minor": 800000, "currency": "NOK"}, "count": 9,
      "total": {"minor": 7155000, "currency": "NOK"}, "of": 9, "senders": 1, "window_hours": 168}'::jsonb),
  ('aml_demo_pass',
    (select jsonb_agg('txn_demo_leyla' || n order by n) from generate_series(1, 4) as n),
    '{"kind": "new_account", "age_hours": 72, "count": 4, "total": {"minor": 3700000, "currency": "NOK"},
      "window_hours": 48}'::jsonb),
  ('aml_demo_much', '["txn_demo_tariq4", "txn_demo_tariq5", "txn_demo_tariq6"]'::jsonb,
    '{"kind": "much", "total": {"minor": 2385000, "currency": "NOK"}, "count": 3,
      "boundary": {"minor": 2000000, "currency": "NOK"}, "window_hours": 48}'::jsonb),
  ('aml_demo_own', '["txn_demo1"]'::jsonb, '{"kind": "far_above_own", "amount": {"minor": 201000, "currency": "NOK"},
    "largest_before": {"minor": 50250, "currency": "NOK"}, "of": 3, "factor": 3}'::jsonb)
) as found (alert, payments, figures) on found.alert = a.id
on conflict do nothing;
