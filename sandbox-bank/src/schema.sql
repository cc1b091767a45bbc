-- The bank's own schema. Every statement may run again: there is no table of applied migrations, because the
-- database may be shared with an application that has one.
create schema if not exists sandbox_bank;

create table if not exists sandbox_bank.psus (
    id text primary key,
    bank text not null,
    name text not null,
    created_at timestamptz not null default now()
);
create index if not exists psus_bank_idx on sandbox_bank.psus (bank, created_at);

-- `balance` is what is booked: always `opening` plus the account's bookings, written in the booking's
-- transaction. What is approved and not yet booked is reserved and shows in the available balance only.
create table if not exists sandbox_bank.accounts (
    resource_id text primary key,
    bank text not null,
    psu_id text not null references sandbox_bank.psus (id),
    iban text not null unique,
    bban text not null,
    name text not null,
    currency text not null default 'NOK',
    opening numeric(16, 2) not null,
    balance numeric(16, 2) not null check (balance >= 0),
    created_at timestamptz not null default now()
);
create index if not exists accounts_psu_idx on sandbox_bank.accounts (psu_id);

create table if not exists sandbox_bank.consents (
    id text primary key,
    bank text not null,
    status text not null,
    access jsonb not null,
    recurring boolean not null,
    valid_until date not null,
    frequency_per_day integer not null check (frequency_per_day > 0),
    psu_id text references sandbox_bank.psus (id),
    redirect_uri text not null,
    nok_redirect_uri text,
    created_at timestamptz not null,
    changed_at timestamptz not null
);

create table if not exists sandbox_bank.consent_accounts (
    consent_id text not null references sandbox_bank.consents (id),
    resource_id text not null references sandbox_bank.accounts (resource_id),
    primary key (consent_id, resource_id)
);

-- Reads without the customer present, kept for the 24 hours in which they count.
create table if not exists sandbox_bank.unattended_reads (
    id bigint generated always as identity primary key,
    consent_id text not null references sandbox_bank.consents (id),
    endpoint text not null,
    read_at timestamptz not null
);
create index if not exists unattended_reads_idx
    on sandbox_bank.unattended_reads (consent_id, endpoint, read_at);

create table if not exists sandbox_bank.authorisations (
    id text primary key,
    bank text not null,
    kind text not null check (kind in ('payment', 'consent')),
    subject_id text not null,
    sca_status text not null default 'received',
    secret text not null,
    -- Which one-time code is on the device now: a new one after every pause that is too long.
    generation integer not null default 0,
    failures integer not null default 0,
    last_activity timestamptz,
    created_at timestamptz not null,
    unique (kind, subject_id)
);

create table if not exists sandbox_bank.payments (
    id text primary key,
    bank text not null,
    product text not null,
    request_id uuid not null,
    request jsonb not null,
    status text not null,
    amount numeric(16, 2) not null check (amount > 0),
    currency text not null,
    -- What leaves the account, in the account's currency.
    debit numeric(16, 2) not null check (debit > 0),
    debtor_id text not null references sandbox_bank.accounts (resource_id),
    creditor_name text not null,
    creditor_account text not null,
    end_to_end_id text,
    remittance text,
    redirect_uri text not null,
    nok_redirect_uri text,
    reason text,
    -- The last status that a status read answered: what a duplicate answer repeats.
    reported_status text not null default 'RCVD',
    created_at timestamptz not null,
    approved_at timestamptz,
    unique (bank, request_id)
);
create index if not exists payments_moving_idx
    on sandbox_bank.payments (debtor_id, approved_at) where status in ('ACTC', 'ACSP', 'ACSC');

create table if not exists sandbox_bank.payment_events (
    id bigint generated always as identity primary key,
    payment_id text not null references sandbox_bank.payments (id),
    status text not null,
    at timestamptz not null
);
create index if not exists payment_events_idx on sandbox_bank.payment_events (payment_id, id);

-- A payment is booked once and comes back at most once: the constraint says so, whatever the code does.
create table if not exists sandbox_bank.bookings (
    id bigint generated always as identity primary key,
    payment_id text not null references sandbox_bank.payments (id),
    kind text not null check (kind in ('debit', 'return')),
    account_id text not null references sandbox_bank.accounts (resource_id),
    amount numeric(16, 2) not null,
    booked_at timestamptz not null,
    unique (payment_id, kind)
);
create index if not exists bookings_account_idx on sandbox_bank.bookings (account_id, booked_at);

-- One row per bank, and one called `*` for all of them.
create table if not exists sandbox_bank.faults (
    bank text primary key,
    delay_ms integer not null default 0 check (delay_ms >= 0),
    fail_next integer not null default 0 check (fail_next >= 0),
    accept_then_hang_next integer not null default 0 check (accept_then_hang_next >= 0),
    duplicate_status_next integer not null default 0 check (duplicate_status_next >= 0),
    out_of_order_status_next integer not null default 0 check (out_of_order_status_next >= 0),
    reject_next integer not null default 0 check (reject_next >= 0),
    return_next integer not null default 0 check (return_next >= 0)
);
