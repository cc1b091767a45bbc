//! Which countries raise a customer's risk, from which day on.
mod store;

use domain::access::{Action, Actor, Resource, decide};
use domain::compliance::kyc::CountryRisk;
use domain::form::Nationality;
use serde_json::json;

use super::model::CountryLine;
use super::service::KycError;
use crate::context::{AppState, RequestInfo};
use crate::{audit, db};

const SOURCE_MAX_CHARS: usize = 200;

/// What was set, the latest day of each country first.
pub async fn countries(state: &AppState, actor: &Actor) -> Result<Vec<CountryLine>, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let line = |row: store::CountryRow| {
        Ok(CountryLine {
            risk: db::parsed("a country's risk", &row.risk)?,
            country: row.country,
            valid_from: row.valid_from,
            source: row.source,
        })
    };
    store::countries(&state.db).await?.into_iter().map(line).collect()
}

/// Sets what holds for a country from a day on. What held before stays written down; who was assessed before keeps their
/// class until they are looked at again.
pub async fn set_country(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    set: &CountryLine,
) -> Result<(), KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let known = Nationality::parse(&set.country).is_ok();
    let source = set.source.split_whitespace().collect::<Vec<_>>().join(" ");
    if !known || source.is_empty() || source.chars().count() > SOURCE_MAX_CHARS {
        return Err(KycError::BadCountry);
    }
    let mut tx = state.db.begin().await?;
    let set = CountryLine { source, ..set.clone() };
    if !store::insert_country_in_tx(&mut tx, &set, &actor.user_id, state.clock.now()).await? {
        return Err(KycError::CountryTaken);
    }
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        state.clock.now(),
        request,
        audit::Entry {
            user_id: Some(&actor.user_id),
            action: "kyc.country",
            resource: Some(("country", &set.country)),
            details: json!({ "risk": set.risk, "from": set.valid_from, "source": set.source }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The gravest of what holds today for these countries.
pub(super) fn gravest(risks: &[CountryRisk]) -> CountryRisk {
    risks.iter().copied().max().unwrap_or(CountryRisk::Ordinary)
}
