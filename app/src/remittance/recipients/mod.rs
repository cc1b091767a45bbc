//! Use cases of recipients: list, look at one, add, change, remove.
mod store;
#[cfg(test)]
mod tests;

use domain::access::{Action, Actor, Resource, decide};
use domain::bank::iban::Iban;
use domain::form::{FieldCode, RecipientName};
use domain::ids::RecipientId;
use domain::remittance::corridor::Country;
use serde_json::json;
use sqlx::PgConnection;

use super::model::{
    PaymentLine, RECIPIENTS_MAX, RecipientDetails, RecipientForm, RecipientFormStep, RecipientView,
};
use super::service::RemittanceError;
use super::store::lock_customer_in_tx;
use crate::compliance::screening::service::screen_recipient_in_tx;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::form::Flash;
use crate::{audit, db};

/// Payments that a recipient's page shows.
const PAYMENTS_SHOWN: i64 = 5;

pub async fn list(state: &AppState, actor: &Actor) -> Result<Vec<RecipientView>, RemittanceError> {
    decide(Some(actor), Action::ManageRecipients, Resource::Own)?;
    let rows = store::recipients(&state.db, &actor.user_id, i64::from(RECIPIENTS_MAX)).await?;
    rows.into_iter().map(|row| view(&row)).collect()
}

async fn own(
    db: impl sqlx::PgExecutor<'_>,
    actor: &Actor,
    action: Action,
    id: &RecipientId,
) -> Result<store::RecipientRow, RemittanceError> {
    let row = store::current(db, id).await?.ok_or(RemittanceError::NotFound)?;
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), action, Resource::Recipient { owner: &owner })?;
    Ok(row)
}

fn view(row: &store::RecipientRow) -> Result<RecipientView, RemittanceError> {
    let iban: Iban = db::parsed("an IBAN", &row.bank_account)?;
    Ok(RecipientView {
        id: db::parsed("a recipient id", &row.id)?,
        name: row.name.clone(),
        country: db::parsed("a country", &row.country)?,
        iban: iban.grouped(),
        // Written before the bank was known here: it may be now.
        bank_name: row.bank_name.clone().or_else(|| iban.bank_name().map(str::to_owned)),
    })
}

/// What a recipient's own page shows; also of one who was removed, since the payments remain.
pub async fn details(
    state: &AppState,
    actor: &Actor,
    id: &RecipientId,
) -> Result<RecipientDetails, RemittanceError> {
    let found = store::details(&state.db, id, PAYMENTS_SHOWN).await?.ok_or(RemittanceError::NotFound)?;
    let (row, payments) = found.split();
    let owner = db::parsed("a user id", &row.user_id)?;
    decide(Some(actor), Action::ViewRecipient, Resource::Recipient { owner: &owner })?;
    Ok(RecipientDetails {
        recipient: view(&row)?,
        removed: row.removed,
        payments: payments.into_iter().map(line).collect::<Result<_, _>>()?,
        now: state.clock.now(),
    })
}

fn line(row: store::PaymentRow) -> Result<PaymentLine, RemittanceError> {
    let received = row.receive_amount.zip(row.receive_currency);
    Ok(PaymentLine {
        id: db::parsed("a transaction id", &row.id)?,
        status: db::parsed("a status", &row.status)?,
        amount: db::money(row.amount, &row.currency)?,
        receive: received.map(|(amount, currency)| db::money(amount, &currency)).transpose()?,
        created_at: row.created_at,
    })
}

/// What the form begins with: `recipient` to change it, `copy_of` to add one again who was removed, or neither.
pub async fn form(
    state: &AppState,
    actor: &Actor,
    recipient: &str,
    copy_of: &str,
) -> Result<RecipientFormStep, RemittanceError> {
    let mut known = list(state, actor).await?;
    let mut flash = Flash::default();
    if !recipient.is_empty() {
        let id = recipient.parse().map_err(|_| RemittanceError::NotFound)?;
        let row = own(&state.db, actor, Action::ManageRecipients, &id).await?;
        if row.removed {
            return Err(RemittanceError::RecipientRemoved);
        }
        known.retain(|it| it.id.as_str() != row.id);
        flash.values = written(&row)?;
    } else if let Ok(id) = copy_of.parse() {
        let row = own(&state.db, actor, Action::ViewRecipient, &id).await?;
        flash.values = written(&row)?;
        flash.values.retain(|field, _| matches!(field.as_str(), "name" | "country" | "iban"));
    }
    Ok(RecipientFormStep { flash, known })
}

