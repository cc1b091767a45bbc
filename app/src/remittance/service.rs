//! Use cases of sending money home: price, quote, confirm.
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::form::FieldCode;
use domain::ids::{QuoteId, RecipientId, TransactionId, UserId};
use domain::money::{Currency, Money, MoneyError};
use domain::remittance::corridor::{Country, delivery_by};
use domain::remittance::limit::{LimitExceeded, Limits};
use domain::remittance::quote::{QuoteError, Rates, Side, Terms};

use super::model::{
    AmountStep, QuoteForm, QuoteView, RECIPIENTS_MAX, RecipientStep, RecipientView, ReviewStep,
};
use super::{recipients, store};
use crate::accounts::service::AccountsError;
use crate::context::AppState;
use crate::error::{AppError, FieldErrors};
use crate::payments::service::PaymentError;
use crate::{accounts, db, payments};

pub use super::confirm::{confirm, prune_answers};
pub use super::recipients::{
    add as add_recipient, details as recipient_details, edit as edit_recipient, form as recipient_form,
    list as list_recipients, remove as remove_recipient,
};

/// The windows of the limits.
pub(super) const DAY_HOURS: i64 = 24;
pub(super) const MONTH_DAYS: i64 = 30;

#[derive(Debug, thiserror::Error)]
pub enum RemittanceError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("not found")]
    NotFound,
    #[error("the quote has expired")]
    QuoteExpired,
    #[error("the recipient has another account now")]
    RecipientReplaced,
    #[error("the recipient was removed")]
    RecipientRemoved,
    #[error("the recipient was changed meanwhile")]
    RecipientChanged,
    #[error("another recipient has this account: {0}")]
    RecipientExists(RecipientId),
    #[error("as many recipients as there may be")]
    TooManyRecipients,
    #[error("no fresh rate")]
    RateStale,
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("the idempotency key was used for another request")]
    KeyReused,
    #[error("the same command is being carried out")]
    StillProcessing,
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<RemittanceError> for AppError {
    fn from(error: RemittanceError) -> Self {
        match error {
            RemittanceError::Form(fields) => Self::Form(fields),
            RemittanceError::Refused(refusal) => refusal.into(),
            RemittanceError::NotFound => Self::NotFound,
            RemittanceError::QuoteExpired => Self::QuoteExpired,
            RemittanceError::RecipientReplaced => Self::RecipientReplaced,
            RemittanceError::RecipientRemoved => Self::RecipientRemoved,
            RemittanceError::RecipientChanged => Self::RecipientChanged,
            RemittanceError::RecipientExists(recipient) => Self::RecipientExists { recipient },
            RemittanceError::TooManyRecipients => Self::TooManyRecipients { max: RECIPIENTS_MAX },
            RemittanceError::RateStale => Self::RateStale,
            RemittanceError::Limit(limit) => match limit {
                LimitExceeded::TooSmall { .. } => Self::field("send_amount", FieldCode::AmountTooSmall),
                LimitExceeded::TooLarge { .. } => Self::field("send_amount", FieldCode::AmountTooLarge),
                LimitExceeded::Day { left } => Self::DayLimit { left_minor: left.minor() },
                LimitExceeded::Month { left } => Self::MonthLimit { left_minor: left.minor() },
            },
            RemittanceError::Money(_) => Self::field("send_amount", FieldCode::AmountMalformed),
            RemittanceError::KeyReused => Self::KeyReused,
            RemittanceError::StillProcessing => Self::StillProcessing,
            RemittanceError::Accounts(error) => error.into(),
            RemittanceError::Payment(_) | RemittanceError::Database(_) | RemittanceError::BadRow(_) => {
                tracing::error!(%error, "remittance");
                Self::Unexpected
            }
        }
    }
}

impl From<QuoteError> for RemittanceError {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::StaleRate { .. } => Self::RateStale,
            QuoteError::Limit(limit) => Self::Limit(limit),
            QuoteError::Money(error) => Self::Money(error),
            QuoteError::WrongCurrency => Self::Money(MoneyError::Malformed),
        }
    }
}

struct Pricing {
    rates: Rates,
    used_day: Money,
    used_month: Money,
}

