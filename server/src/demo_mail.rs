//! The letters of a demo, on a plain page: its first visitor has no mail server, and needs the links all the same. Where
//! real people get letters there is no such page.
use std::fmt::Write as _;

use app::context::{AppState, locale_of};
use app::i18n::{Locale, td_string};
use app::mail::layout::{body, escaped};
use app::mail::service::{Shown, shown};
use app::ui::format;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use domain::form::Email;
use sha2::{Digest as _, Sha256};

const STYLE: &str = "body{margin:0;padding:1.5rem;background:#f7f6f2;color:#14201e;font:16px/1.5 sans-serif}\
main{max-width:44rem;margin:0 auto}article{margin:1rem 0;padding:1.25rem;border-radius:.75rem;background:#fff}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin:.25rem 0 .75rem}.about,footer{color:#4d5b58;font-size:.9rem;margin:0}\
a{color:#0f4c4a}";

#[derive(serde::Deserialize)]
struct Asked {
    /// Letters to this address alone.
    to: Option<String>,
}

/// The route of a demo's letters, to be merged into the site's router.
pub fn routes() -> Router<AppState> {
    Router::new().route("/demo/mail", get(letters))
}

async fn letters(State(state): State<AppState>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let locale = locale_of(&headers);
    let to = match asked.to.filter(|to| !to.trim().is_empty()).map(|to| Email::parse(&to)) {
        None => None,
        Some(Ok(to)) => Some(to),
        Some(Err(_)) => return StatusCode::NOT_FOUND.into_response(),
    };
    match shown(&state, to.as_ref()).await {
        Ok(Some(letters)) => {
            let policy = HeaderValue::from_str(&policy()).ok();
            let mut response = Html(page(locale, &letters, state.clock.now())).into_response();
            if let Some(policy) = policy {
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "the letters of the demo");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Nothing but the style that stands in the page.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; img-src 'self'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
    )
}

fn page(locale: Locale, letters: &[Shown], now: DateTime<Utc>) -> String {
    let title = td_string!(locale, mail.box_title);
    let lead = td_string!(locale, mail.box_lead);
    let mut written = String::new();
    for letter in letters {
        written.push_str(&article(locale, letter, now));
    }
    if letters.is_empty() {
        let _ = write!(written, "<p>{}</p>", td_string!(locale, mail.box_none));
    }
    let (lang, dir) = (locale.tag(), locale.direction().as_str());
    format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · Drop</title>\
         <link rel=\"icon\" href=\"/favicon.svg\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{lead}</p>{written}</main></body></html>"
    )
}

/// In the letter's own language.
fn article(page: Locale, letter: &Shown, now: DateTime<Utc>) -> String {
    let at = format::date_and_time(page, letter.at, now);
    let about = format!("<bdi>{}</bdi> · {}", escaped(letter.to.as_str()), escaped(&at));
    let (lang, dir) = (letter.locale.tag(), letter.locale.direction().as_str());
    format!(
        "<article id=\"{}\"><p class=\"about\">{about}</p><div lang=\"{lang}\" dir=\"{dir}\"><h2>{}</h2>{}</div></article>",
        letter.id,
        escaped(&letter.written.subject),
        body(&letter.written)
    )
}
