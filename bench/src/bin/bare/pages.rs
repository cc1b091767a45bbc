//! The two handlers: hash the cookie, ask who it is, ask for the page's rows, send the bytes that were captured.
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Duration, Utc};
use domain::calendar::oslo_date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use sqlx::{PgPool, Row};

use crate::database::Statements;

/// As in `app::identity::service`, `app::activity::service` and `app::activity::history`.
const IDLE_MINUTES: i64 = 30;
const TOUCH_SECONDS: i64 = 60;
const HOME_ROWS: i64 = 5;
const WAITING_ROWS: i64 = 3;
const HISTORY_ROWS: i64 = 21;

struct Floor {
    db: PgPool,
    statements: Statements,
    /// `<name>=`, as it stands in the header.
    cookie: String,
    home: Page,
    history: Page,
}

/// One page as the real server sent it, in both encodings.
struct Page {
    identity: Bytes,
    brotli: Bytes,
}

impl Page {
    fn read(folder: &Path, name: &str) -> std::io::Result<Self> {
        let file = |encoding| std::fs::read(folder.join(format!("{name}.{encoding}"))).map(Bytes::from);
        Ok(Self { identity: file("identity")?, brotli: file("br")? })
    }

    /// `Bytes` are counted references: answering copies nothing.
    fn answer(&self, headers: &HeaderMap) -> Response {
        const HTML: (header::HeaderName, &str) = (header::CONTENT_TYPE, "text/html; charset=utf-8");
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        if accepted.is_some_and(|accepted| accepted.contains("br")) {
            ([HTML, (header::CONTENT_ENCODING, "br")], self.brotli.clone()).into_response()
        } else {
            ([HTML], self.identity.clone()).into_response()
        }
    }
}

/// # Errors
/// When the stores hold no such statement or the folder no such page.
pub fn router(db: PgPool, cookie: &str, pages: &Path) -> Result<Router, Box<dyn std::error::Error>> {
    let floor = Floor {
        db,
        statements: Statements::of_the_stores()?,
        cookie: format!("{cookie}="),
        home: Page::read(pages, "home")?,
        history: Page::read(pages, "activity")?,
    };
    let routes = Router::new().route("/home", get(home)).route("/activity", get(history));
    Ok(routes.with_state(Arc::new(floor)))
}

async fn home(State(floor): State<Arc<Floor>>, headers: HeaderMap) -> Result<Response, StatusCode> {
    let user = floor.visitor(&headers).await?;
    let today = oslo_date(now());
    let rows = sqlx::query(floor.statements.home).bind(user).bind(HOME_ROWS).bind(today).bind(WAITING_ROWS);
    rows.fetch_one(&floor.db).await.map_err(failed)?;
    Ok(floor.home.answer(&headers))
}

async fn history(State(floor): State<Arc<Floor>>, headers: HeaderMap) -> Result<Response, StatusCode> {
    let user = floor.visitor(&headers).await?;
    // Nothing is narrowed, as on the page that is measured.
    let (no_time, no_text, no_amount) = (None::<DateTime<Utc>>, None::<&str>, None::<Decimal>);
    let no_ids: &[String] = &[];
    let after = sqlx::query(floor.statements.history).bind(user).bind(no_time).bind(no_text);
    let filtered =
        after.bind(no_time).bind(no_time).bind(no_text).bind(no_text).bind(no_amount).bind(no_amount);
    let sought = filtered.bind(no_text).bind(false).bind(no_ids).bind(no_ids).bind(no_text);
    let rows = sought.bind(HISTORY_ROWS).bind(true);
    rows.fetch_one(&floor.db).await.map_err(failed)?;
    Ok(floor.history.answer(&headers))
}

impl Floor {
    async fn visitor(&self, headers: &HeaderMap) -> Result<String, StatusCode> {
        let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        let token = cookies
            .and_then(|cookies| cookies.split("; ").find_map(|pair| pair.strip_prefix(&self.cookie)))
            .ok_or(StatusCode::UNAUTHORIZED)?;
        let now = now();
        let row = sqlx::query(self.statements.visitor)
            .bind(hex::encode(Sha256::digest(token.as_bytes())))
            .bind(now)
            .bind(now - Duration::minutes(IDLE_MINUTES))
            .bind(now - Duration::seconds(TOUCH_SECONDS))
            .fetch_optional(&self.db)
            .await
            .map_err(failed)?;
        row.ok_or(StatusCode::UNAUTHORIZED)?.try_get("user_id").map_err(failed)
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement lives in the machine's time")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn failed(error: sqlx::Error) -> StatusCode {
    let _ = writeln!(std::io::stderr(), "bare: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}
