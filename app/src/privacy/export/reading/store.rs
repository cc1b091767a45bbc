//! All SQL that a copy of one's data is read with. Each row comes as a JSON object whose fields are in the order of the
//! query; money is text, so that it is never a floating point number. What officers know is read by nothing here
//! (hvitvaskingsloven § 28): a payment that waits for one of them looks like any other that is under way.
use futures::StreamExt as _;
use sqlx::PgConnection;

use super::shop::store as shop;
use super::told::store as told;
use super::{Part, Rows};

/// The rows of a query about one customer, as JSON.
macro_rules! rows {
    ($tx:ident, $user:ident, $sql:tt) => {
        sqlx::query_scalar!("select row_to_json(x)::text as \"row!\" from (" + $sql + ") x", $user)
            .fetch($tx)
            .boxed()
    };
}

/// Everything that is read later in this transaction is as it was when it began.
pub(in super::super) async fn freeze_in_tx(tx: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("set transaction isolation level repeatable read, read only").execute(tx).await?;
    Ok(())
}

/// What there is of a customer in one part.
pub(in super::super) fn rows<'a>(tx: &'a mut PgConnection, part: Part, user: &'a str) -> Rows<'a> {
    match part {
        Part::Profile => profile(tx, user),
        Part::Settings => settings(tx, user),
        Part::NotificationChoices => told::notification_choices(tx, user),
        Part::Browsers => told::browsers(tx, user),
        Part::Identity => identity(tx, user),
        Part::Consents => consents(tx, user),
        Part::BankConsents => bank_consents(tx, user),
        Part::BankReadings => bank_readings(tx, user),
        Part::BankAccounts => bank_accounts(tx, user),
        Part::Recipients => recipients(tx, user),
        Part::Payments => payments(tx, user),
        Part::Quotes => quotes(tx, user),
        Part::Shops => shop::shops(tx, user),
        Part::ShopHistory => shop::shop_history(tx, user),
        Part::ShopCodes => shop::shop_codes(tx, user),
        Part::ShopBook => shop::shop_book(tx, user),
        Part::Cards => shop::cards(tx, user),
        Part::SpendingLimits => shop::spending_limits(tx, user),
        Part::Notifications => told::notifications(tx, user),
        Part::Letters => told::letters(tx, user),
        Part::Logins => told::logins(tx, user),
        Part::SecondFactor => told::second_factor(tx, user),
        Part::Passkeys => told::passkeys(tx, user),
        Part::Complaints => told::complaints(tx, user),
        Part::ComplaintLetters => told::complaint_letters(tx, user),
        Part::DataRequests => told::data_requests(tx, user),
        Part::Copies => told::copies(tx, user),
    }
}

fn profile<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, first_name, last_name, email, phone, date_of_birth, kyc_status, role, created_at,
            closing_asked_at, closing_on, left_at from users where id = $1
        "#
    )
}

fn settings<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select language, currency, push_enabled, email_enabled, updated_at from settings
          where user_id = $1
        "#
    )
}

/// The number is sealed; whoever reads these rows opens it.
fn identity<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, status, national_id, nationality, street, postal_code, city, employment, occupation,
            purpose, source_of_funds, exposure, monthly, asked, submitted_at, decided_at from kyc_cases
          where user_id = $1 order by submitted_at, id
        "#
    )
}

fn consents<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, consent_type, granted, granted_at, ip_address as granted_from, withdrawn_at,
            withdrawn_ip as withdrawn_from from consents where user_id = $1 order by granted_at, id
        "#
    )
}

fn bank_consents<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select c.id, b.name as bank, c.status, c.valid_until, c.frequency_per_day, c.created_at,
            c.granted_at, c.ended_at from bank_consents c join banks b on b.id = c.bank_id
          where c.user_id = $1 order by c.created_at, c.id
        "#
    )
}

fn bank_readings<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select r.bank_consent_id, r.read_at, r.customer_present
          from bank_reads r join bank_consents c on c.id = r.bank_consent_id where c.user_id = $1
          order by r.read_at
        "#
    )
}

fn bank_accounts<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, bank_name, account_name, account_number, iban, balance::text as balance, currency,
            balance_read_at, is_primary, connected_at, bank_consent_id from bank_accounts where user_id = $1
          order by connected_at, id
        "#
    )
}

/// One that was removed is left out, as it is on every page, unless it was paid: then it stands in what the law keeps.
fn recipients<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, name, country, currency, bank_account, bank_name, version, previous_id, created_at,
            removed_at from recipients r
          where user_id = $1 and (removed_at is null or exists (select from transactions t where
            t.recipient_id = r.id)) order by created_at, id
        "#
    )
}

/// As the customer sees it: without an order's own state, and without the name and account of whom a shop pays back.
fn payments<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select t.id, t.type, t.status, t.amount::text as amount, t.currency, t.fee::text as fee,
            t.send_amount::text as send_amount, t.send_currency, t.receive_amount::text as receive_amount,
            t.receive_currency, t.exchange_rate::text as exchange_rate, t.recipient_id,
            m.business_name as shop, t.refund_of, t.refunded_amount::text as refunded_amount, t.created_at, t.completed_at,
            o.debtor_iban, case when t.type <> 'refund' then o.creditor_name end as creditor_name,
            case when t.type <> 'refund' then o.creditor_account end as creditor_account, o.creditor_country,
            o.remittance_information, o.psu_ip as ordered_from
          from transactions t left join merchants m on m.id = t.merchant_id
            left join payment_orders o on o.transaction_id = t.id
          where t.user_id = $1 order by t.created_at, t.id
        "#
    )
}

fn quotes<'a>(tx: &'a mut PgConnection, user: &'a str) -> Rows<'a> {
    rows!(
        tx,
        user,
        r#"
          select id, recipient_id, side, send_amount::text as send_amount, fee::text as fee,
            debit_amount::text as debit_amount, currency, receive_amount::text as receive_amount,
            receive_currency, rate::text as rate, mid_rate::text as mid_rate, margin_amount::text as
            margin_amount, created_at, expires_at from quotes where user_id = $1 order by created_at, id
        "#
    )
}
