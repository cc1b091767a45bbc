-- An officer who has seen other papers can confirm a shop that the register of units speaks against, or is silent about.
-- The shop's status stays; that it was confirmed, by whom and why is a row of its history.
alter table merchant_events
  add column confirmed boolean not null default false,
  drop constraint merchant_events_status_check,
  add constraint merchant_events_status_check check (status_after in ('active', 'suspended', 'closed')
    and confirmed = (status_before is not distinct from status_after));
