-- Links in letters, accounts that wait for one of them, and the devices that customers log in with.

-- A link in a letter, from when it is asked for until it has opened or is too old. Holds an e-mail address, of a
-- customer or of somebody who may become one; an export leaves it out, since it is gone within three days.
create table account_links (
  id bigint generated always as identity primary key,
  purpose text not null constraint account_links_purpose_check
    check (purpose in ('register', 'reset_password', 'new_email', 'undo_email')),
  -- Nobody of a registration, and of a forgotten password nobody until the letter is written.
  user_id text references users (id) on delete cascade,
  -- Whom the letter goes to; of an undoing, the address that comes back.
  email text not null constraint account_links_email_lower_check check (email = lower(email)),
  language text not null,
  -- Nothing until there is a letter that holds what this is a hash of.
  token_hash text
    constraint account_links_token_hash_key unique
    constraint account_links_token_hash_check check (token_hash ~ '^[0-9a-f]{64}$'),
  -- A letter is still to be written.
  is_due boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint account_links_user_check check (
    case purpose when 'register' then user_id is null when 'reset_password' then true else user_id is not null end
  )
);
create index account_links_user_idx on account_links (user_id);
create index account_links_email_idx on account_links (email, id desc) where purpose = 'register';
create index account_links_expires_idx on account_links (expires_at);

-- What somebody has typed who wants an account, until the link has shown that the address is theirs. It becomes a row of
-- `users` then, or goes with the link: of somebody who never was a customer nothing is kept.
create table registrations (
  link_id bigint primary key references account_links (id) on delete cascade,
  password_hash text not null,
  first_name text not null,
  last_name text not null,
  phone text not null,
  date_of_birth date not null,
  marketing boolean not null,
  -- When and from where the consents were given.
  ip_address text not null,
  registered_at timestamptz not null
);

-- Browsers that a person has logged in with: the hash of a cookie, and when. Whoever logs in with another is told by
-- letter. An export names the logins instead (`sessions`).
create table known_devices (
  user_id text not null references users (id) on delete cascade,
  token_hash text not null constraint known_devices_token_hash_check check (token_hash ~ '^[0-9a-f]{64}$'),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (user_id, token_hash)
);
create index known_devices_seen_idx on known_devices (last_seen_at);
