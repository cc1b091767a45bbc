-- Requests under GDPR art. 15 to 18 with their deadlines (art. 12(3)), and what is decided about them.

alter table data_access_requests
  -- What the customer wrote with it.
  add column details text constraint data_access_requests_details_check check (char_length(details) between 1 and 2000),
  add column received_on date,
  -- One month, or the day that an extension has named.
  add column due_on date,
  -- Three months: no later day can be named.
  add column last_due_on date,
  add column assigned_to text references users (id),
  add column decided_at timestamptz,
  add column decided_by text references users (id),
  -- What the customer is told, and of a refusal its legal ground.
  add column answer text constraint data_access_requests_answer_check check (char_length(answer) between 1 and 2000),
  add column ground text constraint data_access_requests_ground_check
    check (ground in ('not_identified', 'unfounded', 'legal_duty', 'correct_already', 'no_restriction_ground')),
  -- What the customer is told beside it: why it takes longer, or why a restriction ends.
  add column told text constraint data_access_requests_told_check check (char_length(told) between 1 and 2000),
  add column version integer not null default 1;

update data_access_requests set received_on = oslo_day(requested_at),
  due_on = (oslo_day(requested_at) + interval '1 month')::date,
  last_due_on = (oslo_day(requested_at) + interval '3 months')::date;
update data_access_requests set decided_at = coalesce(completed_at, requested_at), decided_by = user_id, answer = '-'
where status <> 'pending';

alter table data_access_requests
  alter column received_on set not null,
  alter column due_on set not null,
  alter column last_due_on set not null,
  add constraint data_access_requests_due_check check (received_on <= due_on and due_on <= last_due_on),
  add constraint data_access_requests_decided_check check (
    num_nonnulls(decided_at, decided_by, answer) = case status when 'pending' then 0 else 3 end),
  add constraint data_access_requests_refused_check check (ground is null or status = 'rejected');

create index data_access_requests_open_idx on data_access_requests (due_on, id) where status = 'pending';
create index data_access_requests_decided_idx on data_access_requests (decided_at, id) where status <> 'pending';
create index data_access_requests_user_idx on data_access_requests (user_id, requested_at, id);
-- One of a kind at a time waits.
create unique index data_access_requests_waiting_key on data_access_requests (user_id, request_type)
  where status = 'pending';

-- Of an erasure: what happens to each kind of data, and by which law what is kept is kept.
create table data_request_lines (
  request_id text not null references data_access_requests (id),
  data_kind text not null constraint data_request_lines_data_kind_check check (data_kind in
    ('identity', 'payments', 'accounting', 'profile', 'recipients', 'bank_links', 'logins', 'notifications', 'quotes',
     'marketing', 'complaints')),
  outcome text not null constraint data_request_lines_outcome_check check (outcome in ('erase', 'keep')),
  ground text constraint data_request_lines_ground_check
    check (ground in ('legal_duty', 'claims', 'security', 'contract')),
  primary key (request_id, data_kind),
  constraint data_request_lines_kept_check check ((ground is not null) = (outcome = 'keep')),
  -- Hvitvaskingsloven § 30 and bokføringsloven § 13 leave no choice.
  constraint data_request_lines_duty_check check (
    data_kind not in ('identity', 'payments', 'accounting') or ground is not distinct from 'legal_duty')
);

-- What officers did, with their notes. Customers never see it.
create table data_request_events (
  id bigint generated always as identity primary key,
  request_id text not null references data_access_requests (id),
  step text not null constraint data_request_events_step_check check (step in
    ('take', 'note', 'extend', 'approve', 'erase', 'rectify', 'restrict', 'lift', 'refuse')),
  officer_id text not null references users (id),
  status_before text not null,
  status_after text not null,
  due_before date not null,
  due_after date not null,
  note text constraint data_request_events_note_check check (char_length(note) between 1 and 2000),
  created_at timestamptz not null,
  constraint data_request_events_reason_check check (note is not null or step not in ('note', 'extend', 'lift'))
);
create index data_request_events_request_idx on data_request_events (request_id, id);

create function data_request_events_append_only() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger data_request_events_append_only_row before update or delete on data_request_events
  for each row execute function data_request_events_append_only();
create trigger data_request_lines_append_only_row before update or delete on data_request_lines
  for each row execute function data_request_events_append_only();
