-- The audit log as officers search it: whatever narrows a search leads the index that it walks, newest first.
create index audit_log_user_time_idx on audit_log (user_id, timestamp desc, id desc);
create index audit_log_action_time_idx on audit_log (action, timestamp desc, id desc);
create index audit_log_resource_idx on audit_log (resource_id, timestamp desc, id desc) where resource_id is not null;

-- Walks along the whole chain that somebody has asked for: how far each is, and how it ended. The end of one that found
-- everything in order is what the next one holds the chain against.
create table audit_checks (
  id bigint generated always as identity primary key,
  asked_by text not null references users (id),
  asked_at timestamptz not null,
  -- How far it has come, and the hash there.
  seq bigint not null default 0,
  hash bytea constraint audit_checks_hash_check check (octet_length(hash) = 32),
  finished_at timestamptz,
  outcome text constraint audit_checks_outcome_check
    check (outcome in ('intact', 'broken', 'rewritten', 'missing', 'cut_off', 'other_head')),
  -- The first row that is not as it was written.
  wrong_at bigint,
  constraint audit_checks_finished_check check ((finished_at is null) = (outcome is null)),
  constraint audit_checks_wrong_check check (outcome is null or (outcome = 'intact') = (wrong_at is null))
);
-- One at a time.
create unique index audit_checks_running_key on audit_checks ((true)) where finished_at is null;
