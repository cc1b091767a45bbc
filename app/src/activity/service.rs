//! Use cases of looking back: the dashboard, the history, one payment.
use std::net::IpAddr;

use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::bank::payment_state::{FailureReason, OrderState, TransactionState};
use domain::calendar::oslo_date;
use domain::identity::IdentityStep;
use domain::ids::{TransactionId, UserId};
use domain::merchant::orgnr::Orgnr;
use domain::money::{Currency, Money};
use domain::remittance::corridor::{Country, delivery_by};

use super::model::{ActivityKind, ActivityRow, Home, PaidShop, Receipt, RefundLine, Steps, WaitingPayment};
use super::store;
use crate::accounts::model::AccountView;
use crate::context::{AppState, RequestInfo};
use crate::error::AppError;
use crate::merchant::sales::model::sale_path;
use crate::vault::service::payment_link;
use crate::{accounts, db, payments};

/// How long a page waits for the bank before it shows what is known.
const CATCH_UP_MILLIS: u64 = 4_000;
/// Lines that the dashboard shows.
const HOME_ROWS: i64 = 5;
/// `transactions.type` of a payment in a shop: its fee is the shop's, and no matter of whoever paid.
pub(super) const QR_PAYMENT: &str = "qr_payment";
/// Payments waiting at the bank that it shows.
const WAITING_ROWS: i64 = 3;

