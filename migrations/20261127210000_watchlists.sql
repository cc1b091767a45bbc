-- Sanctions lists as they were published, and what screening against them has found.

-- One row for each imported version of a list.
create table watchlists (
  id text primary key,
  -- Grows with every import of whatever list: servers notice by it that there is something new.
  version bigint generated always as identity,
  source text not null,
  -- SHA-256 of the files, in hex: the same files again are the same version.
  checksum text not null,
  -- When the publisher made it, if the files say so.
  published_at timestamptz,
  imported_at timestamptz not null,
  entries integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  removed integer not null default 0,
  constraint watchlists_version_key unique (version),
  constraint watchlists_source_check check (source in ('ofac', 'un', 'eu', 'opensanctions', 'built-in')),
  constraint watchlists_counts_check check (least(entries, added, changed, removed) >= 0)
);
create index watchlists_source_idx on watchlists (source, version desc);

-- Who is or was on a list. What an entry says stands in watchlist_contents, one row for each time that it changed.
create table watchlist_entries (
  id bigint generated always as identity primary key,
  source text not null,
  external_id text not null,
  -- SHA-256 of what the entry says now, in hex.
  content_hash text not null,
  first_version bigint not null references watchlists (version),
  content_version bigint not null references watchlists (version),
  last_version bigint not null references watchlists (version),
  -- The first version in which it was not any more.
  removed_version bigint references watchlists (version),
  constraint watchlist_entries_key unique (source, external_id),
  constraint watchlist_entries_versions_check check (first_version <= content_version
    and content_version <= last_version and removed_version > last_version)
) with (fillfactor = 80);

create table watchlist_contents (
  entry_id bigint not null references watchlist_entries (id),
  version bigint not null references watchlists (version),
  content_hash text not null,
  -- Kind, names with their quality, dates of birth, countries, gender, programmes.
  content jsonb not null,
  primary key (entry_id, version)
);

create function watchlist_contents_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'watchlist_contents is append-only';
end
$$;
create trigger watchlist_contents_append_only before update or delete on watchlist_contents
  for each row execute function watchlist_contents_append_only();

-- Everyone again after a list has changed, with how far that has come.
create table screening_runs (
  id bigint generated always as identity primary key,
  list_version bigint not null references watchlists (version),
  state text not null default 'running' constraint screening_runs_state_check check (state in ('running', 'done', 'replaced')),
  total integer not null,
  done integer not null default 0,
  hits integer not null default 0,
  -- The last subject that was looked at: customers, then recipients, then shops, each by id.
  at_kind text not null default 'customer' constraint screening_runs_kind_check check (at_kind in ('customer', 'recipient', 'shop')),
  at_id text not null default '',
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  constraint screening_runs_version_key unique (list_version),
  constraint screening_runs_counts_check check (least(total, done, hits) >= 0),
  constraint screening_runs_finished_check check ((state = 'running') = (finished_at is null))
);
create unique index screening_runs_running_key on screening_runs ((true)) where state = 'running';

-- What officers said about a match. Clearing one takes two of them.
create table screening_decisions (
  id bigint generated always as identity primary key,
  screening_id text not null references screening_results (id),
  outcome text not null constraint screening_decisions_outcome_check check (outcome in ('true_match', 'false_match')),
  reason text not null constraint screening_decisions_reason_check check (char_length(reason) between 1 and 1000),
  decided_by text not null references users (id),
  decided_at timestamptz not null,
  confirmed_by text references users (id),
  confirmed_at timestamptz,
  constraint screening_decisions_two_officers_check check (confirmed_by <> decided_by),
  constraint screening_decisions_confirmed_check check ((confirmed_by is null) = (confirmed_at is null))
);
create index screening_decisions_screening_idx on screening_decisions (screening_id, id);
create unique index screening_decisions_open_key on screening_decisions (screening_id)
  where outcome = 'false_match' and confirmed_by is null;

alter table screening_results
  -- Who was looked at, where it was not the customer themselves; user_id is whose recipient or shop it is.
  add column recipient_id text references recipients (id),
  add column merchant_id text references merchants (id),
  -- SHA-256 of what was compared: names and date of birth.
  add column subject_hash text,
  -- Against which lists; a match that is still the same is seen again by later ones.
  add column list_version bigint references watchlists (version),
  add column seen_version bigint references watchlists (version),
  add column entry_id bigint references watchlist_entries (id),
  add column entry_hash text,
  -- Ten-thousandths.
  add column score integer,
  -- A later screening of the same subject has said otherwise.
  add column superseded_at timestamptz,
  add column settled_as text,
  add column settled_at timestamptz,
  add column settled_by text references users (id),
  add column confirmed_by text references users (id),
  add column decision_id bigint references screening_decisions (id),
  add constraint screening_results_subject_check check (recipient_id is null or merchant_id is null),
  add constraint screening_results_score_check check (score between 0 and 10000),
  add constraint screening_results_entry_check check (entry_id is null or (result in ('match', 'potential_match')
    and entry_hash is not null and score is not null and subject_hash is not null and list_version is not null)),
  add constraint screening_results_settled_as_check check (settled_as in ('true_match', 'false_match')),
  add constraint screening_results_settled_check check ((settled_as is null) = (decision_id is null)
    and (settled_as is null) = (settled_at is null) and (settled_as is null) = (settled_by is null)),
  -- Whoever clears a match does not do it alone.
  add constraint screening_results_two_officers_check check (settled_as is distinct from 'false_match'
    or (confirmed_by is not null and confirmed_by <> settled_by));
alter table screening_results
  add column subject_id text generated always as (coalesce(recipient_id, merchant_id, user_id)) stored;
-- What holds of a subject now: one row for each entry that it looks like, or one that says clear or error.
create unique index screening_results_current_key on screening_results (subject_id, coalesce(entry_id, 0))
  where superseded_at is null and screening_type = 'sanctions';
-- The officers' queue.
create index screening_results_open_idx on screening_results (screened_at)
  where superseded_at is null and settled_as is null and result in ('match', 'potential_match');
create index screening_results_recipient_idx on screening_results (recipient_id) where recipient_id is not null;
create index screening_results_merchant_idx on screening_results (merchant_id) where merchant_id is not null;
