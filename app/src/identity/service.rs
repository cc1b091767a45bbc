//! Use cases of identity: register, log in, log out, and "who is asking".
use chrono::Duration;
use domain::access::{Actor, Role};
use domain::calendar::oslo_date;
use domain::form::{BirthDate, Email, FieldCode, Password, PersonName, Phone};
use domain::ids::{ConsentId, LoginId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::model::{LogInForm, RegisterForm};
use super::passwords::{HashingFailed, Verdict};
use super::store;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::error::{AppError, FieldErrors};

/// A login ends after this long without a request (ASVS 7.3.1) …
pub const IDLE_MINUTES: i64 = 30;
/// … and in any case after this long (ASVS 7.3.2).
pub const ABSOLUTE_HOURS: i64 = 12;
/// How often "last seen" is written.
const TOUCH_SECONDS: i64 = 60;
/// Log-in attempts from one address in one minute.
const ATTEMPTS_PER_IP: i32 = 10;
const ATTEMPTS_PER_IP_SECONDS: i64 = 60;
/// Failures on one account before it has to wait.
const FAILURES_PER_ACCOUNT: i32 = 5;
const FAILURES_PER_ACCOUNT_SECONDS: i64 = 15 * 60;
/// zxcvbn's scale is 0–4; 3 is "safely unguessable: moderate protection from offline slow-hash scenario".
const PASSWORD_SCORE_MIN: u8 = 3;

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub login_id: LoginId,
    pub actor: Actor,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: Option<String>,
    pub unread: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error("wrong e-mail or password")]
    WrongCredentials,
    #[error("too many attempts")]
    TooManyAttempts { retry_after_seconds: u32 },
    #[error(transparent)]
    Hashing(#[from] HashingFailed),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<IdentityError> for AppError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Form(fields) => Self::Form(fields),
            IdentityError::WrongCredentials => Self::WrongCredentials,
            IdentityError::TooManyAttempts { retry_after_seconds } => {
                Self::TooManyAttempts { retry_after_seconds }
            }
            IdentityError::Hashing(_) | IdentityError::Database(_) | IdentityError::BadRow(_) => {
                tracing::error!(%error, "identity");
                Self::Unexpected
            }
        }
    }
}

/// SHA-256 of a cookie's value, in hex: the only form in which it is stored.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Who holds this cookie, unless the login has ended, was revoked or has been idle for too long.
pub async fn visitor(state: &AppState, token: &str) -> Result<Option<Visitor>, IdentityError> {
    let now = state.clock.now();
    let (idle, touch) = (now - Duration::minutes(IDLE_MINUTES), now - Duration::seconds(TOUCH_SECONDS));
    let Some(row) = store::visitor(&state.db, &token_hash(token), now, idle, touch).await? else {
        return Ok(None);
    };
    Ok(Some(Visitor {
        login_id: db::parsed("a login id", &row.login_id)?,
        actor: Actor {
            user_id: db::parsed("a user id", &row.user_id)?,
            role: db::parsed("a role", &row.role)?,
            kyc: db::parsed("a KYC status", &row.kyc_status)?,
        },
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        phone: row.phone,
        unread: row.unread,
    }))
}

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
    count_attempt_of_ip(state, request).await?;
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

/// Checks an e-mail and a password. The answer and the time are the same for an unknown e-mail and a wrong
/// password. Staff sign in elsewhere, with a second factor: here they are unknown.
pub async fn check_credentials(
    state: &AppState,
    request: &RequestInfo,
    form: &LogInForm,
) -> Result<UserId, IdentityError> {
    count_attempt_of_ip(state, request).await?;
    let email = Email::parse(&form.email).map_err(|_| IdentityError::WrongCredentials);
    let (known, account_key) = match &email {
        Ok(email) => {
            let key = format!("login:account:{}", token_hash(email.as_str()));
            count_attempt(state, &key, FAILURES_PER_ACCOUNT, FAILURES_PER_ACCOUNT_SECONDS).await?;
            (store::credentials(&state.db, email.as_str()).await?, key)
        }
        Err(_) => (None, String::new()),
    };
    let customer = known.filter(|row| matches!(row.role.as_str(), "user" | "merchant"));
    let stored = customer.as_ref().map(|row| row.password_hash.as_str());
    let verdict = state.passwords.verify(&form.password, stored).await?;
    let Some(row) = customer.filter(|_| verdict != Verdict::Wrong) else {
        record_failure(state, request).await?;
        return Err(IdentityError::WrongCredentials);
    };
    let user_id: UserId = db::parsed("a user id", &row.id)?;
    store::forget_attempts(&state.db, &account_key).await?;
    if verdict == Verdict::RightButOutdated {
        replace_hash(state, &user_id, &form.password).await?;
    }
    Ok(user_id)
}

