-- Mid-market beside the customer's rate, so that the margin can be shown (Regulation (EU) 2021/1230 art. 4).
alter table exchange_rates
  add column mid_rate numeric(18, 8),
  add column source text not null default 'seed',
  add constraint exchange_rates_rate_check check (rate > 0 and (mid_rate is null or mid_rate >= rate));
create index exchange_rates_latest_idx on exchange_rates (from_currency, to_currency, updated_at desc, id desc);

alter table recipients
  add column removed_at timestamptz,
  add constraint recipients_country_check check (country in ('RS', 'BA', 'PL', 'PK', 'TR'));

-- A price that Drop stands by until it expires.
create table quotes (
  id text primary key,
  user_id text not null references users (id),
  recipient_id text not null references recipients (id),
  send_amount numeric(14, 2) not null,
  fee numeric(14, 2) not null,
  debit_amount numeric(14, 2) not null,
  currency text not null default 'NOK',
  receive_amount numeric(14, 2) not null,
  receive_currency text not null,
  rate numeric(18, 8) not null,
  mid_rate numeric(18, 8) not null,
  margin_amount numeric(14, 2) not null,
  rate_as_of timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  expires_at timestamptz not null,
  constraint quotes_debit_check check (debit_amount = send_amount + fee and send_amount > 0 and fee >= 0),
  constraint quotes_receive_check check (receive_amount > 0),
  constraint quotes_margin_check check (margin_amount >= 0)
);
create index quotes_user_idx on quotes (user_id, created_at desc);

alter table transactions
  add column quote_id text references quotes (id),
  add column failure_reason text,
  add constraint transactions_quote_key unique (quote_id),
  add constraint transactions_amount_check check (amount > 0 and fee >= 0);
-- History is read newest first, and limits sum the last 24 hours and 30 days.
create index transactions_user_created_idx on transactions (user_id, created_at desc, id desc);

-- What Drop asks of the customer's bank for one transaction, and how far it has come.
-- Names and accounts are copies: a recipient who is edited later does not change what was ordered.
create table payment_orders (
  id text primary key,
  transaction_id text not null references transactions (id),
  user_id text not null references users (id),
  bank_id text not null references banks (id),
  bank_account_id text not null references bank_accounts (id),
  state text not null default 'created'
    constraint payment_orders_state_check check (state in ('created', 'held', 'submitted', 'awaiting_sca', 'accepted',
      'settled', 'rejected', 'cancelled', 'expired')),
  credited boolean not null default false,
  failure_reason text,
  product text not null,
  amount numeric(14, 2) not null,
  currency text not null,
  debtor_iban text not null,
  creditor_name text not null,
  creditor_account text not null,
  creditor_country text not null,
  remittance_information text not null,
  -- X-Request-ID of the payment's initiation: asking the bank twice makes one payment.
  request_id uuid not null,
  bank_payment_id text,
  sca_redirect text,
  psu_ip text not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  -- The reconciler's clock: when to look again, how often it has, and who is looking now.
  attempts integer not null default 0,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz,
  claimed_until timestamptz,
  constraint payment_orders_transaction_key unique (transaction_id),
  constraint payment_orders_request_key unique (request_id),
  constraint payment_orders_bank_payment_key unique (bank_id, bank_payment_id),
  constraint payment_orders_amount_check check (amount > 0),
  constraint payment_orders_remittance_information_check check (char_length(remittance_information) <= 140)
);
create index payment_orders_due_idx on payment_orders (next_attempt_at) where next_attempt_at is not null;

-- Every change of a payment order, in order: nothing posted is edited.
create table payment_order_events (
  id bigserial primary key,
  payment_order_id text not null references payment_orders (id),
  state_before text not null,
  state_after text not null,
  bank_status text,
  detail text,
  created_at timestamptz not null default current_timestamp
);
create index payment_order_events_order_idx on payment_order_events (payment_order_id, id);

-- The answer that a repeated command gets again. Pruned after IDEMPOTENCY_KEEP_HOURS.
create table idempotency_keys (
  user_id text not null references users (id),
  key text not null,
  action text not null,
  request_hash bytea not null,
  response jsonb not null,
  created_at timestamptz not null default current_timestamp,
  primary key (user_id, key),
  constraint idempotency_keys_key_check check (char_length(key) between 1 and 255)
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);
