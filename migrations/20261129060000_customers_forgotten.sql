-- A customer who left is forgotten too, when nothing else about them has to be kept (hvitvaskingsloven § 30).

-- Since when the row says nothing of anybody. It stays, because the audit log names it.
alter table users
  add column forgotten_at timestamptz,
  add constraint users_forgotten_check check (
    forgotten_at is null
    or (left_at is not null and first_name = '' and last_name = '' and phone is null and date_of_birth is null
      and password_hash = '' and email = id || '@closed.invalid'));

create or replace function retention_delete_on(kind text, started date) returns date
language sql immutable strict as $$
  select case kind
    -- § 30, and bokføringsloven § 13, which counts from the end of the year: the later of the two.
    when 'transaction' then make_date(extract(year from started)::integer + 6, 1, 1)
    -- The longest that § 30 allows.
    when 'investigated' then retention_years_after(started, 10)
    when 'identity' then retention_years_after(started, 5)
    when 'customer' then retention_years_after(started, 5)
    when 'login' then retention_years_after(started, 1)
    when 'quote' then retention_years_after(started, 1)
    when 'notification' then retention_years_after(started, 1)
    -- As long as something can be claimed (foreldelsesloven § 2).
    when 'complaint' then retention_years_after(started, 3)
    when 'data_request' then retention_years_after(started, 3)
  end
$$;

-- Customers who left and are not forgotten: the job asks for them once an hour.
create index users_left_idx on users (left_at, id) where left_at is not null and forgotten_at is null;

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
  union all
  -- Their time begins to run when they left, and it is seen to once nothing is left that has a date of its own, and
  -- nobody works on what was found about them.
  select text 'customer', u.id, u.id,
    case when not exists (select from transactions t where t.user_id = u.id)
        and not exists (
          select from merchants m join transactions t on t.merchant_id = m.id where m.user_id = u.id)
        and not exists (select from kyc_cases c where c.user_id = u.id)
        and not exists (select from complaints c where c.user_id = u.id)
        and not exists (select from data_access_requests r where r.user_id = u.id)
        and not exists (select from aml_alerts a where a.user_id = u.id and a.closed_at is null)
        and not exists (select from str_reports r where r.user_id = u.id and r.state in ('draft', 'proposed'))
      then oslo_day(u.left_at) end
  from users u where u.left_at is not null and u.forgotten_at is null
) as records;
