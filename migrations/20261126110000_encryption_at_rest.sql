-- What opens a customer's bank is sealed (docs/adr/0014-encryption-at-rest.md). A sealed text differs each time that
-- it is written, so equal ones are found by a keyed hash; none in rows from before, until they are sealed.
alter table bank_consents add column consent_ref_hash text;
create unique index bank_consents_ref_hash_idx on bank_consents (bank_id, consent_ref_hash);