#[derive(Debug, thiserror::Error)]
pub enum ActivityError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Throttled(#[from] crate::throttle::service::ThrottleError),
    #[error(transparent)]
    Csv(#[from] crate::csv_file::CsvError),
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
}

impl From<ActivityError> for AppError {
    fn from(error: ActivityError) -> Self {
        match error {
            ActivityError::Refused(refusal) => refusal.into(),
            ActivityError::NotFound => Self::NotFound,
            ActivityError::Throttled(error) => error.into(),
            ActivityError::Database(_)
            | ActivityError::BadRow(_)
            | ActivityError::Csv(_)
            | ActivityError::Vault(_) => {
                tracing::error!(%error, "activity");
                Self::Unexpected
            }
        }
    }
}

/// The dashboard: one round trip to the database.
pub async fn home(
    state: &AppState,
    actor: &Actor,
    first_name: String,
    identity: IdentityStep,
) -> Result<Home, ActivityError> {
    decide(Some(actor), Action::ViewDashboard, Resource::Own)?;
    let today = oslo_date(state.clock.now());
    let row = store::home(&state.db, &actor.user_id, HOME_ROWS, WAITING_ROWS, today).await?;
    let waiting =
        row.waiting.0.into_iter().map(|row| waiting_payment(state, row)).collect::<Result<Vec<_>, _>>()?;
    let accounts = row.accounts.0.into_iter().map(account).collect::<Result<Vec<_>, _>>()?;
    let latest = row.latest.0.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let total = total(&accounts);
    let beside = row.beside.map(|row| row.0.try_into()).transpose()?;
    Ok(Home { first_name, identity, total, accounts, waiting, latest, beside, now: state.clock.now() })
}

fn waiting_payment(state: &AppState, row: store::WaitingRow) -> Result<WaitingPayment, ActivityError> {
    Ok(WaitingPayment {
        id: db::parsed("a transaction id", &row.id)?,
        recipient: row.recipient,
        amount: db::money(row.amount, &row.currency)?,
        approval_link: state.vault.open_old(payment_link(&row.order_id), &row.approval_link)?,
    })
}

fn account(row: store::AccountRow) -> Result<AccountView, ActivityError> {
    Ok(AccountView {
        id: db::parsed("an account id", &row.id)?,
        bank_name: row.bank_name,
        account_name: row.account_name,
        account_number: row.account_number,
        balance: db::money(row.balance, &row.currency)?,
        read_at: row.balance_read_at,
        unanswered_at: row.balance_failed_at,
        is_primary: row.is_primary,
        linked: row.linked,
    })
}

/// Balances in NOK that can still be read: adding other currencies to them would need a rate that nobody promised.
fn total(accounts: &[AccountView]) -> Option<Money> {
    let readable = accounts.iter().filter(|account| account.linked).map(|account| account.balance);
    let in_nok = readable.filter(|balance| balance.currency() == Currency::Nok);
    in_nok.reduce(|sum, balance| sum.checked_add(balance).unwrap_or(sum))
}

fn line(row: store::LineRow) -> Result<ActivityRow, ActivityError> {
    let received = row.receive_amount.zip(row.receive_currency);
    Ok(ActivityRow {
        id: db::parsed("a transaction id", &row.id)?,
        kind: kind(&row.r#type, row.counterpart, row.payer, row.country.as_deref(), received)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        refunded: refunded(row.refunded, &row.currency)?,
        created_at: row.created_at,
    })
}

/// What was paid back, when it is something.
pub(super) fn refunded(amount: rust_decimal::Decimal, currency: &str) -> Result<Option<Money>, db::BadRow> {
    Ok(Some(db::money(amount, currency)?).filter(|amount| amount.is_positive()))
}

pub(super) fn kind(
    kind: &str,
    counterpart: String,
    payer: Option<String>,
    country: Option<&str>,
    received: Option<(rust_decimal::Decimal, String)>,
) -> Result<ActivityKind, ActivityError> {
    if let Some(payer) = payer {
        return Ok(ActivityKind::Refund { shop: counterpart, payer });
    }
    let (true, Some(country), Some((amount, currency))) = (kind == "remittance", country, received) else {
        return Ok(ActivityKind::QrPayment { merchant: counterpart });
    };
    Ok(ActivityKind::Remittance {
        recipient: counterpart,
        country: db::parsed("a country", country)?,
        receive: db::money(amount, &currency)?,
    })
}

/// One payment. While it is on its way the bank is asked again first, since the customer is here and waiting; and
/// once the money has left, the balance that it left from is read again, if nobody has done so yet.
pub async fn receipt(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &TransactionId,
) -> Result<Receipt, ActivityError> {
    let row = own(state, actor, id).await?;
    let (processing, old) = (row.status == TransactionState::Processing.as_str(), row.balance_is_old);
    if !processing && !old {
        return view(state, row);
    }
    // A bank that is slow keeps nobody waiting for long: the work goes on by itself, and the page shows what is
    // known so far.
    let work =
        tokio::spawn(catch_up(state.clone(), actor.user_id.clone(), request.ip, id.clone(), processing));
    let _ = tokio::time::timeout(std::time::Duration::from_millis(CATCH_UP_MILLIS), work).await;
    view(state, own(state, actor, id).await?)
}

/// Carries the order on, and reads the balance anew when that is still due.
async fn catch_up(state: AppState, owner: UserId, psu_ip: IpAddr, id: TransactionId, processing: bool) {
    if processing {
        if let Err(error) = payments::service::advance(&state, &id, psu_ip).await {
            tracing::error!(%error, transaction = %id, "following a payment");
        }
        return;
    }
    if let Err(error) = accounts::service::refresh_after_payment(&state, &owner, &id, psu_ip).await {
        tracing::warn!(%error, transaction = %id, "reading the balance after a payment");
    }
}

async fn own(
    state: &AppState,
    actor: &Actor,
    id: &TransactionId,
) -> Result<store::ReceiptRow, ActivityError> {
    let row = store::receipt(&state.db, id).await?.ok_or(ActivityError::NotFound)?;
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::ViewTransaction, Resource::Transaction { owner: &owner })?;
    Ok(row)
}

fn view(state: &AppState, row: store::ReceiptRow) -> Result<Receipt, ActivityError> {
    let id: TransactionId = db::parsed("a transaction id", &row.id)?;
    let received = row.receive_amount.zip(row.receive_currency);
    let status: TransactionState = db::parsed("a status", &row.status)?;
    let country: Option<Country> =
        row.country.as_deref().map(|code| db::parsed("a country", code)).transpose()?;
    let order: Option<OrderState> =
        row.order_state.as_deref().map(|text| db::parsed("an order state", text)).transpose()?;
    let waits = order == Some(OrderState::AwaitingSca);
    // What was paid before there were orders is done as far as anybody can tell.
    let credited_at = if order.is_none() { row.left_bank_at } else { row.credited_at };
    let failure =
        row.failure_reason.as_deref().map(|text| db::parsed("a failure reason", text)).transpose()?;
    // Whether an officer or the bank said no is nothing that a customer may learn (hvitvaskingsloven § 28).
    let failure = failure.map(FailureReason::shown);
    let link = row.order_id.zip(row.sca_redirect).filter(|_| waits);
    let link = link.map(|(order, link)| state.vault.open_old(payment_link(&order), &link)).transpose()?;
    let to_shop = row.r#type == QR_PAYMENT;
    let fee = db::money(row.fee, &row.currency)?;
    let fee = if to_shop { Money::new(0, fee.currency()) } else { fee };
    let org_number = row.org_number.as_deref().filter(|_| to_shop);
    let org_number =
        org_number.map(|number| db::parsed::<Orgnr>("an organisation number", number)).transpose()?;
    let shop = org_number.map(|it| PaidShop { org_number: it.grouped(), reference: row.shop_reference });
    Ok(Receipt {
        reference: id.reference(),
        shop,
        kind: kind(&row.r#type, row.counterpart, row.payer, row.country.as_deref(), received)?,
        status,
        failure,
        amount: db::money(row.amount, &row.currency)?,
        fee,
        send: row.send_amount.map(|amount| db::money(amount, &row.currency)).transpose()?,
        rate: row.exchange_rate.map(db::rate).transpose()?,
        mid_rate: row.mid_rate.map(db::rate).transpose()?.zip(row.rate_as_of),
        margin: row.margin.map(|amount| db::money(amount, &row.currency)).transpose()?,
        recipient_id: row.recipient_id.map(|text| db::parsed("a recipient id", &text)).transpose()?,
        removed_recipient_id: row
            .removed_recipient_id
            .map(|text| db::parsed("a recipient id", &text))
            .transpose()?,
        to_iban: row.counterpart_account.map(|iban| grouped(&iban)).transpose()?,
        from_iban: row.debtor_iban.map(|iban| grouped(&iban)).transpose()?,
        from_bank: row.bank_name,
        refunds: refund_lines(row.refunds.0, &row.currency)?,
        sale_path: row.merchant_id.zip(row.refund_of).map(|(shop, sale)| sale_path(&shop, &sale)),
        created_at: row.created_at,
        steps: Steps {
            approved_at: row.approved_at.or(row.left_bank_at),
            left_bank_at: row.left_bank_at,
            credited_at,
            failed_at: row.failed_at,
        },
        // What no bank has yet moves too: it can be approved soon, or ends.
        in_motion: order.is_some_and(|order| {
            status == TransactionState::Processing || order.needs_polling(credited_at.is_some())
        }),
        approval_link: link,
        delivery_by: country.map(|country| delivery_by(row.created_at, country)),
        now: state.clock.now(),
        id,
    })
}

fn refund_lines(rows: Vec<store::RefundRow>, currency: &str) -> Result<Vec<RefundLine>, ActivityError> {
    let line = |row: store::RefundRow| {
        let (amount, status) = (db::money(row.amount, currency)?, db::parsed("a status", &row.status)?);
        Ok(RefundLine { amount, status, at: row.at })
    };
    rows.into_iter().map(line).collect()
}

fn grouped(iban: &str) -> Result<String, ActivityError> {
    Ok(db::parsed::<Iban>("an IBAN", iban)?.grouped())
}
