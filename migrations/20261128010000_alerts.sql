-- How officers work off alerts: whose each is, when it is due, what became of it, and everything that was done.

alter table aml_alerts
  add column assigned_to text references users (id),
  -- Whoever raises an alert says when it is due: domain/src/compliance/alert.rs. The default is for none of them.
  add column due_at timestamptz not null default current_timestamp,
  add column snoozed_until timestamptz,
  add column closed_at timestamptz,
  add column outcome text constraint aml_alerts_outcome_check check (outcome in ('false_positive', 'explained', 'confirmed')),
  -- Grows with every change, so that nobody decides on what they have not seen.
  add column version integer not null default 0;

-- Of alerts from before: near enough to business days.
update aml_alerts set due_at = created_at + case severity
  when 'critical' then interval '4 hours'
  when 'high' then interval '24 hours'
  when 'medium' then interval '5 days'
  else interval '14 days' end;
update aml_alerts set closed_at = coalesce(reviewed_at, created_at), outcome = 'confirmed'
where status in ('resolved', 'filed');

alter table aml_alerts
  add constraint aml_alerts_closed_check check (
    (closed_at is not null) = (status in ('resolved', 'filed')) and (closed_at is null) = (outcome is null)
    and (closed_at is null or snoozed_until is null)),
  -- Of what is reported something was confirmed.
  add constraint aml_alerts_filed_check check (status <> 'filed' or outcome = 'confirmed');

-- The queue, what is due first at its top. It has every column that the queue narrows by, so that a filter which lets
-- little through reads the index alone.
create index aml_alerts_queue_idx on aml_alerts (due_at, id)
  include (status, severity, alert_type, assigned_to, snoozed_until, created_at) where closed_at is null;
-- What "take next" takes.
create index aml_alerts_free_idx on aml_alerts (due_at, id) where closed_at is null and assigned_to is null;
-- What is closed, newest first, in a strip for each status, rule and severity: a page is put together from the heads of
-- the strips that the filter lets through.
create index aml_alerts_closed_idx on aml_alerts (status, alert_type, severity, created_at desc, id desc)
  include (outcome, reviewed_by) where closed_at is not null;
-- What was closed lately: figures of the overview.
create index aml_alerts_closed_at_idx on aml_alerts (closed_at desc)
  include (alert_type, severity, outcome, status, created_at, due_at) where closed_at is not null;
create index aml_alerts_user_created_idx on aml_alerts (user_id, created_at desc, id desc);

-- What officers did with alerts: who, when and why, with the old and the new values. Added, never changed.
create table aml_alert_events (
  id bigint generated always as identity primary key,
  alert_id text not null references aml_alerts (id),
  step text not null constraint aml_alert_events_step_check
    check (step in ('assign', 'release', 'note', 'snooze', 'wake', 'resolve', 'reopen', 'escalate', 'return', 'file')),
  officer_id text not null references users (id),
  note text constraint aml_alert_events_note_check check (char_length(note) between 1 and 2000),
  -- Only what has changed.
  before jsonb not null,
  after jsonb not null,
  created_at timestamptz not null,
  constraint aml_alert_events_reason_check check (
    note is not null or step not in ('note', 'snooze', 'resolve', 'reopen', 'escalate', 'return'))
);
create index aml_alert_events_alert_idx on aml_alert_events (alert_id, id);

create function aml_alert_events_append_only() returns trigger
language plpgsql as $$
begin
  raise exception 'aml_alert_events is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger aml_alert_events_append_only_row
  before update on aml_alert_events
  for each row execute function aml_alert_events_append_only();

-- What an officer has narrowed the queue to and wants again.
create table aml_alert_views (
  id bigint generated always as identity primary key,
  officer_id text not null references users (id),
  name text not null constraint aml_alert_views_name_check check (char_length(name) between 1 and 40),
  query text not null constraint aml_alert_views_query_check check (char_length(query) <= 500),
  created_at timestamptz not null,
  constraint aml_alert_views_name_key unique (officer_id, name)
);

-- Looking up: by the reference of a payment that something was found in, and by the beginning of a recipient's name.
create index aml_findings_reference_idx on aml_findings (right(transaction_id, 8)) where alert_id is not null;
create index recipients_name_idx on recipients (lower(name) text_pattern_ops);

-- The staff are few among many customers.
create index users_on_duty_idx on users (role) where role in ('compliance', 'admin');
