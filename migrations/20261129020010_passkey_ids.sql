-- PostgreSQL counts repetitions of an expression up to 255 only: the check of before failed for every passkey.
alter table passkeys
  drop constraint passkeys_credential_check,
  add constraint passkeys_credential_check
    check (credential_id ~ '^([0-9a-f]{2})+$' and length(credential_id) <= 2046);
