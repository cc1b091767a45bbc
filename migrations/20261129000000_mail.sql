-- Letters on their way out. A row is written in the transaction of what it tells of, with a job that sends it
-- (`send_letter`). Customer data: to whom a letter went, of which kind, and when.
create table mail_outbox (
  id text primary key,
  -- Whose account it is about; nobody's for an address that has none.
  user_id text references users (id) on delete cascade,
  kind text not null,
  -- Address, language and what it says, sealed (docs/adr/0014-encryption-at-rest.md): links in it open an account.
  -- Gone once it is sent or refused; only a demo keeps it, to show.
  letter text,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- When the other side said that it never takes this letter.
  refused_at timestamptz,
  constraint mail_outbox_letter_check check (letter is not null or num_nonnulls(sent_at, refused_at) = 1)
);
create index mail_outbox_created_idx on mail_outbox (created_at desc, id desc);
create index mail_outbox_user_idx on mail_outbox (user_id);