async fn pricing(
    db: impl sqlx::PgExecutor<'_>,
    user: &UserId,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Pricing, RemittanceError> {
    let (day, month) = (now - Duration::hours(DAY_HOURS), now - Duration::days(MONTH_DAYS));
    let row = store::pricing(db, user, currency.code(), day, month).await?;
    let (Some(rate), Some(mid), Some(as_of)) = (row.rate, row.mid_rate, row.updated_at) else {
        return Err(RemittanceError::RateStale);
    };
    Ok(Pricing {
        rates: Rates { customer: db::rate(rate)?, mid: db::rate(mid)?, as_of },
        used_day: db::money(row.used_day, Currency::Nok.code())?,
        used_month: db::money(row.used_month, Currency::Nok.code())?,
    })
}

/// What the first step shows. A customer who may not send yet is told here, before typing anything.
pub async fn recipient_step(state: &AppState, actor: &Actor) -> Result<RecipientStep, RemittanceError> {
    let recipients = recipients::list(state, actor).await?;
    let may_send = decide(Some(actor), Action::SendRemittance, Resource::Own).is_ok();
    Ok(RecipientStep { recipients, may_send })
}

/// What the amount step shows.
pub async fn amount_step(
    state: &AppState,
    actor: &Actor,
    recipient: &RecipientId,
) -> Result<AmountStep, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    let recipient = recipients::find(state, actor, recipient).await?;
    let now = state.clock.now();
    let pricing = pricing(&state.db, &actor.user_id, recipient.country.currency(), now).await?;
    let limits = Limits::default();
    let left = limits.left(pricing.used_day, pricing.used_month);
    Ok(AmountStep {
        recipient,
        rate: pricing.rates.customer,
        mid_rate: pricing.rates.mid,
        rate_as_of: pricing.rates.as_of,
        least: limits.min,
        left_today: left.day,
        left_this_month: left.month,
        now,
    })
}

/// Fixes a price for half an hour.
pub async fn create_quote(
    state: &AppState,
    actor: &Actor,
    form: &QuoteForm,
) -> Result<QuoteId, RemittanceError> {
    decide(Some(actor), Action::SendRemittance, Resource::Own)?;
    let recipient_id: RecipientId = form.recipient.parse().map_err(|_| RemittanceError::NotFound)?;
    let recipient = recipients::find(state, actor, &recipient_id).await?;
    let now = state.clock.now();
    let side = parse_side(form, recipient.country)?;
    let pricing = pricing(&state.db, &actor.user_id, recipient.country.currency(), now).await?;
    let limits = Limits::default();
    let terms = domain::remittance::quote::quote(side, recipient.country, &pricing.rates, &limits, now)?;
    limits.check(terms.send, pricing.used_day, pricing.used_month)?;
    let id = QuoteId::generate(state.entropy.as_ref());
    // The recipient's present version, which the review step shows.
    save(state, actor, &recipient.id, &id, &terms, now).await?;
    Ok(id)
}

/// The side that was typed in last; when only one field is filled in, that one.
fn parse_side(form: &QuoteForm, country: Country) -> Result<Side, RemittanceError> {
    let (send, receive) = (form.send_amount.trim(), form.receive_amount.trim());
    let by_receive = !receive.is_empty() && (form.side == "receive" || send.is_empty());
    let malformed = |field: &str, error: MoneyError| {
        let code = match error {
            MoneyError::Overflow => FieldCode::AmountTooLarge,
            _ => FieldCode::AmountMalformed,
        };
        RemittanceError::Form(FieldErrors::from([(field.to_owned(), code)]))
    };
    if by_receive {
        let amount = Money::parse_input(receive, country.currency());
        return amount.map(Side::Receive).map_err(|error| malformed("receive_amount", error));
    }
    if send.is_empty() {
        return Err(RemittanceError::Form(FieldErrors::from([(
            "send_amount".to_owned(),
            FieldCode::Required,
        )])));
    }
    Money::parse_input(send, Currency::Nok).map(Side::Send).map_err(|error| malformed("send_amount", error))
}

