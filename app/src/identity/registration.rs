//! Opening an account: for a customer by the form, for staff by the command line.
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::calendar::oslo_date;
use domain::form::{BirthDate, Email, FieldCode, Password, PersonName, Phone};
use domain::ids::{ConsentId, UserId};
use domain::throttle::LOGINS;
use serde_json::json;
use sqlx::PgConnection;

use super::account::service as account;
use super::model::RegisterForm;
use super::service::IdentityError;
use super::{store, strength};
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::{audit, db, throttle};

struct NewPerson {
    email: Email,
    first_name: PersonName,
    last_name: PersonName,
    phone: Phone,
    born: BirthDate,
    password: Password,
}

fn parse_registration(form: &RegisterForm, today: chrono::NaiveDate) -> Result<NewPerson, IdentityError> {
    let mut errors = FieldErrors::new();
    let mut note = |name: &str, code: FieldCode| {
        errors.insert(name.to_owned(), code);
    };
    let first_name = PersonName::parse(&form.first_name).map_err(|code| note("first_name", code)).ok();
    let last_name = PersonName::parse(&form.last_name).map_err(|code| note("last_name", code)).ok();
    let email = Email::parse(&form.email).map_err(|code| note("email", code)).ok();
    let phone = Phone::parse(&form.phone).map_err(|code| note("phone", code)).ok();
    let born = BirthDate::parse(&form.date_of_birth, today).map_err(|code| note("date_of_birth", code)).ok();
    let about = [form.email.as_str(), &form.first_name, &form.last_name, &form.phone, "drop"];
    let password = strength::parse(&form.password, &about).map_err(|code| note("password", code)).ok();
    if !form.terms {
        note("terms", FieldCode::ConsentRequired);
    }
    if !form.privacy {
        note("privacy", FieldCode::ConsentRequired);
    }
    match (email, first_name, last_name, phone, born, password) {
        (Some(email), Some(first_name), Some(last_name), Some(phone), Some(born), Some(password))
            if errors.is_empty() =>
        {
            Ok(NewPerson { email, first_name, last_name, phone, born, password })
        }
        _ => Err(IdentityError::Form(errors)),
    }
}

/// Keeps what somebody has typed until the link in a letter shows that the address is theirs; says which link.
///
/// Everything here is done alike for an address that has an account and for one that has none: who has it is looked up
/// when the letter is written, after the answer (ASVS 6.3.8).
pub async fn register(
    state: &AppState,
    request: &RequestInfo,
    form: &RegisterForm,
    language: &str,
) -> Result<i64, IdentityError> {
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let person = parse_registration(form, oslo_date(state.clock.now()))?;
    strength::refuse_leaked(state, &person.password)
        .await
        .map_err(|code| IdentityError::Form(FieldErrors::from([("password".to_owned(), code)])))?;
    account::count_letter(state, request, person.email.as_str()).await?;
    let password_hash = state.passwords.hash(&person.password).await?;
    account::keep_registration(
        state,
        request,
        &account::NewAccount {
            email: person.email.as_str(),
            password_hash: &password_hash,
            first_name: person.first_name.as_str(),
            last_name: person.last_name.as_str(),
            phone: person.phone.as_str(),
            born: person.born.date(),
            marketing: form.marketing,
            language,
        },
    )
    .await
}

/// A registration that its link has confirmed.
pub(super) struct Confirmed<'a> {
    pub email: &'a str,
    pub password_hash: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub phone: &'a str,
    pub born: NaiveDate,
    pub language: &'a str,
    pub consents: &'a [&'a str],
    /// When and from where the consents were given.
    pub registered_at: DateTime<Utc>,
    pub ip: &'a str,
}

/// Opens an account: the person, their settings, their consents and the audit row.
pub(super) async fn open_account_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    request: &RequestInfo,
    person: &Confirmed<'_>,
) -> Result<UserId, IdentityError> {
    let now = state.clock.now();
    let user_id = UserId::generate(state.entropy.as_ref());
    let user = store::NewUser {
        id: &user_id,
        email: person.email,
        password_hash: person.password_hash,
        first_name: person.first_name,
        last_name: person.last_name,
        phone: Some(person.phone),
        date_of_birth: Some(person.born),
        role: Role::User.as_str(),
        language: person.language,
        now,
    };
    store::insert_user_in_tx(tx, &user).await.map_err(taken_email)?;
    for consent in person.consents {
        let id = ConsentId::generate(state.entropy.as_ref());
        store::insert_consent_in_tx(tx, &id, &user_id, consent, person.ip, person.registered_at).await?;
    }
    let entry = audit::Entry {
        user_id: Some(&user_id),
        action: "auth.register",
        resource: Some(("user", user_id.as_str())),
        details: json!({ "consents": person.consents }),
    };
    audit::record_in_tx(tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    Ok(user_id)
}

fn taken_email(error: sqlx::Error) -> IdentityError {
    if db::violated_constraint(&error) == Some("users_email_key") {
        return IdentityError::Form(FieldErrors::from([("email".to_owned(), FieldCode::Taken)]));
    }
    IdentityError::Database(error)
}

/// Adds an officer or a lead. Staff accounts are made only from the command line.
pub async fn add_staff(
    state: &AppState,
    email: &Email,
    name: (&PersonName, &PersonName),
    role: Role,
    password: &Password,
) -> Result<UserId, IdentityError> {
    let now = state.clock.now();
    let user_id = UserId::generate(state.entropy.as_ref());
    let password_hash = state.passwords.hash(password).await?;
    let mut tx = state.db.begin().await?;
    store::insert_user_in_tx(
        &mut tx,
        &store::NewUser {
            id: &user_id,
            email: email.as_str(),
            password_hash: &password_hash,
            first_name: name.0.as_str(),
            last_name: name.1.as_str(),
            phone: None,
            date_of_birth: None,
            role: role.as_str(),
            language: "nb",
            now,
        },
    )
    .await
    .map_err(taken_email)?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        None,
        audit::Entry {
            user_id: Some(&user_id),
            action: "staff.add",
            resource: Some(("user", user_id.as_str())),
            details: json!({ "role": role.as_str() }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(user_id)
}
