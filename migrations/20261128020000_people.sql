-- What officers look people, shops and held payments up by. Each list of theirs is read a page at a time.

-- Customers: the newest first, also those of one standing, and by the beginning of a name, an e-mail or a telephone.
create index users_customers_idx on users (created_at desc, id desc) where role in ('user', 'merchant');
create index users_customers_kyc_idx on users (kyc_status, created_at desc, id desc) where role in ('user', 'merchant');
create index users_first_name_idx on users (lower(first_name) text_pattern_ops);
create index users_last_name_idx on users (lower(last_name) text_pattern_ops);
create index users_email_prefix_idx on users (email text_pattern_ops);
create index users_phone_idx on users (phone) where phone is not null;

-- One bank account and everybody who has it as a recipient.
create index recipients_bank_account_idx on recipients (bank_account, user_id);
create index bank_accounts_iban_idx on bank_accounts (iban) where iban is not null;

-- Shops: the newest first, those of one standing, those that the register speaks against, and by the beginning of a name.
create index merchants_created_idx on merchants (created_at desc, id desc);
create index merchants_status_idx on merchants (status, created_at desc, id desc);
create index merchants_finding_idx on merchants (created_at desc, id desc) where register_finding is not null;
create index merchants_name_idx on merchants (lower(business_name) text_pattern_ops);

-- Held payments that are decided, the last one first.
create index payment_holds_closed_idx on payment_holds (closed_at desc, id desc) where closed_at is not null;
