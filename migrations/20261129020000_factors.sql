-- Showing again who one is, passkeys, and the list of logins.

-- When whoever uses this login has shown again who they are: for five minutes it may change what opens the account.
-- Part of `sessions`, the customer's logins.
alter table sessions add column stepped_up_at timestamptz;

-- Customer data: the passkeys of a person. What is stored of one is public: the key itself never leaves its device.
create table passkeys (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  -- What the browser names it by, in hexadecimal.
  credential_id text not null constraint passkeys_credential_key unique
    constraint passkeys_credential_check check (credential_id ~ '^([0-9a-f]{2}){1,1023}$'),
  -- The public key and the count of its uses, as the library that checks them keeps them.
  credential jsonb not null,
  name text not null constraint passkeys_name_check check (char_length(name) between 1 and 40),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_user_idx on passkeys (user_id, created_at desc, id desc);
