-- What a shop's statements are made of: one row for each thing that happened to its money, added and never changed.

create table sale_entries (
  id bigserial primary key,
  merchant_id text not null references merchants (id),
  kind text not null
    constraint sale_entries_kind_check check (kind in ('sale', 'reversal', 'refund', 'refund_reversal')),
  -- The payment that moved or came back: the sale's own, or a refund's.
  transaction_id text not null references transactions (id),
  -- The sale that it is about; of a sale's own entries the same as transaction_id.
  sale_id text not null references transactions (id),
  -- The sticker that was paid by; null for a code of the till, which is one sale.
  static_code_id text references qr_codes (id),
  -- As the shop sees them: what it got is positive, what it gave or lost negative.
  amount numeric(14, 2) not null,
  fee numeric(14, 2) not null,
  -- Shops take kroner, so that all of a shop's entries can be added up.
  currency text not null default 'NOK' constraint sale_entries_currency_check check (currency = 'NOK'),
  -- Oslo's day of booked_at: whose statement it stands in.
  booked_on date not null,
  booked_at timestamptz not null,
  -- Each of these can happen to a payment once.
  constraint sale_entries_transaction_key unique (transaction_id, kind),
  constraint sale_entries_amount_check check (
    amount <> 0 and (amount > 0) = (kind in ('sale', 'refund_reversal'))
    and case kind when 'sale' then fee >= 0 when 'reversal' then fee <= 0 else fee = 0 end)
);
-- Statements are sums over days; what is summed is in the index.
create index sale_entries_booked_idx on sale_entries (merchant_id, booked_on, id)
  include (kind, amount, fee, static_code_id, booked_at);
create index sale_entries_sale_idx on sale_entries (sale_id, id);

create function sale_entries_append_only() returns trigger
language plpgsql as $$
begin
  raise exception 'sale_entries is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger sale_entries_append_only_row
  before update or delete on sale_entries
  for each row execute function sale_entries_append_only();

create trigger sale_entries_append_only_table
  before truncate on sale_entries
  for each statement execute function sale_entries_append_only();

-- What was settled before there was this table.
insert into sale_entries (merchant_id, kind, transaction_id, sale_id, static_code_id, amount, fee, currency, booked_on, booked_at)
select t.merchant_id, 'sale', t.id, t.id, c.id, t.amount, t.fee, t.currency,
  (t.completed_at at time zone 'Europe/Oslo')::date, t.completed_at
from transactions t left join qr_codes c on c.id = t.qr_code_id and c.kind = 'static'
where t.type = 'qr_payment' and t.completed_at is not null
order by t.completed_at, t.id;
insert into sale_entries (merchant_id, kind, transaction_id, sale_id, static_code_id, amount, fee, currency, booked_on, booked_at)
select e.merchant_id, 'reversal', e.transaction_id, e.sale_id, e.static_code_id, -e.amount, -e.fee, e.currency,
  (now() at time zone 'Europe/Oslo')::date, now()
from sale_entries e join transactions t on t.id = e.transaction_id
where t.status = 'failed';
