-- The 19 tables of the schema document, with its names, checks, defaults and indexes.
-- Types follow docs/schema.md: money is numeric(14,2), rates numeric(18,8), times timestamptz,
-- 0/1 integers boolean, JSON text jsonb.

create table users (
  id text primary key,
  email text not null unique,
  password_hash text not null,
  first_name text not null,
  last_name text not null,
  phone text,
  date_of_birth date,
  kyc_status text not null default 'pending'
    constraint users_kyc_status_check check (kyc_status in ('pending', 'approved', 'rejected')),
  role text not null default 'user'
    constraint users_role_check check (role in ('user', 'merchant', 'compliance', 'admin')),
  created_at timestamptz not null default current_timestamp
);

create table recipients (
  id text primary key,
  user_id text not null references users (id),
  name text not null,
  country text not null,
  currency text not null,
  bank_account text not null,
  bank_name text,
  created_at timestamptz not null default current_timestamp
);
create index idx_recipients_user on recipients (user_id);

create table merchants (
  id text primary key,
  user_id text not null references users (id),
  business_name text not null,
  org_number text not null unique,
  address text,
  bank_account text not null,
  fee_rate numeric(18, 8) not null default 0.01,
  status text not null default 'active',
  created_at timestamptz not null default current_timestamp
);
create index idx_merchants_org on merchants (org_number);

create table transactions (
  id text primary key,
  user_id text not null references users (id),
  type text not null constraint transactions_type_check check (type in ('remittance', 'qr_payment')),
  status text not null default 'processing'
    constraint transactions_status_check check (status in ('processing', 'completed', 'failed')),
  amount numeric(14, 2) not null,
  currency text not null default 'NOK',
  fee numeric(14, 2) not null default 0,
  recipient_id text references recipients (id),
  merchant_id text references merchants (id),
  send_amount numeric(14, 2),
  send_currency text,
  receive_amount numeric(14, 2),
  receive_currency text,
  exchange_rate numeric(18, 8),
  created_at timestamptz not null default current_timestamp,
  completed_at timestamptz
);
create index idx_transactions_user on transactions (user_id);
create index idx_transactions_merchant on transactions (merchant_id);

create table exchange_rates (
  id serial primary key,
  from_currency text not null default 'NOK',
  to_currency text not null,
  rate numeric(18, 8) not null,
  updated_at timestamptz not null default current_timestamp
);

create table bank_accounts (
  id text primary key,
  user_id text not null references users (id),
  bank_name text not null,
  account_number text not null,
  iban text,
  balance numeric(14, 2) not null default 0,
  currency text not null default 'NOK',
  is_primary boolean not null default false,
  connected_at timestamptz not null default current_timestamp
);
create index idx_bank_accounts_user on bank_accounts (user_id);

create table cards (
  id text primary key,
  user_id text not null references users (id),
  type text not null default 'virtual' constraint cards_type_check check (type in ('virtual', 'physical')),
  last_four text not null,
  token_ref text,
  expiry text not null,
  status text not null default 'active'
    constraint cards_status_check check (status in ('active', 'frozen', 'cancelled')),
  shipping_address text,
  created_at timestamptz not null default current_timestamp,
  pin_hash text
);
create index idx_cards_user on cards (user_id);

create table sessions (
  id text primary key,
  user_id text not null references users (id),
  token_hash text not null,
  created_at timestamptz not null default current_timestamp,
  expires_at timestamptz not null,
  revoked boolean not null default false
);
create index idx_sessions_user on sessions (user_id);
create index idx_sessions_token on sessions (token_hash);

create table notifications (
  id text primary key,
  user_id text not null references users (id),
  type text not null,
  title text not null,
  body text not null,
  read boolean not null default false,
  created_at timestamptz not null default current_timestamp
);
create index idx_notifications_user on notifications (user_id);

create table settings (
  user_id text primary key references users (id),
  currency text not null default 'NOK',
  language text not null default 'nb',
  push_enabled boolean not null default true,
  email_enabled boolean not null default true,
  updated_at timestamptz not null default current_timestamp
);

create table spending_limits (
  id text primary key,
  user_id text not null references users (id),
  card_id text references cards (id),
  limit_type text not null,
  amount numeric(14, 2) not null,
  currency text not null default 'NOK',
  created_at timestamptz not null default current_timestamp
);
create index idx_spending_limits_user on spending_limits (user_id);
create index idx_spending_limits_card on spending_limits (card_id);

create table rate_limits (
  key text primary key,
  count integer not null,
  reset_at bigint not null
);

create table audit_log (
  id text primary key,
  timestamp timestamptz not null default current_timestamp,
  user_id text references users (id),
  action text not null,
  resource_type text,
  resource_id text,
  details jsonb,
  ip_address text,
  user_agent text
);
create index idx_audit_log_user on audit_log (user_id);
create index idx_audit_log_timestamp on audit_log (timestamp);
create index idx_audit_log_action on audit_log (action);

create table aml_alerts (
  id text primary key,
  user_id text not null references users (id),
  alert_type text not null,
  severity text not null
    constraint aml_alerts_severity_check check (severity in ('low', 'medium', 'high', 'critical')),
  transaction_id text references transactions (id),
  details jsonb,
  status text not null default 'open'
    constraint aml_alerts_status_check check (status in ('open', 'investigating', 'resolved', 'escalated', 'filed')),
  reviewed_by text,
  reviewed_at timestamptz,
  created_at timestamptz not null default current_timestamp
);
create index idx_aml_alerts_user on aml_alerts (user_id);
create index idx_aml_alerts_status on aml_alerts (status);

create table str_reports (
  id text primary key,
  user_id text not null references users (id),
  alert_id text references aml_alerts (id),
  report_type text not null,
  status text not null default 'draft'
    constraint str_reports_status_check check (status in ('draft', 'submitted', 'acknowledged')),
  filed_at timestamptz,
  reference_number text,
  details jsonb,
  created_at timestamptz not null default current_timestamp
);

create table screening_results (
  id text primary key,
  user_id text not null references users (id),
  screening_type text not null
    constraint screening_results_screening_type_check check (screening_type in ('pep', 'sanctions', 'adverse_media')),
  provider text,
  result text not null
    constraint screening_results_result_check check (result in ('clear', 'match', 'potential_match', 'error')),
  match_details jsonb,
  screened_at timestamptz not null default current_timestamp
);
create index idx_screening_user on screening_results (user_id);

create table consents (
  id text primary key,
  user_id text not null references users (id),
  consent_type text not null,
  granted boolean not null default true,
  granted_at timestamptz not null default current_timestamp,
  withdrawn_at timestamptz,
  ip_address text
);
create index idx_consents_user on consents (user_id);

create table data_access_requests (
  id text primary key,
  user_id text not null references users (id),
  request_type text not null
    constraint data_access_requests_request_type_check
    check (request_type in ('export', 'erasure', 'rectification', 'restriction')),
  status text not null default 'pending'
    constraint data_access_requests_status_check check (status in ('pending', 'processing', 'completed', 'rejected')),
  requested_at timestamptz not null default current_timestamp,
  completed_at timestamptz,
  download_url text,
  notes text
);
create index idx_data_requests_user on data_access_requests (user_id);

create table complaints (
  id text primary key,
  user_id text not null references users (id),
  category text not null,
  subject text not null,
  description text not null,
  status text not null default 'received'
    constraint complaints_status_check check (status in ('received', 'investigating', 'resolved', 'escalated')),
  resolution text,
  created_at timestamptz not null default current_timestamp,
  resolved_at timestamptz
);
create index idx_complaints_user on complaints (user_id);
create index idx_complaints_status on complaints (status);
