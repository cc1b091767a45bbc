-- A recipient with another account is another payee. The row that was paid stays as it is; a new one takes its place.
alter table recipients
  -- Grows with every change, so that a change made on an old page is noticed.
  add column version integer not null default 1,
  -- The version before this one.
  add column previous_id text references recipients (id),
  -- The newest version, however many lie between.
  add column replaced_by text references recipients (id),
  add column removed_reason text;

update recipients set removed_reason = 'removed' where removed_at is not null;

-- One account is one recipient. Of copies that were made before that, the newest stays.
with copies as (
  select id, first_value(id) over (partition by user_id, bank_account order by created_at desc, id desc) as kept
  from recipients where removed_at is null
)
update recipients r set removed_at = current_timestamp, removed_reason = 'replaced', replaced_by = copies.kept
from copies where copies.id = r.id and copies.kept <> r.id;

alter table recipients
  add constraint recipients_removed_check check ((removed_at is null) = (removed_reason is null)),
  add constraint recipients_removed_reason_check check (removed_reason in ('removed', 'replaced')),
  add constraint recipients_replaced_by_check
    check ((replaced_by is not null) = (removed_reason is not distinct from 'replaced')),
  add constraint recipients_previous_key unique (previous_id);

create unique index recipients_account_key on recipients (user_id, bank_account) where removed_at is null;
create index recipients_replaced_by_idx on recipients (replaced_by) where replaced_by is not null;
-- The last payments to a recipient, and when the last one was.
create index transactions_recipient_idx on transactions (recipient_id, created_at desc, id desc)
  where recipient_id is not null;