/// A recipient as the form's fields hold it.
fn written(row: &store::RecipientRow) -> Result<std::collections::BTreeMap<String, String>, RemittanceError> {
    let view = view(row)?;
    let fields = [
        ("recipient", row.id.clone()),
        ("version", row.version.to_string()),
        ("name", view.name),
        ("country", view.country.code().to_owned()),
        ("iban", view.iban),
    ];
    Ok(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Adds a recipient; the currency follows from the country and the bank's name from the IBAN, where it is known.
/// The same name and account once more is the same recipient: a form that is sent twice adds one.
pub async fn add(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &RecipientForm,
) -> Result<RecipientId, RemittanceError> {
    decide(Some(actor), Action::ManageRecipients, Resource::Own)?;
    let typed = Typed::parse(form)?;
    let mut tx = state.db.begin().await?;
    lock_customer_in_tx(&mut tx, &actor.user_id).await?;
    let holders = store::holders_in_tx(&mut tx, &actor.user_id, typed.iban.as_str()).await?;
    if let Some(id) = holders.same_account {
        let id = db::parsed("a recipient id", &id)?;
        let same_name = holders.same_account_name.as_deref() == Some(typed.name.as_str());
        return if same_name { Ok(id) } else { Err(RemittanceError::RecipientExists(id)) };
    }
    if holders.count >= i64::from(RECIPIENTS_MAX) {
        return Err(RemittanceError::TooManyRecipients);
    }
    let id = enter_in_tx(&mut tx, state, actor, request, &typed, Entry::Added).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a recipient. A new name is written over the old one. A new account is a new version, with an id of its
/// own, so that payments, prices and receipts keep the account that they were made for.
pub async fn edit(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &RecipientForm,
) -> Result<RecipientId, RemittanceError> {
    let id: RecipientId = form.recipient.parse().map_err(|_| RemittanceError::NotFound)?;
    let mut tx = state.db.begin().await?;
    lock_customer_in_tx(&mut tx, &actor.user_id).await?;
    let row = own(&mut *tx, actor, Action::ManageRecipients, &id).await?;
    if row.removed {
        return Err(RemittanceError::RecipientRemoved);
    }
    if form.version != row.version.to_string() {
        return Err(RemittanceError::RecipientChanged);
    }
    let typed = Typed::parse(form)?;
    let same_account = typed.iban.as_str() == row.bank_account;
    if same_account && typed.name.as_str() == row.name {
        return Ok(db::parsed("a recipient id", &row.id)?);
    }
    let entry = if same_account {
        Entry::Renamed(&row)
    } else {
        let holders = store::holders_in_tx(&mut tx, &actor.user_id, typed.iban.as_str()).await?;
        if let Some(other) = holders.same_account {
            return Err(RemittanceError::RecipientExists(db::parsed("a recipient id", &other)?));
        }
        Entry::NewVersion(&row)
    };
    let id = enter_in_tx(&mut tx, state, actor, request, &typed, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// How somebody comes to be a payee.
enum Entry<'a> {
    Added,
    NewVersion(&'a store::RecipientRow),
    Renamed(&'a store::RecipientRow),
}

/// Nobody can be paid who has not come through here: a new recipient, another account of one, another name. What is
/// to look at payees belongs here, and sees them all.
async fn enter_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    typed: &Typed,
    entry: Entry<'_>,
) -> Result<RecipientId, RemittanceError> {
    let now = state.clock.now();
    let (version, previous) = match entry {
        Entry::Added => (1, None),
        Entry::NewVersion(old) | Entry::Renamed(old) => (old.version + 1, Some(old.id.as_str())),
    };
    let id = match entry {
        Entry::Renamed(old) => {
            store::rename_in_tx(tx, &old.id, typed.name.as_str()).await?;
            db::parsed("a recipient id", &old.id)?
        }
        Entry::Added | Entry::NewVersion(_) => {
            let id = RecipientId::generate(state.entropy.as_ref());
            let new = typed.row(&id, &actor.user_id, version, previous, now);
            store::insert_in_tx(tx, &new).await?;
            id
        }
    };
    let (action, details) = match entry {
        Entry::Added => ("recipient.create", json!({ "country": typed.country.code() })),
        Entry::Renamed(_) => ("recipient.rename", json!({ "version": version })),
        Entry::NewVersion(old) => {
            store::replace_in_tx(tx, &old.id, &id, now).await?;
            ("recipient.replace", json!({ "country": typed.country.code(), "previous": old.id }))
        }
    };
    record_in_tx(tx, state, actor, request, (action, &id, details)).await?;
    screen_recipient_in_tx(tx, state, &id).await?;
    Ok(id)
}

/// Takes a recipient off the list. Payments, prices and receipts keep it; a price that is open can no longer be
/// confirmed. Removing twice is removing once.
pub async fn remove(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    id: &RecipientId,
) -> Result<RecipientId, RemittanceError> {
    let mut tx = state.db.begin().await?;
    lock_customer_in_tx(&mut tx, &actor.user_id).await?;
    let row = own(&mut *tx, actor, Action::ManageRecipients, id).await?;
    let current = db::parsed("a recipient id", &row.id)?;
    if !row.removed {
        store::remove_in_tx(&mut tx, &row.id, state.clock.now()).await?;
        let details = json!({ "country": row.country });
        record_in_tx(&mut tx, state, actor, request, ("recipient.remove", &current, details)).await?;
        tx.commit().await?;
    }
    Ok(current)
}

async fn record_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (action, id, details): (&'static str, &RecipientId, serde_json::Value),
) -> Result<(), RemittanceError> {
    let entry = audit::Entry {
        user_id: Some(&actor.user_id),
        action,
        resource: Some(("recipient", id.as_str())),
        details,
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    Ok(())
}

/// A form that has the right shape.
struct Typed {
    name: RecipientName,
    country: Country,
    iban: Iban,
}

impl Typed {
    fn parse(form: &RecipientForm) -> Result<Self, RemittanceError> {
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
            (Some(name), Some(country), Some(iban)) if errors.is_empty() => Ok(Self { name, country, iban }),
            _ => Err(RemittanceError::Form(errors)),
        }
    }

    fn row<'a>(
        &'a self,
        id: &'a RecipientId,
        user_id: &'a domain::ids::UserId,
        version: i32,
        previous: Option<&'a str>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> store::NewRecipient<'a> {
        store::NewRecipient {
            id,
            user_id,
            name: self.name.as_str(),
            country: self.country.code(),
            currency: self.country.currency().code(),
            iban: self.iban.as_str(),
            bank_name: self.iban.bank_name(),
            version,
            previous,
            now,
        }
    }
}