async fn save(
    state: &AppState,
    actor: &Actor,
    recipient: &RecipientId,
    id: &QuoteId,
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<(), RemittanceError> {
    store::insert_quote(
        &state.db,
        &store::NewQuote {
            id,
            user_id: &actor.user_id,
            recipient_id: recipient,
            send: db::decimal(terms.send),
            fee: db::decimal(terms.fee),
            debit: db::decimal(terms.debit),
            receive: db::decimal(terms.receive),
            receive_currency: terms.receive.currency().code(),
            rate: db::rate_decimal(terms.rate),
            mid_rate: db::rate_decimal(terms.mid_rate),
            margin: db::decimal(terms.margin),
            rate_as_of: terms.rate_as_of,
            now,
            expires_at: terms.expires_at,
        },
    )
    .await?;
    Ok(())
}

/// What the review step shows: the whole price, before anything is asked of a bank (WCAG 3.3.4).
pub async fn review_step(
    state: &AppState,
    actor: &Actor,
    id: &QuoteId,
) -> Result<ReviewStep, RemittanceError> {
    let row = own_quote(&state.db, actor, id).await?;
    let now = state.clock.now();
    let quote = quote_view(row, now)?;
    let mut accounts = accounts::service::list(state, actor).await?;
    accounts.retain(|account| account.linked && account.balance.currency() == Currency::Nok);
    Ok(ReviewStep { quote, accounts, idempotency_key: state.entropy.hex(16) })
}

pub(super) async fn own_quote(
    db: impl sqlx::PgExecutor<'_>,
    actor: &Actor,
    id: &QuoteId,
) -> Result<store::QuoteRow, RemittanceError> {
    let row = store::quote(db, id).await?.ok_or(RemittanceError::NotFound)?;
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::CreateQuote, Resource::Quote { owner: &owner })?;
    Ok(row)
}

/// A price is for the account that it was made for: with another one, or none, it cannot be confirmed.
pub(super) fn recipient_gone(row: &store::QuoteRow) -> Option<RemittanceError> {
    match row.recipient_removed_reason.as_deref() {
        None => None,
        Some("replaced") => Some(RemittanceError::RecipientReplaced),
        Some(_) => Some(RemittanceError::RecipientRemoved),
    }
}

fn quote_view(row: store::QuoteRow, now: DateTime<Utc>) -> Result<QuoteView, RemittanceError> {
    let country: Country = db::parsed("a country", &row.recipient_country)?;
    let iban: Iban = db::parsed("an IBAN", &row.recipient_account)?;
    Ok(QuoteView {
        recipient_gone: recipient_gone(&row).map(AppError::from),
        id: db::parsed("a quote id", &row.id)?,
        recipient: RecipientView {
            id: db::parsed("a recipient id", &row.recipient_id)?,
            name: row.recipient_name,
            country,
            iban: iban.grouped(),
            bank_name: row.recipient_bank_name,
        },
        send: db::money(row.send_amount, &row.currency)?,
        fee: db::money(row.fee, &row.currency)?,
        debit: db::money(row.debit_amount, &row.currency)?,
        receive: db::money(row.receive_amount, &row.receive_currency)?,
        rate: db::rate(row.rate)?,
        mid_rate: db::rate(row.mid_rate)?,
        rate_as_of: row.rate_as_of,
        margin: db::money(row.margin_amount, &row.currency)?,
        expires_at: row.expires_at,
        delivery_by: delivery_by(now, country),
        now,
    })
}

/// Carries a new order to the bank and says where the browser goes next. Whatever goes wrong here loses nothing:
/// the order is written, the payment's page shows where it stands, and the reconciler carries it on.
pub async fn carry_to_bank(state: &AppState, id: &TransactionId, psu_ip: IpAddr) -> String {
    let own_page = format!("/activity/{id}");
    if let Err(error) = payments::service::advance(state, id, psu_ip).await {
        tracing::error!(%error, transaction = %id, "carrying a new order to the bank");
        return own_page;
    }
    match payments::service::approval_link(state, id).await {
        Ok(Some(link)) => link,
        Ok(None) => own_page,
        Err(error) => {
            tracing::error!(%error, transaction = %id, "looking for the approval link");
            own_page
        }
    }
}
