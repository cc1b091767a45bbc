//! Use cases of "Me": how everything stands, who one is, which currency is shown beside kroner.
use chrono::Duration;
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::form::FieldCode;
use domain::money::Currency;
use serde_json::json;

use super::model::{Choices, Counts, CurrencyForm, Hub, Profile};
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::identity::service::{IDLE_MINUTES, Visitor};
use crate::kyc::service::KycError;
use crate::{audit, db, kyc};

#[derive(Debug, thiserror::Error)]
pub enum MeError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error(transparent)]
    Kyc(#[from] KycError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<MeError> for AppError {
    fn from(error: MeError) -> Self {
        match error {
            MeError::Form(fields) => Self::Form(fields),
            MeError::Refused(refusal) => refusal.into(),
            MeError::Kyc(error) => error.into(),
            MeError::Database(_) | MeError::BadRow(_) => {
                tracing::error!(%error, "me");
                Self::Unexpected
            }
        }
    }
}

/// How everything of one's own stands.
pub async fn hub(state: &AppState, visitor: Visitor) -> Result<Hub, MeError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let now = state.clock.now();
    let idle = now - Duration::minutes(IDLE_MINUTES);
    let row = store::hub(&state.db, &visitor.actor.user_id, now, idle, oslo_date(now)).await?;
    Ok(Hub {
        first_name: visitor.first_name,
        last_name: visitor.last_name,
        email: visitor.email,
        identity: visitor.identity,
        unread: visitor.unread,
        counts: Counts {
            logins: row.logins,
            has_factor: row.has_factor,
            banks: row.banks,
            shops: row.shops,
            complaints: row.complaints,
            requests: row.requests,
        },
        currency: currency_of(row.currency.as_deref())?,
    })
}

/// Who the customer is to us, with what they told of themselves.
pub async fn profile(state: &AppState, visitor: Visitor, language: &str) -> Result<Profile, MeError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let told = kyc::service::view(state, &visitor, language).await?.last;
    Ok(Profile {
        born: store::born(&state.db, &visitor.actor.user_id).await?,
        told,
        first_name: visitor.first_name,
        last_name: visitor.last_name,
        email: visitor.email,
        phone: visitor.phone,
        identity: visitor.identity,
        now: state.clock.now(),
    })
}

/// What the page of language and currency begins with.
pub async fn choices(state: &AppState, actor: &Actor, flash: Flash) -> Result<Choices, MeError> {
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let currency = store::currency(&state.db, &actor.user_id).await?;
    Ok(Choices { currency: currency_of(currency.as_deref())?, flash })
}

/// Chooses the currency that is shown beside kroner; kroner themselves for none.
pub async fn choose_currency(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &CurrencyForm,
) -> Result<(), MeError> {
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let currency: Currency = form
        .currency
        .parse()
        .map_err(|_| MeError::Form(FieldErrors::from([("currency".to_owned(), FieldCode::Unknown)])))?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    store::save_currency_in_tx(&mut tx, &actor.user_id, currency, now).await?;
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action: "settings.currency",
        resource: Some(("user", actor.user_id.as_str())),
        details: json!({ "currency": currency }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

fn currency_of(stored: Option<&str>) -> Result<Currency, db::BadRow> {
    stored.map_or(Ok(Currency::Nok), |code| db::parsed("a currency", code))
}
