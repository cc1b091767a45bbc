-- The second factor of a log-in, and what a lead decides about who works here.

-- When the second factor of this login was given. A login of staff without it is nobody's (`visitor`).
alter table sessions add column second_factor_at timestamptz;

-- What an authenticator app and the site share: sealed (docs/adr/0014-encryption-at-rest.md).
create table second_factors (
  user_id text primary key references users (id) on delete cascade,
  secret text not null,
  enrolled_at timestamptz not null,
  -- The step of the newest code that was used: neither it nor an older one is taken again (RFC 6238, section 5.2).
  last_step bigint not null
);

-- For a lost telephone; each opens once.
create table recovery_codes (
  user_id text not null references users (id) on delete cascade,
  code_hash text not null constraint recovery_codes_hash_check check (code_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

-- Staff who left, or are on leave: nothing opens for them.
alter table users
  add column deactivated_at timestamptz,
  add constraint users_deactivated_check check (deactivated_at is null or role in ('compliance', 'admin'));

create index users_staff_idx on users (last_name, first_name, id) where role in ('compliance', 'admin');

-- Who decided what about whom. Nobody decides about themselves.
create table staff_decisions (
  id bigint generated always as identity primary key,
  user_id text not null references users (id),
  decision text not null constraint staff_decisions_decision_check
    check (decision in ('deactivate', 'reactivate', 'reset_factor', 'end_logins')),
  reason text not null constraint staff_decisions_reason_check check (length(reason) between 3 and 2000),
  decided_by text not null references users (id),
  decided_at timestamptz not null,
  constraint staff_decisions_other_check check (user_id <> decided_by)
);
create index staff_decisions_user_idx on staff_decisions (user_id, id desc);

create function staff_decisions_append_only() returns trigger
language plpgsql as $$
begin
  raise exception 'staff_decisions is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger staff_decisions_append_only
  before update or delete on staff_decisions
  for each row execute function staff_decisions_append_only();
create trigger staff_decisions_append_only_table
  before truncate on staff_decisions
  for each statement execute function staff_decisions_append_only();
