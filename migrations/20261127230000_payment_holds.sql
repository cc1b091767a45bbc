-- Payments that wait for an officer before any bank hears of them (hvitvaskingsloven § 27).

create table payment_holds (
  id text primary key,
  transaction_id text not null references transactions (id),
  -- A critical finding of a rule, a possible match on a sanctions list, or both.
  cause text not null constraint payment_holds_cause_check check (cause in ('rule', 'sanctions', 'both')),
  state text not null default 'held'
    constraint payment_holds_state_check check (state in ('held', 'proposed', 'released', 'refused', 'lapsed')),
  -- The decision that brought it to its state; null while nobody has decided, and when it lapsed.
  decision_id bigint,
  decision_step text,
  created_at timestamptz not null,
  closed_at timestamptz,
  constraint payment_holds_closed_check check ((closed_at is null) = (state in ('held', 'proposed'))),
  constraint payment_holds_decided_check check ((decision_id is null) = (decision_step is null)),
  -- What may hang on a list is released by the answer of a second officer, and by nothing else.
  constraint payment_holds_decision_check check (
    decision_step is not distinct from case state
      when 'proposed' then 'propose'
      when 'released' then case cause when 'rule' then 'release' else 'approve' end
      when 'refused' then 'refuse'
    end)
);
create unique index payment_holds_open_key on payment_holds (transaction_id) where closed_at is null;
create index payment_holds_open_idx on payment_holds (created_at, id) where closed_at is null;
create index payment_holds_transaction_idx on payment_holds (transaction_id);

-- What officers did about them: who, when and why. Added, never changed.
create table payment_hold_decisions (
  id bigint generated always as identity primary key,
  hold_id text not null references payment_holds (id),
  step text not null constraint payment_hold_decisions_step_check
    check (step in ('release', 'propose', 'approve', 'reject', 'refuse')),
  officer_id text not null references users (id),
  reason text not null
    constraint payment_hold_decisions_reason_check check (char_length(reason) between 10 and 1000),
  -- Of an answer: the proposal, and who made it.
  proposal_id bigint,
  proposed_by text,
  proposal_step text generated always as (case when proposal_id is not null then 'propose' end) stored,
  decided_at timestamptz not null,
  constraint payment_hold_decisions_key unique (id, hold_id, step),
  constraint payment_hold_decisions_proposal_key unique (id, hold_id, officer_id, step),
  -- A proposal is answered once.
  constraint payment_hold_decisions_answer_key unique (proposal_id),
  constraint payment_hold_decisions_answer_check check (
    (step in ('approve', 'reject')) = (proposal_id is not null) and (proposal_id is null) = (proposed_by is null)),
  -- Four eyes are those of two people.
  constraint payment_hold_decisions_two_officers_check check (proposed_by <> officer_id),
  constraint payment_hold_decisions_proposal_fkey foreign key (proposal_id, hold_id, proposed_by, proposal_step)
    references payment_hold_decisions (id, hold_id, officer_id, step)
);
create index payment_hold_decisions_hold_idx on payment_hold_decisions (hold_id, id);

alter table payment_holds
  add constraint payment_holds_decision_fkey foreign key (decision_id, id, decision_step)
    references payment_hold_decisions (id, hold_id, step);

-- What is decided stays so, and no cause is taken away.
create function payment_holds_forward_only() returns trigger
language plpgsql as $$
begin
  if old.closed_at is not null or new.transaction_id <> old.transaction_id or new.created_at <> old.created_at
    or (new.cause <> old.cause and new.cause <> 'both')
  then
    raise exception 'a decided hold is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger payment_holds_forward_only_row
  before update on payment_holds
  for each row execute function payment_holds_forward_only();

create function payment_hold_decisions_unchanged() returns trigger
language plpgsql as $$
begin
  raise exception 'payment_hold_decisions are not changed' using errcode = 'insufficient_privilege';
end
$$;

create trigger payment_hold_decisions_unchanged_row
  before update on payment_hold_decisions
  for each row execute function payment_hold_decisions_unchanged();
