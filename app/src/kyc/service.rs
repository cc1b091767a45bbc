//! Use cases of a customer's identity: see how far it is, and hand it in.
use std::collections::BTreeMap;

use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::form::{BirthDate, City, FieldCode, NationalId, Nationality, Occupation, PostalCode, Street};
use domain::identity::{CaseStatus, IdentityStep, Submission, SubmitError, Topic, may_submit};
use domain::ids::KycCaseId;
use serde_json::json;
use sqlx::PgConnection;

use super::model::{IdentityForm, IdentityFormView, IdentityView, LastCase};
use super::{countries, store};
use crate::context::{AppState, RequestInfo, flatten};
use crate::error::{AppError, FieldErrors};
use crate::form::Flash;
use crate::identity::service::{Visitor, correct_birth_date_in_tx};
use crate::jobs::{Job, enqueue_in_tx, service::JobsError};
use crate::vault::service::{NATIONAL_ID, national_id};
use crate::vault::{Place, VaultError};
use crate::{audit, db};

/// Longer than any way of writing eleven digits; a longer text is not worth keeping.
const NUMBER_MAX_CHARS: usize = 40;

#[derive(Debug, thiserror::Error)]
pub enum KycError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("no such person")]
    NotFound,
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<KycError> for AppError {
    fn from(error: KycError) -> Self {
        match error {
            KycError::Form(fields) => Self::Form(fields),
            KycError::Refused(refusal) => refusal.into(),
            KycError::NotFound => Self::NotFound,
            KycError::Vault(_) | KycError::Jobs(_) | KycError::Database(_) | KycError::BadRow(_) => {
                tracing::error!(%error, "identity check");
                Self::Unexpected
            }
        }
    }
}

/// How far we are, and what was handed in last.
pub async fn view(state: &AppState, visitor: &Visitor, language: &str) -> Result<IdentityView, KycError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let person = store::person(&state.db, &visitor.actor.user_id).await?.ok_or(KycError::NotFound)?;
    let step = step(&visitor.actor, person.last.as_ref())?;
    let asked = asked(person.last.as_ref())?;
    let last = person.last.map(|row| LastCase {
        national_id: row.national_id_masked,
        nationality: countries::name(&row.nationality, language).to_owned(),
        address: format!("{}, {} {}", row.street, row.postal_code, row.city),
        occupation: row.occupation,
        submitted_at: row.submitted_at,
    });
    Ok(IdentityView { step, asked, last, now: state.clock.now() })
}

/// What the form begins with. The number is never filled in from what was handed in before: that would be a reading.
pub async fn form(
    state: &AppState,
    visitor: &Visitor,
    typed: Option<Flash>,
    language: &str,
) -> Result<IdentityFormView, KycError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let person = store::person(&state.db, &visitor.actor.user_id).await?.ok_or(KycError::NotFound)?;
    let (step, asked) = (step(&visitor.actor, person.last.as_ref())?, asked(person.last.as_ref())?);
    let flash = match typed.filter(|flash| !flash.values.is_empty()) {
        Some(flash) => unsealed(state, &visitor.actor, flash),
        None => Flash { error: None, values: known(&person) },
    };
    Ok(IdentityFormView { step, asked, flash, countries: countries::names(language) })
}

fn step(actor: &Actor, last: Option<&store::LastRow>) -> Result<IdentityStep, KycError> {
    let last: Option<CaseStatus> =
        last.map(|row| db::parsed("a submission's status", &row.status)).transpose()?;
    Ok(IdentityStep::of(actor.kyc, last))
}

fn asked(last: Option<&store::LastRow>) -> Result<Vec<Topic>, KycError> {
    let topics = last.into_iter().flat_map(|row| &row.asked);
    Ok(topics.map(|topic| db::parsed("a topic", topic)).collect::<Result<_, _>>()?)
}

/// What we know already, so that nobody types it twice.
fn known(person: &store::PersonRow) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    if let Some(born) = person.date_of_birth {
        values.insert("date_of_birth".to_owned(), born.format("%d.%m.%Y").to_string());
    }
    if let Some(last) = &person.last {
        let before = IdentityForm {
            nationality: last.nationality.clone(),
            street: last.street.clone(),
            postal_code: last.postal_code.clone(),
            city: last.city.clone(),
            employment: last.employment.clone(),
            occupation: last.occupation.clone(),
            purpose: last.purpose.clone(),
            source_of_funds: last.source_of_funds.clone(),
            exposure: last.exposure.clone(),
            monthly: last.monthly.clone(),
            ..IdentityForm::default()
        };
        values.extend(flatten(&before).into_iter().filter(|(_, value)| !value.is_empty()));
    }
    values
}

