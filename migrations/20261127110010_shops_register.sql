-- What the register of units said against a shop that was opened while it did not answer. Such a shop, and one that it
-- has not answered about yet, has no register_checked_at: somebody has to look.
alter table merchants
  add column register_finding text,
  add constraint merchants_register_finding_check check (register_finding in ('unknown', 'dissolved', 'bankrupt')
    and register_checked_at is null);
create index merchants_unconfirmed_idx on merchants (created_at, id)
  where register_checked_at is null and register_finding is null;
