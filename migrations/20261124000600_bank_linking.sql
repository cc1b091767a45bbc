-- A consent's way: asked for, approved at the bank, used, and ended by the customer, the bank or its last day.
alter table bank_consents
  add column sca_redirect text,
  -- The fact in `consents` that records the customer's yes.
  add column consent_id text references consents (id),
  add column granted_at timestamptz,
  add column ended_at timestamptz;

-- Each reading of accounts at a bank. A bank allows four a day while the customer is away (EU 2018/389 art. 36(5)).
create table bank_reads (
  id bigserial primary key,
  bank_consent_id text not null references bank_consents (id),
  read_at timestamptz not null default current_timestamp,
  customer_present boolean not null
);
create index bank_reads_consent_idx on bank_reads (bank_consent_id, read_at desc);

-- When the bank was last asked for a balance, so that one page that is loaded over and over asks it only now and then.
alter table bank_accounts add column balance_asked_at timestamptz;
