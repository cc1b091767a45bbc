//! Strong customer authentication: the pages where the customer approves a payment or a consent.

mod code;
pub(crate) mod consents;
mod page;
pub(crate) mod payments;
pub(crate) mod store;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::html;
use store::Authorisation;

/// After this pause the one-time code is no longer valid and the page shows a new one.
const IDLE_MINUTES: i64 = 5;
/// The standard's limit of wrong codes: this one closes the authorisation.
const FAILURES_MAX: i32 = 5;

/// An approval page could not be made: the customer sees a plain page, the log has the cause.
pub(crate) struct PageError(sqlx::Error);

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        tracing::error!(error = %self.0, "an approval page failed");
        html::failed()
    }
}

/// The form of an approval page.
#[derive(Default)]
struct Form {
    decision: String,
    code: String,
    psu: Option<String>,
    accounts: Vec<String>,
}

fn read_form(body: &[u8]) -> Form {
    let mut form = Form::default();
    for (name, value) in url::form_urlencoded::parse(body) {
        match name.as_ref() {
            "decision" => form.decision = value.into_owned(),
            // People type spaces where they read them.
            "code" => form.code = value.chars().filter(|character| !character.is_whitespace()).collect(),
            "psu" => form.psu = Some(value.into_owned()),
            "account" => form.accounts.push(value.into_owned()),
            _ => {}
        }
    }
    form
}

/// Records that the customer is at the page; after too long a pause, with a new code.
async fn touch_in_tx(
    tx: &mut PgConnection,
    authorisation: &mut Authorisation,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    if is_idle(authorisation, now) {
        authorisation.generation += 1;
    }
    authorisation.last_activity = Some(now);
    authorisation.sca_status = "started".to_owned();
    store::save_activity(tx, authorisation).await
}

fn is_idle(authorisation: &Authorisation, now: DateTime<Utc>) -> bool {
    authorisation.last_activity.is_none_or(|last| now - last >= TimeDelta::minutes(IDLE_MINUTES))
}

enum Attempt {
    Right,
    /// The code on the device had expired: nothing is counted, a new one is shown.
    Idle,
    Wrong {
        left: i32,
    },
    Exhausted,
}

/// Checks a typed code against what it must be linked to, and counts a failure.
async fn attempt_in_tx(
    tx: &mut PgConnection,
    authorisation: &mut Authorisation,
    linked_to: &str,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Attempt, sqlx::Error> {
    if is_idle(authorisation, now) {
        touch_in_tx(tx, authorisation, now).await?;
        return Ok(Attempt::Idle);
    }
    if code::matches(authorisation, linked_to, typed) {
        return Ok(Attempt::Right);
    }
    authorisation.failures += 1;
    touch_in_tx(tx, authorisation, now).await?;
    let left = FAILURES_MAX - authorisation.failures;
    Ok(if left > 0 { Attempt::Wrong { left } } else { Attempt::Exhausted })
}

fn attempts_left(authorisation: &Authorisation) -> i32 {
    (FAILURES_MAX - authorisation.failures).max(0)
}

fn wrong_code_text(left: i32) -> String {
    format!("Feil engangskode. Du har {left} forsøk igjen. / Wrong code, {left} attempts left.")
}

const IDLE_TEXT: &str =
    "Engangskoden er utløpt. Skriv den nye koden fra kodebrikken. / The code has expired, use the new one.";
const DECISION_TEXT: &str = "Velg om du vil godkjenne eller avvise. / Choose approve or reject.";

/// Back to the caller's site: 303, so that the browser makes a GET of it.
fn redirect(uri: &str) -> Response {
    Redirect::to(uri).into_response()
}

/// Where the browser goes when the customer did not approve.
fn nok_uri<'a>(redirect_uri: &'a str, nok_redirect_uri: Option<&'a str>) -> &'a str {
    nok_redirect_uri.unwrap_or(redirect_uri)
}

const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
