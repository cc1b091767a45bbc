//! The queue of complaints, for an officer's spreadsheet.
use app::backoffice::complaints::service;
use app::context::{AppState, RequestInfo, locale_of, visitor_of};
use app::error::AppError;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use domain::access::Officer;
use domain::calendar::oslo_date;
use domain::compliance::complaint::ComplaintsQuery;
use domain::filter::FilterQuery;
use tower_sessions::Session;

use super::{csv_file, refused, to_log_in};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/complaints/export.csv", get(complaints))
}

/// The complaints, narrowed as the page of the queue is.
async fn complaints(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let query = ComplaintsQuery::from_pairs(|name| {
        asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.clone())
    });
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&query.path(None)),
        Err(error) => return refused(&error),
    };
    let officer = match Officer::decide(Some(&visitor.actor)) {
        Ok(officer) => officer,
        Err(refusal) => return refused(&AppError::from(refusal)),
    };
    let begun = service::begin_export(&state, &officer, &request, &query, locale_of(&headers)).await;
    let (head, export) = match begun {
        Ok(begun) => begun,
        Err(error) => return refused(&error.into()),
    };
    let name = format!("drop-complaints-{}.csv", oslo_date(state.clock.now()));
    csv_file(&name, head, move |cursor| {
        let (state, export) = (state.clone(), export.clone());
        async move { service::export_chunk(&state, &export, cursor.as_deref()).await }
    })
}
