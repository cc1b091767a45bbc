-- Shops, their QR codes, the payments to them, and payments back.

alter table merchants
  -- What Brønnøysundregistrene's register of units said, and when. Never asked: somebody has to look.
  add column registered_name text,
  add column register_checked_at timestamptz,
  add column notify_sales boolean not null default true,
  add constraint merchants_status_check check (status in ('active', 'suspended', 'closed')),
  add constraint merchants_fee_rate_check check (fee_rate >= 0 and fee_rate < 1);
create index merchants_user_idx on merchants (user_id, created_at);

-- Opening, suspending, taking up again and closing a shop are decisions of somebody: who, when, why.
create table merchant_events (
  id bigserial primary key,
  merchant_id text not null references merchants (id),
  status_before text,
  status_after text not null,
  decided_by text not null references users (id),
  reason text,
  created_at timestamptz not null default current_timestamp,
  constraint merchant_events_status_check check (status_after in ('active', 'suspended', 'closed')
    and status_before is distinct from status_after)
);
create index merchant_events_merchant_idx on merchant_events (merchant_id, id);

-- What a QR code leads to. A static one (a sticker) is named and paid again and again; a dynamic one is one sale.
create table qr_codes (
  id text primary key,
  merchant_id text not null references merchants (id),
  kind text not null constraint qr_codes_kind_check check (kind in ('static', 'dynamic')),
  name text,
  amount numeric(14, 2),
  currency text not null default 'NOK',
  -- The shop's own words for one sale: a receipt's number, a table.
  reference text,
  -- Which key signed its link; a sticker outlives a key.
  key_id text not null,
  created_by text not null references users (id),
  created_at timestamptz not null default current_timestamp,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- The payment that has taken a dynamic code. Set under a lock of this row, and given back when that payment fails.
  transaction_id text references transactions (id),
  constraint qr_codes_transaction_key unique (transaction_id),
  constraint qr_codes_amount_check check (amount > 0),
  constraint qr_codes_static_check check (kind <> 'static'
    or (name is not null and expires_at is null and reference is null and transaction_id is null)),
  constraint qr_codes_dynamic_check check (kind <> 'dynamic'
    or (name is null and amount is not null and expires_at is not null)),
  constraint qr_codes_text_check check (char_length(name) between 1 and 40 and char_length(reference) between 1 and 40)
);
create index qr_codes_merchant_idx on qr_codes (merchant_id, kind, created_at desc, id desc);

alter table transactions
  drop constraint transactions_type_check,
  -- A refund is a payment of its own, from the shop to whoever paid: nothing posted is edited.
  add constraint transactions_type_check check (type in ('remittance', 'qr_payment', 'refund')),
  add column qr_code_id text references qr_codes (id),
  add column refund_of text references transactions (id),
  -- What refunds of this payment have taken, those under way included.
  add column refunded_amount numeric(14, 2) not null default 0,
  add constraint transactions_refunded_amount_check check (refunded_amount between 0 and amount),
  add constraint transactions_refund_check check ((type = 'refund') = (refund_of is not null)),
  add constraint transactions_merchant_check check (type = 'remittance' or merchant_id is not null);
-- A shop's sales, newest first, and its statements.
create index transactions_merchant_created_idx on transactions (merchant_id, created_at desc, id desc)
  where merchant_id is not null;
create index transactions_refund_of_idx on transactions (refund_of) where refund_of is not null;
