//! Files that somebody takes away: a customer's payments for a spreadsheet, the receipt of one, a shop's codes, sales and
//! statements, a copy of one's data; and what an officer takes away.
mod codes;
mod complaints;
mod privacy;
mod reports;
mod sales;

use app::activity::history;
use app::context::{AppState, RequestInfo, locale_of, visitor_of};
use app::error::AppError;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::calendar::oslo_date;
use domain::filter::FilterQuery;
use domain::history::{HistoryFilter, HistoryQuery};
use domain::ids::TransactionId;
use futures::future::Either;
use futures::stream;
use tower_sessions::Session;

use crate::documents;

/// The routes of files, to be merged into the site's router.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/activity/export.csv", get(payments))
        .route("/activity/{id}/receipt.pdf", get(receipt))
        .merge(codes::routes())
        .merge(complaints::routes())
        .merge(privacy::routes())
        .merge(reports::routes())
        .merge(sales::routes())
}

/// The customer's payments, narrowed as the page of the history is: written while it is sent, a piece at a time.
async fn payments(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let query = HistoryQuery::from_pairs(|name| {
        asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.clone())
    });
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&HistoryFilter::read(&query).query().path(None)),
        Err(error) => return refused(&error),
    };
    let begun = history::begin_export(&state, &visitor.actor, &request, &query, locale_of(&headers)).await;
    let (head, export) = match begun {
        Ok(begun) => begun,
        Err(error) => return refused(&error.into()),
    };
    let name = format!("drop-{}.csv", oslo_date(state.clock.now()));
    csv_file(&name, head, move |cursor| {
        let (state, actor, export) = (state.clone(), visitor.actor.clone(), export.clone());
        async move { history::export_chunk(&state, &actor, &export, cursor.as_deref()).await }
    })
}

/// One payment as a document.
async fn receipt(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<TransactionId>() else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&format!("/activity/{id}")),
        Err(error) => return refused(&error),
    };
    let receipt = match app::activity::service::receipt(&state, &visitor.actor, &request, &id).await {
        Ok(receipt) => receipt,
        Err(error) => return refused(&error.into()),
    };
    match documents::receipt::receipt(&receipt, locale_of(&headers)) {
        Ok(bytes) => pdf_file(&format!("drop-{}.pdf", receipt.reference), bytes),
        Err(error) => {
            tracing::error!(%error, transaction = %id, "the document of a receipt");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What is sent next.
enum Piece {
    Head(Vec<u8>),
    From(Option<String>),
}

/// A file that is written while it is sent: its head, and then piece after piece. `chunk` gives the piece that begins
/// at a cursor, and where the next one does.
fn csv_file<Reading, Failure>(
    name: &str,
    head: Vec<u8>,
    chunk: impl Fn(Option<String>) -> Reading + Send + 'static,
) -> Response
where
    Reading: Future<Output = Result<(Vec<u8>, Option<String>), Failure>> + Send + 'static,
    Failure: std::fmt::Display,
{
    let pieces = stream::try_unfold(Some(Piece::Head(head)), move |piece| {
        let reading = match piece {
            None => Either::Left(None),
            Some(Piece::Head(bytes)) => Either::Left(Some((bytes, Some(Piece::From(None))))),
            Some(Piece::From(cursor)) => Either::Right(chunk(cursor)),
        };
        async move {
            let reading = match reading {
                Either::Left(done) => return Ok::<_, std::io::Error>(done),
                Either::Right(reading) => reading,
            };
            let (bytes, next) = reading.await.map_err(|error| {
                // The file breaks off, and the browser says that it is not whole.
                tracing::error!(%error, "a piece of an export");
                std::io::Error::other("the export broke off")
            })?;
            Ok(Some((bytes, next.map(|next| Piece::From(Some(next))))))
        }
    });
    let answer = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (answer, Body::from_stream(pieces)).into_response()
}

fn pdf_file(name: &str, bytes: Vec<u8>) -> Response {
    let answer = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
    ];
    (answer, bytes).into_response()
}

/// The log-in page, which leads on to `page`.
fn to_log_in(page: &str) -> Response {
    Redirect::to(&format!("/login?next={}", app::context::percent_encode(page))).into_response()
}

fn refused(error: &AppError) -> Response {
    if let AppError::TooManyAttempts { retry_after_seconds } = error {
        let wait = [(header::RETRY_AFTER, retry_after_seconds.to_string())];
        return (StatusCode::TOO_MANY_REQUESTS, wait).into_response();
    }
    let status = match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::NotAllowed => StatusCode::FORBIDDEN,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    status.into_response()
}
