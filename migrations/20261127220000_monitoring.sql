-- Monitoring: the settings of rules with their history, what rules find, and the alerts that come of it.

-- One version of one rule's mode and parameters. A change is proposed by one officer and decided by another; version 1
-- is what the software brings along.
create table rule_settings (
  id text primary key,
  rule text not null
    constraint rule_settings_rule_check check (rule in ('structuring', 'velocity', 'high_risk_corridor', 'large_amount',
      'new_account_burst', 'fan_out', 'shared_beneficiary', 'dormant_reactivated', 'round_amounts', 'rapid_repeat',
      'merchant_self_payment', 'merchant_spike')),
  version integer not null,
  mode text not null constraint rule_settings_mode_check check (mode in ('off', 'test', 'live')),
  parameters jsonb not null,
  reason text not null,
  -- What it would have raised over the days before, as it was shown to whoever decided.
  what_if jsonb,
  proposed_by text references users (id),
  proposed_at timestamptz not null default current_timestamp,
  decision text constraint rule_settings_decision_check check (decision in ('approved', 'rejected')),
  decided_by text references users (id),
  decided_at timestamptz,
  decision_reason text,
  current boolean not null default false,
  constraint rule_settings_version_key unique (rule, version),
  constraint rule_settings_version_check check (version >= 1),
  constraint rule_settings_reason_check check (char_length(reason) between 1 and 1000
    and (decision_reason is null or char_length(decision_reason) between 1 and 1000)),
  constraint rule_settings_current_check check (not current or (decision is not null and decision = 'approved')),
  -- Four eyes, and nobody but the software without a name.
  constraint rule_settings_four_eyes_check check (
    case when version = 1
      then proposed_by is null and decided_by is null and decision is not null and decision = 'approved'
      else proposed_by is not null and what_if is not null
        and (decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)
        and (decision is null) = (decision_reason is null)
        and decided_by is distinct from proposed_by
    end)
);
create unique index rule_settings_current_idx on rule_settings (rule) where current;
-- One proposal at a time, so that what it was compared with is what it replaces.
create unique index rule_settings_open_idx on rule_settings (rule) where decision is null;

insert into rule_settings (id, rule, version, mode, parameters, reason, decision, decided_at, current)
select 'rul_' || rule || '_1', rule, 1, 'live', parameters::jsonb, 'What the software brings along: docs/monitoring.md says why.',
  'approved', current_timestamp, true
from (values
  ('structuring', '{"thresholds_kroner": [8000, 10000, 50000, 100000], "margin_percent": 10, "window_hours": 168,
    "medium_count": 3, "high_count": 5, "critical_count": 8, "share_percent": 40, "over_factor": 3}'),
  ('velocity', '{"hour_count": 10, "day_count": 20, "day_sum_kroner": 40000, "high_factor": 2, "usual_factor": 3,
    "sum_usual_factor": 10, "critical_hour_count": 30, "critical_floor_kroner": 1000, "passed_on_floor_kroner": 10000, "passed_on_percent": 90,
    "passed_on_hours": 24, "passed_on_factor": 3}'),
  ('high_risk_corridor', '{"countries": [{"country": "BA", "since": "2026-06-01"}], "window_days": 30,
    "low_kroner": 8000, "medium_kroner": 40000, "high_kroner": 100000}'),
  ('large_amount', '{"remittance_kroner": 40000, "payment_kroner": 100000, "own_factor": 6, "own_floor_kroner": 20000,
    "own_count_min": 8, "own_days": 180}'),
  ('new_account_burst', '{"age_days": 14, "window_hours": 48, "count": 5, "sum_kroner": 30000, "sum_count": 3,
    "high_factor": 2}'),
  ('fan_out', '{"short_hours": 8, "short_count": 5, "long_hours": 72, "long_count": 10, "high_factor": 2,
    "usual_factor": 3}'),
  ('shared_beneficiary', '{"short_hours": 24, "short_count": 5, "long_hours": 168, "long_count": 10, "high_factor": 2,
    "usual_factor": 3}'),
  ('dormant_reactivated', '{"quiet_days": 90, "medium_kroner": 10000, "high_kroner": 40000}'),
  ('round_amounts', '{"unit_kroner": 1000, "floor_kroner": 5000, "window_days": 30, "low_count": 6, "medium_count": 12,
    "share_percent": 80}'),
  ('rapid_repeat', '{"window_minutes": 15, "low_count": 3, "medium_count": 5, "floor_kroner": 1000}'),
  ('merchant_self_payment', '{"window_days": 30, "share_percent": 80, "count": 10, "sum_kroner": 10000}'),
  ('merchant_spike', '{"factor": 3, "high_factor": 6, "floor_kroner": 20000, "days_min": 14}')
) as defaults (rule, parameters);

-- What is decided stays as it was decided: only the flag of the current version moves on.
create function rule_settings_decided_once() returns trigger
language plpgsql as $$
begin
  if (new.id, new.rule, new.version, new.mode, new.parameters, new.reason, new.what_if, new.proposed_by, new.proposed_at)
      is distinct from
      (old.id, old.rule, old.version, old.mode, old.parameters, old.reason, old.what_if, old.proposed_by, old.proposed_at)
    or (old.decision is not null
      and (new.decision, new.decided_by, new.decided_at, new.decision_reason)
        is distinct from (old.decision, old.decided_by, old.decided_at, old.decision_reason))
  then
    raise exception 'a version of a rule is never edited' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger rule_settings_decided_once_row
  before update on rule_settings
  for each row execute function rule_settings_decided_once();

-- What one rule found in one payment, of rules in trial as well. Never changed: only the retention job removes rows.
create table aml_findings (
  id text primary key,
  transaction_id text not null references transactions (id),
  -- Whom it is about: whoever paid, or the owner of the shop that was paid.
  user_id text not null references users (id),
  rule text not null,
  setting_id text not null references rule_settings (id),
  mode text not null constraint aml_findings_mode_check check (mode in ('test', 'live')),
  severity text not null
    constraint aml_findings_severity_check check (severity in ('low', 'medium', 'high', 'critical')),
  score smallint not null constraint aml_findings_score_check check (score between 0 and 100),
  -- The transactions and the figures, with the boundaries that were in force.
  evidence jsonb not null,
  alert_id text references aml_alerts (id),
  created_at timestamptz not null default current_timestamp,
  constraint aml_findings_rule_key unique (transaction_id, rule),
  constraint aml_findings_alert_check check ((mode = 'live') = (alert_id is not null))
);
create index aml_findings_alert_idx on aml_findings (alert_id, created_at) where alert_id is not null;
create index aml_findings_user_idx on aml_findings (user_id, created_at desc);

create function aml_findings_unchanged() returns trigger
language plpgsql as $$
begin
  raise exception 'a finding is never changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger aml_findings_unchanged_row
  before update on aml_findings
  for each row execute function aml_findings_unchanged();

-- While an alert is open, what the same rule finds about the same customer is attached to it.
create unique index aml_alerts_open_key on aml_alerts (user_id, alert_type) where status = 'open';

-- Everybody's payments to one account, newest first.
create index payment_orders_creditor_idx on payment_orders (creditor_account, created_at desc);
-- A period of all payments, to try rules on. They are written in order of time, so a block's range tells; it costs next
-- to nothing when a payment is made.
create index transactions_created_idx on transactions using brin (created_at);
