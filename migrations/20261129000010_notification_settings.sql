-- What a customer hears outside the app, and the browsers that hear it.

-- Where a choice is not the one that everybody begins with. Customer data: settings.
create table notification_settings (
  user_id text not null references users (id) on delete cascade,
  topic text not null constraint notification_settings_topic_check
    check (topic in ('payments', 'sales', 'shops', 'identity', 'cases')),
  email boolean not null,
  push boolean not null,
  updated_at timestamptz not null,
  primary key (user_id, topic)
);

-- A browser that gets messages (RFC 8030). Customer data: which browsers somebody uses.
create table push_subscriptions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  -- Address and keys, sealed: whoever knows them can write to that browser.
  subscription text not null,
  -- A keyed hash of the address: a browser that subscribes again is the same one.
  endpoint_hash text not null,
  -- Browser and system, as the list of logins says them.
  device text not null,
  created_at timestamptz not null,
  -- One browser is one person's: whoever switches it on last.
  constraint push_subscriptions_endpoint_key unique (endpoint_hash)
);
create index push_subscriptions_user_idx on push_subscriptions (user_id, created_at);
