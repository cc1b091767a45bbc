-- Readings while the customer is away are spread over the day, and an ended consent is ended at its bank as well,
-- however long that does not answer.
alter table bank_consents
  -- Not before this moment is the bank asked again while the customer is away.
  add column next_read_at timestamptz,
  -- When the bank is to be told that the consent has ended; none when it need not be told, or was.
  add column bank_end_due_at timestamptz,
  add column bank_end_tries integer not null default 0;
create index bank_consents_read_due_idx on bank_consents (coalesce(next_read_at, created_at)) where status = 'valid';
create index bank_consents_end_due_idx on bank_consents (bank_end_due_at) where bank_end_due_at is not null;

-- When the bank was asked for a balance and did not give it; none after a reading that went well.
alter table bank_accounts add column balance_failed_at timestamptz;
