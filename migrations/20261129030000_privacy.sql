-- Copies of one's data, erasure that is carried out, accounts that close, and how long complaints and requests are kept.

-- From where a consent was withdrawn. When and from where it was given stands beside it.
alter table consents add column withdrawn_ip text;

-- An account that its customer has asked to close: from when it waits, and the day on which it goes.
alter table users
  add column closing_asked_at timestamptz,
  add column closing_on date,
  add constraint users_closing_check check ((closing_asked_at is null) = (closing_on is null)),
  -- Staff who left, or are on leave; and customers whose account is closed.
  drop constraint users_deactivated_check,
  add constraint users_deactivated_check
    check (deactivated_at is null or role in ('compliance', 'admin') or left_at is not null);
create index users_closing_idx on users (closing_on, id) where closing_on is not null and left_at is null;

-- A copy of a customer's data: how far it is, and the file until it is fetched once, or a day has gone by. Customer data:
-- all of it, sealed.
create table data_exports (
  id text primary key,
  user_id text not null references users (id),
  request_id text not null references data_access_requests (id),
  state text not null default 'building'
    constraint data_exports_state_check check (state in ('building', 'ready', 'fetched', 'expired')),
  language text not null,
  parts_done integer not null default 0,
  parts_total integer not null,
  created_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  fetched_at timestamptz,
  -- SHA-256 of what stands in the link of the letter.
  token_hash text constraint data_exports_token_hash_check check (token_hash ~ '^[0-9a-f]{64}$'),
  -- The ZIP in base64, sealed (docs/adr/0014-encryption-at-rest.md).
  content text,
  constraint data_exports_parts_check check (parts_done between 0 and parts_total),
  constraint data_exports_ready_check check (
    num_nonnulls(token_hash, content, expires_at) = case state when 'ready' then 3 when 'building' then 0
      else num_nonnulls(expires_at) end)
);
create unique index data_exports_building_key on data_exports (user_id) where state = 'building';
create index data_exports_user_idx on data_exports (user_id, created_at desc);
create index data_exports_request_idx on data_exports (request_id);
create index data_exports_expires_idx on data_exports (expires_at) where state = 'ready';

-- The first day on which something may be gone, by kind and the day on which its time began to run.
create or replace function retention_delete_on(kind text, started date) returns date
language sql immutable strict as $$
  select case kind
    -- § 30, and bokføringsloven § 13, which counts from the end of the year: the later of the two.
    when 'transaction' then make_date(extract(year from started)::integer + 6, 1, 1)
    -- The longest that § 30 allows.
    when 'investigated' then retention_years_after(started, 10)
    when 'identity' then retention_years_after(started, 5)
    when 'login' then retention_years_after(started, 1)
    when 'quote' then retention_years_after(started, 1)
    when 'notification' then retention_years_after(started, 1)
    -- As long as something can be claimed (foreldelsesloven § 2).
    when 'complaint' then retention_years_after(started, 3)
    when 'data_request' then retention_years_after(started, 3)
  end
$$;

create or replace view retention_dates as
select kind, id, user_id, started_on, retention_delete_on(kind, started_on) as delete_on
from (
  select text 'transaction' as kind, p.id, p.user_id, p.started_on from retention_payments p where not p.investigated
  union all
  select text 'investigated', p.id, p.user_id, p.started_on from retention_payments p where p.investigated
  union all
  select text 'identity', c.id, c.user_id, oslo_day(u.left_at)
  from kyc_cases c join users u on u.id = c.user_id
  union all
  select text 'login', s.id, s.user_id, oslo_day(s.expires_at) from sessions s
  union all
  select text 'quote', q.id, q.user_id, oslo_day(q.expires_at) from quotes q
  where not exists (select from transactions t where t.quote_id = q.id)
  union all
  select text 'notification', n.id, n.user_id, oslo_day(n.created_at) from notifications n
  union all
  select text 'complaint', c.id, c.user_id, oslo_day(c.resolved_at) from complaints c
  union all
  select text 'data_request', r.id, r.user_id, oslo_day(r.completed_at) from data_access_requests r
) as records;

-- What an officer has decided to erase may go before its date, and only that.
create function erasure_decided(customer text, kind text) returns boolean
language sql stable strict as $$
  select exists (
    select from data_request_lines l join data_access_requests r on r.id = l.request_id
    where r.user_id = $1 and l.data_kind = $2 and l.outcome = 'erase'
  )
$$;

-- A thread, and what officers did about it, is append-only until its date or its erasure.
create or replace function complaint_messages_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from complaints c where c.id = old.complaint_id and c.resolved_at is not null
      and (retention_delete_on('complaint', oslo_day(c.resolved_at)) <= oslo_day(now())
        or erasure_decided(c.user_id, 'complaints'))
  ) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create or replace function data_request_events_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from data_access_requests r where r.id = old.request_id
      and retention_delete_on('data_request', oslo_day(r.completed_at)) <= oslo_day(now())
  ) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
