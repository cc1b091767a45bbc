-- A rate has two times: the day that its source gives it, and when the source last said that it is the current one
-- (updated_at). Norges Bank publishes on business days, so on a Sunday Friday's rate is still fresh.
alter table exchange_rates
  add column as_of date,
  add column created_at timestamptz not null default current_timestamp;
update exchange_rates set as_of = (updated_at at time zone 'Europe/Oslo')::date, created_at = updated_at;
alter table exchange_rates
  alter column as_of set default (current_timestamp at time zone 'Europe/Oslo')::date,
  alter column as_of set not null;

-- A price shows the day of its mid-market rate, knows which amount the customer fixed, and which price it renews.
alter table quotes
  alter column rate_as_of type date using (rate_as_of at time zone 'Europe/Oslo')::date,
  add column side text not null default 'send'
    constraint quotes_side_check check (side in ('send', 'receive')),
  -- What was typed there: a wish between two øre is exceeded by a little, and renewing must not add to that.
  add column wanted_amount numeric(14, 2),
  add column renews text references quotes (id);
create index quotes_renews_idx on quotes (renews) where renews is not null;
