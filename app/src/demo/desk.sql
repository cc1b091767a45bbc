-- Complaints and data requests of the demo customers. Each statement adds only what is missing.
-- Parameter: drop.desk, as desk.rs makes it.

-- Letters and events first remember which complaints are new: theirs are added with them, once.
create temporary table new_complaints on commit drop as
select id from jsonb_to_recordset(current_setting('drop.desk')::jsonb -> 'complaints') as given (id text)
where not exists (select from complaints c where c.id = given.id);

insert into complaints (id, user_id, category, subject, description, status, outcome, assigned_to, resolution, resolved_by,
  received_on, due_on, last_due_on, created_at, acknowledged_at, resolved_at)
select g.id, g.user_id, g.category, g.subject, g.description, g.status, g.outcome, g.assigned_to, g.resolution,
  case when g.outcome is not null then g.assigned_to end, g.received_on, g.due_on, g.last_due_on, g.created_at,
  case when g.status not in ('received', 'escalated') then g.created_at + interval '1 day' end, g.resolved_at
from jsonb_to_recordset(current_setting('drop.desk')::jsonb -> 'complaints') as g (id text, user_id text, category text,
  subject text, description text, status text, outcome text, assigned_to text, resolution text, received_on date,
  due_on date, last_due_on date, created_at timestamptz, resolved_at timestamptz)
where g.id in (select id from new_complaints);

insert into complaint_messages (complaint_id, kind, author_id, body, due_on, created_at)
select g.complaint_id, g.kind, g.author_id, g.body,
  case when g.kind in ('acknowledgement', 'holding') then c.due_on end, g.at
from jsonb_to_recordset(current_setting('drop.desk')::jsonb -> 'letters') as g (complaint_id text, kind text,
  author_id text, body text, at timestamptz)
join complaints c on c.id = g.complaint_id
where g.complaint_id in (select id from new_complaints)
order by g.at;

insert into complaint_events (complaint_id, step, officer_id, status_before, status_after, due_before, due_after, note,
  created_at)
select g.complaint_id, g.step, g.officer_id, g.status_before, g.status_after, c.due_on, c.due_on, g.note, g.at
from jsonb_to_recordset(current_setting('drop.desk')::jsonb -> 'events') as g (complaint_id text, step text,
  officer_id text, status_before text, status_after text, note text, at timestamptz)
join complaints c on c.id = g.complaint_id
where g.complaint_id in (select id from new_complaints)
order by g.at;

insert into data_access_requests (id, user_id, request_type, status, details, answer, ground, received_on, due_on,
  last_due_on, requested_at, decided_at, decided_by, assigned_to, completed_at)
select g.id, g.user_id, g.kind, g.status, g.details, g.answer, g.ground, g.received_on, g.due_on, g.last_due_on,
  g.requested_at, g.decided_at, case when g.answer is not null then 'usr_demo_officer' end,
  case when g.answer is not null then 'usr_demo_officer' end, case when g.status = 'rejected' then g.decided_at end
from jsonb_to_recordset(current_setting('drop.desk')::jsonb -> 'requests') as g (id text, user_id text, kind text,
  status text, details text, answer text, ground text, received_on date, due_on date, last_due_on date,
  requested_at timestamptz, decided_at timestamptz)
on conflict do nothing;
