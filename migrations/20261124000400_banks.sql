-- The directory of banks that a customer can link, each an address that speaks NextGenPSD2.
create table banks (
  id text primary key,
  name text not null,
  base_url text not null,
  -- Where its approval pages are; the same host as base_url unless named.
  approval_url text,
  domestic_product text not null default 'norwegian-domestic-credit-transfers',
  cross_border_product text not null default 'cross-border-credit-transfers',
  active boolean not null default true
);

-- A customer's permission for Drop to read accounts at one bank (PSD2 art. 67).
create table bank_consents (
  id text primary key,
  user_id text not null references users (id),
  bank_id text not null references banks (id),
  consent_ref text not null,
  status text not null default 'received'
    constraint bank_consents_status_check check (status in
      ('received', 'rejected', 'valid', 'revokedByPsu', 'expired', 'terminatedByTpp', 'partiallyAuthorised')),
  valid_until date not null,
  frequency_per_day integer not null default 4,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  constraint bank_consents_ref_key unique (bank_id, consent_ref)
);
create index bank_consents_user_idx on bank_consents (user_id);

alter table bank_accounts
  add column bank_id text references banks (id),
  add column bank_consent_id text references bank_consents (id),
  add column resource_id text,
  add column account_name text,
  add column balance_read_at timestamptz,
  -- Not the resource id: a bank may give another one with every consent.
  add constraint bank_accounts_iban_key unique (user_id, bank_id, iban, currency);

create unique index bank_accounts_one_primary_idx on bank_accounts (user_id) where is_primary;
