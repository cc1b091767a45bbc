-- Complaints with their deadlines (PSD2 art. 101), what is written to and fro, and what officers do about them.

alter table complaints
  -- The day in Oslo on which it came in: day 0.
  add column received_on date,
  -- By when it is answered: 15 business days, or the day that a holding reply has named.
  add column due_on date,
  -- 35 business days: no later day can be named.
  add column last_due_on date,
  add column acknowledged_at timestamptz,
  add column assigned_to text references users (id),
  add column outcome text constraint complaints_outcome_check check (outcome in ('upheld', 'partly', 'rejected')),
  add column resolved_by text references users (id),
  -- Grows with every message and step; a form carries it back.
  add column version integer not null default 1;

-- Nobody could file one yet. If somebody has written a row by hand it gets three and seven weeks.
update complaints set received_on = oslo_day(created_at), due_on = oslo_day(created_at) + 21,
  last_due_on = oslo_day(created_at) + 49;
update complaints set outcome = 'rejected', resolved_by = user_id, resolution = coalesce(resolution, ''),
  resolved_at = coalesce(resolved_at, created_at)
where status = 'resolved';

alter table complaints
  alter column received_on set not null,
  alter column due_on set not null,
  alter column last_due_on set not null,
  add constraint complaints_category_check
    check (category in ('transaction', 'service', 'fees', 'privacy', 'technical', 'other')),
  add constraint complaints_due_check check (received_on <= due_on and due_on <= last_due_on),
  -- An answer is whole: what it says, how it ended, who gave it and when.
  add constraint complaints_resolved_check check (
    num_nonnulls(resolution, outcome, resolved_by, resolved_at) = case status when 'resolved' then 4 else 0 end);

-- What waits for an answer, the most urgent first; one officer's own; what was answered, the latest first.
create index complaints_open_idx on complaints (due_on, id) where status <> 'resolved';
create index complaints_assigned_idx on complaints (assigned_to, due_on, id) where status <> 'resolved';
create index complaints_resolved_idx on complaints (resolved_at, id) where status = 'resolved';
create index complaints_user_created_idx on complaints (user_id, created_at, id);

-- The thread, which the customer reads. Added to, never changed.
create table complaint_messages (
  id bigint generated always as identity primary key,
  complaint_id text not null references complaints (id),
  kind text not null constraint complaint_messages_kind_check
    check (kind in ('customer', 'acknowledgement', 'reply', 'holding', 'final')),
  -- The customer, or the officer who wrote it; a customer is never told which.
  author_id text not null references users (id),
  body text not null constraint complaint_messages_body_check check (char_length(body) <= 4000),
  -- The day that it names.
  due_on date,
  created_at timestamptz not null,
  constraint complaint_messages_due_check check ((due_on is not null) = (kind in ('acknowledgement', 'holding'))),
  -- An acknowledgement is written in the reader's language.
  constraint complaint_messages_words_check check ((body = '') = (kind = 'acknowledgement'))
);
create index complaint_messages_complaint_idx on complaint_messages (complaint_id, id);

-- What officers did, with their notes. Customers never see it.
create table complaint_events (
  id bigint generated always as identity primary key,
  complaint_id text not null references complaints (id),
  step text not null constraint complaint_events_step_check check (step in
    ('acknowledge', 'take', 'reply', 'hold', 'resolve', 'escalate', 'hand_back', 'note')),
  officer_id text not null references users (id),
  status_before text not null,
  status_after text not null,
  due_before date not null,
  due_after date not null,
  -- An internal note, or why it goes to the lead and back.
  note text constraint complaint_events_note_check check (char_length(note) between 1 and 2000),
  created_at timestamptz not null,
  constraint complaint_events_reason_check check ((note is not null) = (step in ('escalate', 'hand_back', 'note')))
);
create index complaint_events_complaint_idx on complaint_events (complaint_id, id);

create function complaint_messages_append_only() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger complaint_messages_append_only_row before update or delete on complaint_messages
  for each row execute function complaint_messages_append_only();
create trigger complaint_events_append_only_row before update or delete on complaint_events
  for each row execute function complaint_messages_append_only();
