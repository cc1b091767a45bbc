-- How long what is kept, and a door for what is past its date. See docs/adr/0027 and domain/src/compliance/retention.rs.

-- When the customer relationship ended (hvitvaskingsloven § 30 counts from there). Null while it lasts.
alter table users add column left_at timestamptz;

-- What is due is found by its age.
create index if not exists transactions_created_idx on transactions using brin (created_at);
create index aml_alerts_transaction_idx on aml_alerts (transaction_id) where transaction_id is not null;

-- Whole years later; who begins on 29 February ends on 1 March, so that no day is missing.
create function retention_years_after(started date, years integer) returns date
language sql immutable strict as $$
  select case when extract(day from later) = extract(day from started) then later else later + 1 end
  from (select (started + make_interval(years => years))::date as later) as dates
$$;

-- The first day on which something may be gone, by kind and the day on which its time began to run.
create function retention_delete_on(kind text, started date) returns date
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
  end
$$;

create function oslo_day(instant timestamptz) returns date
language sql immutable strict as $$
  select (instant at time zone 'Europe/Oslo')::date
$$;

-- Payments: when each was over, and whether it raised an alert. What came back later, and a refund, keep a sale.
create view retention_payments as
select t.id, t.user_id,
  case when t.status <> 'processing' then greatest(
    oslo_day(t.created_at), oslo_day(t.completed_at),
    (select max(e.booked_on) from sale_entries e where e.sale_id = t.id),
    (select max(oslo_day(r.created_at)) from transactions r where r.refund_of = t.id)
  ) end as started_on,
  exists (select from aml_alerts a where a.transaction_id = t.id)
    or exists (
      select from transactions r join aml_alerts a on a.transaction_id = r.id where r.refund_of = t.id
    ) as investigated
from transactions t;

-- Each record's date. Where `started_on` is null the time has not begun to run: the payment is not over, or the customer
-- is still one. Each kind is a branch of its own, so that who asks for one kind reads nothing else.
create view retention_dates as
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
) as records;

-- What is append-only is so until its date.
create or replace function sale_entries_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and retention_delete_on('transaction', old.booked_on) <= oslo_day(now()) then
    return old;
  end if;
  raise exception 'sale_entries is append-only' using errcode = 'insufficient_privilege';
end
$$;

create function kyc_events_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from retention_dates r where r.kind = 'identity' and r.id = old.case_id and r.delete_on <= oslo_day(now())
  ) then
    return old;
  end if;
  raise exception 'kyc_events is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger kyc_events_append_only_row
  before update or delete on kyc_events
  for each row execute function kyc_events_append_only();

create trigger kyc_events_append_only_table
  before truncate on kyc_events
  for each statement execute function kyc_events_append_only();

create function country_risks_append_only() returns trigger
language plpgsql as $$
begin
  raise exception 'country_risks is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger country_risks_append_only_row
  before update or delete on country_risks
  for each row execute function country_risks_append_only();

create trigger country_risks_append_only_table
  before truncate on country_risks
  for each statement execute function country_risks_append_only();