async fn replace_hash(state: &AppState, user: &UserId, password: &str) -> Result<(), IdentityError> {
    // A password from before today's rules may be shorter than they ask; it is hashed as it is.
    let hash = state.passwords.hash(&Password::known(password)).await?;
    let mut tx = state.db.begin().await?;
    store::replace_password_hash_in_tx(&mut tx, user, &hash).await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        state.clock.now(),
        None,
        audit::Entry {
            user_id: Some(user),
            action: "auth.password_rehash",
            resource: Some(("user", user.as_str())),
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn record_failure(state: &AppState, request: &RequestInfo) -> Result<(), IdentityError> {
    let mut tx = state.db.begin().await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        state.clock.now(),
        Some(request),
        audit::Entry { user_id: None, action: "auth.login_failed", resource: None, details: json!({}) },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Enters a login into the register that each request is checked against.
pub async fn open_login(
    state: &AppState,
    request: &RequestInfo,
    user: &UserId,
    token: &str,
) -> Result<LoginId, IdentityError> {
    let now = state.clock.now();
    let id = LoginId::generate(state.entropy.as_ref());
    let mut tx = state.db.begin().await?;
    store::insert_login_in_tx(
        &mut tx,
        &store::NewLogin {
            id: &id,
            user_id: user,
            token_hash: &token_hash(token),
            device: device_name(&request.user_agent),
            ip: &request.ip.to_string(),
            user_agent: &request.user_agent,
            now,
            expires_at: now + Duration::hours(ABSOLUTE_HOURS),
        },
    )
    .await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        now,
        Some(request),
        audit::Entry {
            user_id: Some(user),
            action: "auth.login",
            resource: Some(("session", id.as_str())),
            details: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a login. Ending it twice is the same as once.
pub async fn close_login(
    state: &AppState,
    request: &RequestInfo,
    visitor: &Visitor,
) -> Result<(), IdentityError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if store::revoke_login_in_tx(&mut tx, &visitor.login_id, now).await? {
        audit::record_in_tx(
            &mut tx,
            state.entropy.as_ref(),
            now,
            Some(request),
            audit::Entry {
                user_id: Some(&visitor.actor.user_id),
                action: "auth.logout",
                resource: Some(("session", visitor.login_id.as_str())),
                details: json!({}),
            },
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn count_attempt_of_ip(state: &AppState, request: &RequestInfo) -> Result<(), IdentityError> {
    let key = format!("login:ip:{}", request.ip);
    count_attempt(state, &key, ATTEMPTS_PER_IP, ATTEMPTS_PER_IP_SECONDS).await
}

async fn count_attempt(
    state: &AppState,
    key: &str,
    most: i32,
    window_seconds: i64,
) -> Result<(), IdentityError> {
    let now = state.clock.now().timestamp();
    let (count, reset_at) = store::count_attempt(&state.db, key, now, window_seconds).await?;
    if count <= most {
        return Ok(());
    }
    let retry_after_seconds = u32::try_from((reset_at - now).max(1)).unwrap_or(u32::MAX);
    Err(IdentityError::TooManyAttempts { retry_after_seconds })
}

/// A short name for the list of logins: browser family and system, from the User-Agent header.
fn device_name(user_agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    KNOWN.iter().find(|(mark, _)| user_agent.contains(mark)).map_or("–", |(_, name)| name)
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

/// Keeps the chosen language with the person, for e-mails and other browsers.
pub async fn save_language(state: &AppState, visitor: &Visitor, language: &str) -> Result<(), IdentityError> {
    store::save_language(&state.db, &visitor.actor.user_id, language, state.clock.now()).await?;
    Ok(())
}
