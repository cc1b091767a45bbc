-- A payment that is part of an alert, or waited for an officer, was looked into: it is kept for as long as the law allows.
-- What a rule in trial found makes no case.
create function was_looked_into(transaction_id text) returns boolean
language sql stable strict as $$
  select exists (select from aml_alerts a where a.transaction_id = $1)
    or exists (select from aml_findings f where f.transaction_id = $1 and f.alert_id is not null)
    or exists (select from payment_holds h where h.transaction_id = $1)
$$;

create or replace view retention_payments as
select t.id, t.user_id,
  case when t.status <> 'processing' then greatest(
    oslo_day(t.created_at), oslo_day(t.completed_at),
    (select max(e.booked_on) from sale_entries e where e.sale_id = t.id),
    (select max(oslo_day(r.created_at)) from transactions r where r.refund_of = t.id)
  ) end as started_on,
  was_looked_into(t.id)
    or exists (select from transactions r where r.refund_of = t.id and was_looked_into(r.id)) as investigated
from transactions t;
