-- The officers' pages of matches: since when each waits, what was settled and by whom, and a word that is taken back.

-- `screened_at` moves on with every list in which the match is found again.
alter table screening_results add column found_at timestamptz;
update screening_results set found_at = screened_at;
alter table screening_results
  alter column found_at set default current_timestamp,
  alter column found_at set not null;

-- The gravest first, then the oldest: `match` is before `potential_match`.
drop index screening_results_open_idx;
create index screening_results_open_idx on screening_results (result, found_at, id)
  where superseded_at is null and settled_as is null and result in ('match', 'potential_match');
create index screening_results_settled_idx on screening_results (settled_at desc, id desc)
  where settled_as is not null;
-- Whom nothing could be found out about.
create index screening_results_failed_idx on screening_results (subject_id)
  where superseded_at is null and result = 'error';

-- A word is taken back by whoever said it, or by another officer who does not agree. Its match is open again.
alter table screening_decisions
  add column returned_by text references users (id),
  add column returned_at timestamptz,
  add column return_reason text,
  add constraint screening_decisions_returned_check check ((returned_by is null) = (returned_at is null)
    and (returned_by is null) = (return_reason is null)),
  add constraint screening_decisions_return_reason_check check (char_length(return_reason) between 1 and 1000);
drop index screening_decisions_open_key;
create unique index screening_decisions_open_key on screening_decisions (screening_id)
  where outcome = 'false_match' and confirmed_by is null and returned_at is null;
