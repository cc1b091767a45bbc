-- A notification is kept as what happened and its parameters, so that it is read in the reader's language. The schema
-- document's type, title and body stay filled: the kind, and its words in Norwegian.
alter table notifications
  add column params jsonb not null default '{}',
  -- The page of this site that it leads to.
  add column link text,
  add column read_at timestamptz,
  add constraint notifications_link_check check (link like '/%' and link not like '//%');
create index notifications_user_created_idx on notifications (user_id, created_at desc, id desc);
