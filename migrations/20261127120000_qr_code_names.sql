-- Two stickers of one shop that can be paid have different names: a cashier tells them apart, and a form that is sent
-- twice makes one.
create unique index qr_codes_live_name_idx on qr_codes (merchant_id, lower(name))
  where kind = 'static' and revoked_at is null;