/// Takes what a customer tells. A form that comes twice is taken once; one that comes when nothing is asked changes
/// nothing. What becomes of it is decided elsewhere and later: nothing in this answer, nor in its time, depends on it.
pub async fn submit(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &IdentityForm,
) -> Result<(), KycError> {
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let now = state.clock.now();
    let given = parse(form, oslo_date(now), state.settings.demo).map_err(KycError::Form)?;
    let mut tx = state.db.begin().await?;
    let person = store::lock_person_in_tx(&mut tx, &actor.user_id).await?.ok_or(KycError::NotFound)?;
    let kyc = db::parsed("a KYC status", &person.kyc_status)?;
    let last = person.last_status.as_deref();
    let last = last.map(|status| db::parsed("a submission's status", status)).transpose()?;
    match may_submit(kyc, last) {
        Ok(()) => {}
        Err(SubmitError::Waits | SubmitError::Decided) => return Ok(()),
    }
    let id = KycCaseId::generate(state.entropy.as_ref());
    insert_in_tx(&mut tx, state, actor, &id, &given).await?;
    let born = given.national_id.born();
    if person.date_of_birth != Some(born) {
        correct_birth_date_in_tx(&mut tx, &actor.user_id, born).await?;
    }
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(&actor.user_id),
            action: "kyc.submit",
            resource: Some(("kyc_case", id.as_str())),
            details: json!({ "corrected_birth_date": person.date_of_birth != Some(born) }),
        },
    )
    .await?;
    enqueue_in_tx(&mut tx, state, &Job::AssessIdentity { case: id }, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn insert_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    id: &KycCaseId,
    given: &Submission,
) -> Result<(), KycError> {
    let number = given.national_id.reveal();
    let row = store::NewCase {
        id,
        user: &actor.user_id,
        national_id: &state.vault.seal(national_id(id.as_str()), number)?,
        national_id_hash: &state.vault.fingerprint(NATIONAL_ID, number),
        national_id_masked: &given.national_id.masked(),
        nationality: given.nationality.as_str(),
        street: given.street.as_str(),
        postal_code: given.postal_code.as_str(),
        city: given.city.as_str(),
        employment: given.employment.as_str(),
        occupation: given.occupation.as_str(),
        purpose: given.purpose.as_str(),
        source_of_funds: given.source_of_funds.as_str(),
        exposure: given.exposure.as_str(),
        monthly: given.monthly.as_str(),
        now: state.clock.now(),
    };
    Ok(store::insert_case_in_tx(tx, &row).await?)
}

/// Every field at once. `synthetic`: a site of play money, which takes numbers that are nobody's.
fn parse(form: &IdentityForm, today: chrono::NaiveDate, synthetic: bool) -> Result<Submission, FieldErrors> {
    let mut fields = Fields::default();
    let number = NationalId::parse(&form.national_id).and_then(|number| {
        if number.is_synthetic() && !synthetic { Err(FieldCode::NationalIdSynthetic) } else { Ok(number) }
    });
    let national_id = fields.take("national_id", number);
    let born = BirthDate::parse(&form.date_of_birth, today).and_then(|born| match &national_id {
        Some(number) if number.born() != born.date() => Err(FieldCode::BirthDateContradicts),
        _ => Ok(born),
    });
    fields.take("date_of_birth", born);
    let nationality = fields.take("nationality", Nationality::parse(&form.nationality));
    let street = fields.take("street", Street::parse(&form.street));
    let postal_code = fields.take("postal_code", PostalCode::parse(&form.postal_code));
    let city = fields.take("city", City::parse(&form.city));
    let employment = fields.choice("employment", &form.employment);
    let occupation = fields.take("occupation", Occupation::parse(&form.occupation));
    let purpose = fields.choice("purpose", &form.purpose);
    let source_of_funds = fields.choice("source_of_funds", &form.source_of_funds);
    let exposure = fields.choice("exposure", &form.exposure);
    let monthly = fields.choice("monthly", &form.monthly);
    let person = (national_id, nationality, street, postal_code, city);
    match (person, (employment, occupation, purpose, source_of_funds, exposure, monthly)) {
        (
            (Some(national_id), Some(nationality), Some(street), Some(postal_code), Some(city)),
            (
                Some(employment),
                Some(occupation),
                Some(purpose),
                Some(source_of_funds),
                Some(exposure),
                Some(monthly),
            ),
        ) if fields.0.is_empty() => Ok(Submission {
            national_id,
            nationality,
            street,
            postal_code,
            city,
            employment,
            occupation,
            purpose,
            source_of_funds,
            exposure,
            monthly,
        }),
        _ => Err(fields.0),
    }
}

/// What is wrong, collected while fields are read.
#[derive(Default)]
struct Fields(FieldErrors);

impl Fields {
    fn take<T>(&mut self, name: &str, read: Result<T, FieldCode>) -> Option<T> {
        read.map_err(|code| self.0.insert(name.to_owned(), code)).ok()
    }

    fn choice<T: std::str::FromStr>(&mut self, name: &str, text: &str) -> Option<T> {
        let missing = if text.is_empty() { FieldCode::Required } else { FieldCode::Unknown };
        self.take(name, text.parse().map_err(|_| missing))
    }
}

/// Where a number that was turned back rests until the form is shown again.
fn resting(actor: &Actor) -> Place<'_> {
    Place { table: "tower_sessions.session", column: "identity form", row: actor.user_id.as_str() }
}

/// The form as it may be kept in the session: with the number sealed.
#[must_use]
pub fn sealed(state: &AppState, actor: &Actor, form: IdentityForm) -> IdentityForm {
    let typed = Some(form.national_id.as_str()).filter(|text| text.chars().count() <= NUMBER_MAX_CHARS);
    let sealed = typed.and_then(|text| state.vault.seal(resting(actor), text).ok());
    IdentityForm { national_id: sealed.unwrap_or_default(), ..form }
}

fn unsealed(state: &AppState, actor: &Actor, mut flash: Flash) -> Flash {
    if let Some(kept) = flash.values.get_mut("national_id") {
        *kept = state.vault.open(resting(actor), kept).unwrap_or_default();
    }
    flash
}

/// A country in a language; its code where it has no name there.
#[must_use]
pub fn country_name<'a>(code: &'a str, language: &str) -> &'a str {
    countries::name(code, language)
}
