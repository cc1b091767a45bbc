//! What a shop takes away: its sales for a spreadsheet, a statement as a document or for a spreadsheet.
use app::context::{AppState, RequestInfo, locale_of, visitor_of};
use app::identity::service::Visitor;
use app::merchant::sales::{list, service, statements};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::calendar::oslo_date;
use domain::filter::FilterQuery;
use domain::ids::MerchantId;
use domain::merchant::sales_filter::{SalesFilter, SalesQuery};
use domain::merchant::statement::Period;
use tower_sessions::Session;

use super::{csv_file, pdf_file, refused, to_log_in};
use crate::documents;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/shops/{shop}/sales/export.csv", get(sales))
        .route("/shops/{shop}/statements/{period}/statement.csv", get(entries))
        .route("/shops/{shop}/statements/{period}/statement.pdf", get(statement))
}

/// Who asks; or the way to log in and back to `page`.
async fn visitor(state: &AppState, session: &Session, page: &str) -> Result<Visitor, Response> {
    match visitor_of(state, session).await {
        Ok(Some(visitor)) => Ok(visitor),
        Ok(None) => Err(to_log_in(page)),
        Err(error) => Err(refused(&error)),
    }
}

/// The shop's sales, narrowed as the page of them is.
async fn sales(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Path(shop): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let Ok(shop) = shop.parse::<MerchantId>() else { return StatusCode::NOT_FOUND.into_response() };
    let query = SalesQuery::from_pairs(|name| {
        asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.clone())
    });
    let page = SalesFilter::read(&query).query().path(&shop, None);
    let visitor = match visitor(&state, &session, &page).await {
        Ok(visitor) => visitor,
        Err(answer) => return answer,
    };
    let begun =
        list::begin_export(&state, &visitor.actor, &request, &shop, &query, locale_of(&headers)).await;
    let (head, export) = match begun {
        Ok(begun) => begun,
        Err(error) => return refused(&error.into()),
    };
    let name = format!("drop-{shop}-{}.csv", oslo_date(state.clock.now()));
    csv_file(&name, head, move |cursor| {
        let (state, actor, export) = (state.clone(), visitor.actor.clone(), export.clone());
        async move { list::export_chunk(&state, &actor, &export, cursor.as_deref()).await }
    })
}

fn named(shop: &str, period: &str) -> Option<(MerchantId, Period)> {
    shop.parse().ok().zip(period.parse().ok())
}

/// Everything that a statement adds up.
async fn entries(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Path((shop, period)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((shop, period)) = named(&shop, &period) else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = match visitor(&state, &session, &format!("/shops/{shop}/statements/{period}")).await {
        Ok(visitor) => visitor,
        Err(answer) => return answer,
    };
    let begun =
        statements::begin_export(&state, &visitor.actor, &request, &shop, period, locale_of(&headers)).await;
    let (head, export) = match begun {
        Ok(begun) => begun,
        Err(error) => return refused(&error.into()),
    };
    csv_file(&format!("drop-{shop}-{period}.csv"), head, move |cursor| {
        let (state, export) = (state.clone(), export.clone());
        async move { statements::export_chunk(&state, &export, cursor.as_deref()).await }
    })
}

/// A statement as a document.
async fn statement(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path((shop, period)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some((shop, period)) = named(&shop, &period) else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = match visitor(&state, &session, &format!("/shops/{shop}/statements/{period}")).await {
        Ok(visitor) => visitor,
        Err(answer) => return answer,
    };
    let statement = match service::statement(&state, &visitor.actor, &shop, period).await {
        Ok(statement) => statement,
        Err(error) => return refused(&error.into()),
    };
    match documents::statement::statement(&statement, locale_of(&headers)) {
        Ok(bytes) => pdf_file(&format!("drop-{shop}-{period}.pdf"), bytes),
        Err(error) => {
            tracing::error!(%error, %shop, %period, "the document of a statement");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
