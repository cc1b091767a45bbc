-- Logged-in browsers. tower-sessions keeps its records here; the key is a hash of the cookie's value.
create schema tower_sessions;
create table tower_sessions.session (
  id text primary key,
  data bytea not null,
  expiry_date timestamptz not null
);
create index session_expiry_idx on tower_sessions.session (expiry_date);

-- `sessions` is the register of logins: what a customer sees and ends.
alter table sessions
  add column device text,
  add column ip_address text,
  add column user_agent text,
  add column last_seen_at timestamptz not null default current_timestamp,
  add column revoked_at timestamptz,
  add constraint sessions_token_hash_key unique (token_hash),
  add constraint sessions_token_hash_check check (token_hash ~ '^[0-9a-f]{64}$');

alter table users
  add constraint users_email_lower_check check (email = lower(email));

alter table settings
  add constraint settings_language_check check (language in ('nb', 'en', 'pl', 'sr', 'bs', 'tr', 'ur'));

create index notifications_unread_idx on notifications (user_id) where not read;
