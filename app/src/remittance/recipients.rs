//! Use cases of recipients: list, add.
use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::form::{FieldCode, RecipientName};
use domain::ids::RecipientId;
use domain::remittance::corridor::Country;
use serde_json::json;

use super::model::{RecipientForm, RecipientView};
use super::service::RemittanceError;
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::FieldErrors;

pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<RecipientView>, RemittanceError> {
    decide(Some(actor), Action::ManageRecipients, Resource::Own)?;
    let rows = store::recipients(&state.db, &actor.user_id).await?;
    rows.into_iter().map(view).collect()
}

fn view(row: store::RecipientRow) -> Result<RecipientView, RemittanceError> {
    let iban: Iban = db::parsed("an IBAN", &row.bank_account)?;
    Ok(RecipientView {
        id: db::parsed("a recipient id", &row.id)?,
        name: row.name,
        country: db::parsed("a country", &row.country)?,
        iban: iban.grouped(),
        bank_name: row.bank_name,
    })
}

/// Adds a recipient; the currency follows from the country and the bank's name from the IBAN, where it is known.
pub async fn add(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &RecipientForm,
) -> Result<RecipientId, RemittanceError> {
    decide(Some(actor), Action::ManageRecipients, Resource::Own)?;
    let (name, country, iban) = parse(form)?;
    let (id, now) = (RecipientId::generate(state.entropy.as_ref()), state.clock.now());
    let mut tx = state.db.begin().await?;
    store::insert_recipient_in_tx(
        &mut tx,
        &store::NewRecipient {
            id: &id,
            user_id: &actor.user_id,
            name: name.as_str(),
            country: country.code(),
            currency: country.currency().code(),
            iban: iban.as_str(),
            bank_name: iban.bank_name(),
            now,
        },
    )
    .await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(&actor.user_id),
            action: "recipient.create",
            resource: Some(("recipient", id.as_str())),
            details: json!({ "country": country.code() }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

fn parse(form: &RecipientForm) -> Result<(RecipientName, Country, Iban), RemittanceError> {
    let mut errors = FieldErrors::new();
    let mut note = |name: &str, code: FieldCode| {
        errors.insert(name.to_owned(), code);
    };
    let name = RecipientName::parse(&form.name).map_err(|code| note("name", code)).ok();
    let country: Option<Country> =
        form.country.parse().map_err(|_| note("country", FieldCode::CountryUnsupported)).ok();
    let iban = if form.iban.trim().is_empty() {
        note("iban", FieldCode::Required);
        None
    } else {
        Iban::parse(&form.iban).map_err(|error| note("iban", error.into())).ok()
    };
    if let (Some(country), Some(iban)) = (country, &iban)
        && !country.iban_matches(iban)
    {
        note("iban", FieldCode::IbanWrongCountry);
    }
    match (name, country, iban) {
        (Some(name), Some(country), Some(iban)) if errors.is_empty() => Ok((name, country, iban)),
        _ => Err(RemittanceError::Form(errors)),
    }
}
