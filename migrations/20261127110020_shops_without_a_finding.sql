-- A check with a null in it holds or not as the rest of it does: a confirmed shop without a finding was refused.
alter table merchants
  drop constraint merchants_register_finding_check,
  add constraint merchants_register_finding_check check (register_finding is null
    or (register_finding in ('unknown', 'dissolved', 'bankrupt') and register_checked_at is null));
