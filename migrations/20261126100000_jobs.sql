-- Work that is done later, by whichever server is free. A row is written in the transaction of what wants it done;
-- a worker claims it, and it goes when it is done. One that failed for good stays, as a dead letter for a person.
create table jobs (
  id text primary key,
  kind text not null,
  payload jsonb not null,
  -- While a job with this key waits, another one is the same.
  unique_key text,
  state text not null default 'queued' constraint jobs_state_check check (state in ('queued', 'dead')),
  run_at timestamptz not null,
  attempts integer not null default 0,
  claimed_until timestamptz,
  last_error text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint jobs_attempts_check check (attempts >= 0)
);
create unique index jobs_unique_key_idx on jobs (unique_key) where state = 'queued';
create index jobs_due_idx on jobs (run_at) where state = 'queued';
create index jobs_dead_idx on jobs (updated_at) where state = 'dead';
