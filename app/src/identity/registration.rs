//! Opening an account: for a customer by the form, for staff by the command line.
use domain::access::Role;
use domain::calendar::oslo_date;
use domain::form::{BirthDate, Email, FieldCode, Password, PersonName, Phone};
use domain::ids::{ConsentId, UserId};
use domain::throttle::LOGINS;
use serde_json::json;

use super::model::RegisterForm;
use super::service::IdentityError;
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::error::FieldErrors;
use crate::{audit, db, throttle};

/// zxcvbn's scale is 0–4; 3 is "safely unguessable: moderate protection from offline slow-hash scenario".
const PASSWORD_SCORE_MIN: u8 = 3;

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
    let password = Password::parse(&form.password).map_err(|code| note("password", code)).ok();
    if let Some(password) = &password {
        let about = [form.email.as_str(), &form.first_name, &form.last_name, &form.phone, "drop"];
        if u8::from(zxcvbn::zxcvbn(password.as_str(), &about).score()) < PASSWORD_SCORE_MIN {
            note("password", FieldCode::PasswordWeak);
        }
    }
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

/// Opens an account: the person, their settings, their consents and the audit rows, or nothing at all.
pub async fn register(
    state: &AppState,
    request: &RequestInfo,
    form: &RegisterForm,
    language: &str,
) -> Result<UserId, IdentityError> {
    throttle::service::count_address(state, &LOGINS, request.ip).await?;
    let now = state.clock.now();
    let person = parse_registration(form, oslo_date(now))?;
    let password_hash = state.passwords.hash(&person.password).await?;
    let user_id = UserId::generate(state.entropy.as_ref());
    let mut tx = state.db.begin().await?;
    store::insert_user_in_tx(
        &mut tx,
        &store::NewUser {
            id: &user_id,
            email: person.email.as_str(),
            password_hash: &password_hash,
            first_name: person.first_name.as_str(),
            last_name: person.last_name.as_str(),
            phone: Some(person.phone.as_str()),
            date_of_birth: Some(person.born.date()),
            role: Role::User.as_str(),
            language,
            now,
        },
    )
    .await
    .map_err(taken_email)?;
    let mut consents = vec!["terms", "privacy"];
    if form.marketing {
        consents.push("marketing");
    }
    for consent in &consents {
        let id = ConsentId::generate(state.entropy.as_ref());
        store::insert_consent_in_tx(&mut tx, &id, &user_id, consent, &request.ip.to_string(), now).await?;
    }
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(&user_id),
            action: "auth.register",
            resource: Some(("user", user_id.as_str())),
            details: json!({ "consents": consents }),
        },
    )
    .await?;
    tx.commit().await?;
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
