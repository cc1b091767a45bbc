-- A million alerts of 5,000 customers, 20,000 of them open, with 1.3 million findings and 2 million events: what officers'
-- pages are measured on. The database has been filled with 400 payments each, or 1,000, before (bench/src/bin/fill.sql):
--   psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f bench/alerts.sql
-- Ids are hashes of a counter, as in that file, so that it makes the same alerts every time.
\timing on

create temporary table rule_of as
select * from unnest(array['structuring', 'velocity', 'high_risk_corridor', 'large_amount', 'new_account_burst', 'fan_out',
  'shared_beneficiary', 'dormant_reactivated', 'round_amounts', 'rapid_repeat', 'merchant_self_payment', 'merchant_spike'])
  with ordinality as rules (rule, number);

-- The k-th last payment of customer n raised an alert; those of the last four are still worked on.
create temporary table raised as
select n, k, 'aml_' || substr(md5('aml' || n || '_' || k), 1, 16) as id, 'usr_' || substr(md5('usr' || n), 1, 16) as user_id,
  rule, 'txn_' || substr(md5(n || '_' || k), 1, 16) as txn,
  (array['low', 'low', 'medium', 'medium', 'medium', 'high', 'high', 'critical'])[1 + (n * 7 + k * 3) % 8] as severity,
  now() - k * interval '9 days' - n * interval '7 minutes' as at,
  case when k > 4 then case when (n + k) % 97 = 0 then 'filed' else 'resolved' end
    else (array['open', 'open', 'investigating', 'investigating', 'escalated'])[1 + (n + k) % 5] end as status,
  case when (n + k) % 2 = 0 then 'usr_demo_officer' else 'usr_demo_lead' end as officer
from generate_series(1, 5000) as n cross join generate_series(1, 200) as k
join rule_of on number = 1 + (n + k) % 12;
analyze raised;

insert into aml_alerts (id, user_id, alert_type, severity, transaction_id, details, status, created_at, due_at, assigned_to,
  snoozed_until, closed_at, outcome, reviewed_by, reviewed_at)
select id, user_id, rule, severity, txn, jsonb_build_object('findings', 1 + (k % 3 = 0)::int, 'score', 20 + (n + k) % 80),
  status, at, at + case severity when 'critical' then interval '4 hours' when 'high' then interval '24 hours'
    when 'medium' then interval '5 days' else interval '14 days' end,
  case when status in ('investigating', 'resolved', 'filed') then officer end,
  case when k <= 4 and status <> 'escalated' and n % 40 = 0 then now() + interval '3 days' end,
  case when k > 4 then at + (1 + n % 90) * interval '1 hour' end,
  case when k > 4 then case when status = 'filed' then 'confirmed'
    else (array['false_positive', 'false_positive', 'explained', 'confirmed'])[1 + (n + k) % 4] end end,
  case when k > 4 then officer end, case when k > 4 then at + (1 + n % 90) * interval '1 hour' end
from raised order by at;

insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id, created_at)
select 'fnd_' || substr(md5('fnd' || n || '_' || k || '_' || more), 1, 16), t.id, r.user_id, rule, 'rul_' || rule || '_1', 'live',
  severity, 20 + (n + k) % 80, jsonb_build_object('transactions', jsonb_build_array(t.id), 'figures', jsonb_build_object(
    'kind', 'large', 'amount', jsonb_build_object('minor', 100500, 'currency', 'NOK'),
    'boundary', jsonb_build_object('minor', 100000, 'currency', 'NOK'))), r.id, t.created_at
from raised r
cross join generate_series(0, (r.k % 3 = 0)::int) as more
join transactions t on t.id = 'txn_' || substr(md5(r.n || '_' || (r.k + more * 200)), 1, 16)
order by r.at;

insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
select id, step, officer, note, before::jsonb, after, at + wait
from raised
cross join lateral (values
  ('assign', null, '{"status": "open", "assigned_to": null}',
    jsonb_build_object('status', 'investigating', 'assigned_to', officer), interval '20 minutes'),
  ('resolve', 'Sjekket mot tidligere betalinger og oppgitt formål.', '{"status": "investigating", "outcome": null}',
    jsonb_build_object('status', 'resolved', 'outcome', 'explained'), interval '1 hour')
) as steps (step, note, before, after, wait)
where k > 4 or (status = 'investigating' and step = 'assign')
order by at;

vacuum (analyze) aml_alerts;
vacuum (analyze) aml_findings;
vacuum (analyze) aml_alert_events;
