-- Reports of suspicious transactions (hvitvaskingsloven § 26): drafted by one officer, submitted by another, and from then
-- on as they were submitted.

create sequence str_report_numbers;

alter table str_reports
  add column created_by text references users (id),
  -- Grows with every change of the draft, so that nobody decides about another text than the one that they read.
  add column version integer not null default 1,
  add column proposed_by text references users (id),
  add column proposed_at timestamptz,
  add column submitted_by text references users (id),
  -- The report as it was submitted, to the letter, and its SHA-256.
  add column content text,
  add column content_hash text,
  -- The authority's receipt.
  add column receipt_number text,
  add column acknowledged_by text references users (id),
  add column acknowledged_at timestamptz,
  add column withdrawn_by text references users (id),
  add column withdrawn_at timestamptz,
  add column state text not null generated always as (
    case
      when withdrawn_at is not null then 'withdrawn'
      when status = 'draft' and proposed_at is not null then 'proposed'
      else status
    end) stored,
  add constraint str_reports_proposed_check check ((proposed_by is null) = (proposed_at is null)),
  -- Four eyes are those of two people.
  add constraint str_reports_two_officers_check check (submitted_by is distinct from proposed_by or submitted_by is null),
  add constraint str_reports_submitted_check check (
    case when status = 'draft'
      then filed_at is null and submitted_by is null and content is null and content_hash is null
      else filed_at is not null and submitted_by is not null and proposed_by is not null and content is not null
        and content_hash is not null and reference_number is not null
    end),
  add constraint str_reports_hash_check check (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  add constraint str_reports_acknowledged_check check (
    (status = 'acknowledged') = (receipt_number is not null) and (status = 'acknowledged') = (acknowledged_by is not null)
    and (status = 'acknowledged') = (acknowledged_at is not null)),
  add constraint str_reports_receipt_number_check check (char_length(receipt_number) between 1 and 64),
  add constraint str_reports_withdrawn_check check (
    (withdrawn_by is null) = (withdrawn_at is null) and (withdrawn_at is null or (status = 'draft' and proposed_at is null)));

create unique index str_reports_reference_key on str_reports (reference_number) where status <> 'draft';
create index str_reports_created_idx on str_reports (created_at desc, id desc);
create index str_reports_state_idx on str_reports (state, created_at desc, id desc);
create index str_reports_user_idx on str_reports (user_id, created_at desc);

-- The alerts that one report is about. An alert is in one report at most.
create table str_report_alerts (
  report_id text not null references str_reports (id) on delete cascade,
  alert_id text not null references aml_alerts (id),
  added_at timestamptz not null default current_timestamp,
  primary key (report_id, alert_id),
  constraint str_report_alerts_alert_key unique (alert_id)
);
insert into str_report_alerts (report_id, alert_id)
select id, alert_id from str_reports where alert_id is not null
on conflict do nothing;

-- What the report says happened, one thing at a time, each with the payments that it is about.
create table str_statements (
  report_id text not null references str_reports (id) on delete cascade,
  number integer not null constraint str_statements_number_check check (number >= 1),
  body text not null constraint str_statements_body_check check (char_length(body) between 1 and 4000),
  written_by text not null references users (id),
  written_at timestamptz not null default current_timestamp,
  primary key (report_id, number)
);
create table str_statement_transactions (
  report_id text not null,
  number integer not null,
  transaction_id text not null references transactions (id),
  primary key (report_id, number, transaction_id),
  constraint str_statement_transactions_statement_fkey foreign key (report_id, number)
    references str_statements (report_id, number) on delete cascade
);
create index str_statement_transactions_transaction_idx on str_statement_transactions (transaction_id);

-- Who did what with a report, when and why. Rows are only added.
create table str_report_steps (
  id bigint generated always as identity primary key,
  report_id text not null references str_reports (id) on delete cascade,
  step text not null constraint str_report_steps_step_check
    check (step in ('begin', 'propose', 'return', 'submit', 'acknowledge', 'withdraw')),
  officer_id text not null references users (id),
  reason text constraint str_report_steps_reason_check check (char_length(reason) between 1 and 1000),
  taken_at timestamptz not null default current_timestamp,
  -- Who undoes something says why.
  constraint str_report_steps_why_check check (reason is not null or step not in ('return', 'withdraw'))
);
create index str_report_steps_report_idx on str_report_steps (report_id, id);

-- What was submitted stays as it was; only its receipt may follow, and which alert it grew out of is forgotten with the
-- alert on its retention date.
create function str_reports_submitted_once() returns trigger
language plpgsql as $$
begin
  if old.status = 'draft' and old.withdrawn_at is null then
    return new;
  end if;
  if (new.id, new.user_id, new.report_type, new.filed_at, new.reference_number, new.details, new.created_at,
      new.created_by, new.version, new.proposed_by, new.proposed_at, new.submitted_by, new.content, new.content_hash,
      new.withdrawn_by, new.withdrawn_at)
      is distinct from
      (old.id, old.user_id, old.report_type, old.filed_at, old.reference_number, old.details, old.created_at,
      old.created_by, old.version, old.proposed_by, old.proposed_at, old.submitted_by, old.content, old.content_hash,
      old.withdrawn_by, old.withdrawn_at)
    or (new.alert_id is distinct from old.alert_id and new.alert_id is not null)
    or ((new.status, new.receipt_number, new.acknowledged_by, new.acknowledged_at)
        is distinct from (old.status, old.receipt_number, old.acknowledged_by, old.acknowledged_at)
      and (old.status <> 'submitted' or new.status <> 'acknowledged'))
  then
    raise exception 'a report that was submitted is never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger str_reports_submitted_once_row
  before update on str_reports
  for each row execute function str_reports_submitted_once();

-- Statements are written while the report is a draft that nobody has to judge. With the report itself they may go, and a
-- payment on its retention date.
create function str_statements_of_drafts() returns trigger
language plpgsql as $$
declare
  report text := case when tg_op = 'DELETE' then old.report_id else new.report_id end;
begin
  if exists (select from str_reports r where r.id = report and r.state <> 'draft') then
    if tg_op = 'DELETE' and tg_table_name = 'str_statement_transactions' then
      if exists (
        select from retention_dates d
        where d.id = old.transaction_id and d.kind in ('transaction', 'investigated') and d.delete_on <= oslo_day(now())
      ) then
        return old;
      end if;
    end if;
    raise exception 'statements are written in drafts' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger str_statements_of_drafts_row
  before insert or update or delete on str_statements
  for each row execute function str_statements_of_drafts();
create trigger str_statement_transactions_of_drafts_row
  before insert or update or delete on str_statement_transactions
  for each row execute function str_statements_of_drafts();

create function str_report_steps_append_only() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from str_reports r where r.id = old.report_id) then
    return old;
  end if;
  raise exception 'str_report_steps is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger str_report_steps_append_only_row
  before update or delete on str_report_steps
  for each row execute function str_report_steps_append_only();
