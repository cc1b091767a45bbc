//! Reports of suspicious transactions as files, for officers alone.
use app::backoffice::reports::documents::{FileKind, ReportFile, file};
use app::context::{AppState, RequestInfo, visitor_of};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::ids::ReportId;
use tower_sessions::Session;

use super::{pdf_file, refused, to_log_in};
use crate::documents::report::{self, ReportError};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/reports/{id}/report.pdf", get(document))
        .route("/admin/reports/{id}/report.json", get(document))
        .route("/admin/reports/{id}/report.xml", get(document))
}

async fn document(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(request): Extension<RequestInfo>,
    Path(id): Path<String>,
    uri: Uri,
) -> Response {
    let kind = match uri.path().rsplit_once('.') {
        Some((_, "json")) => FileKind::Json,
        Some((_, "xml")) => FileKind::Xml,
        _ => FileKind::Pdf,
    };
    let Ok(id) = id.parse::<ReportId>() else { return StatusCode::NOT_FOUND.into_response() };
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&format!("/admin/reports/{id}")),
        Err(error) => return refused(&error),
    };
    let read = match file(&state, &visitor.actor, &request, &id, kind).await {
        Ok(read) => read,
        Err(error) => return refused(&error.into()),
    };
    written(&read, kind).unwrap_or_else(|error| {
        tracing::error!(%error, report = %id, "the document of a report");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

fn written(read: &ReportFile, kind: FileKind) -> Result<Response, ReportError> {
    let name = read.content.reference.clone().unwrap_or_else(|| read.content.id.to_string());
    Ok(match kind {
        FileKind::Pdf => pdf_file(&format!("{name}.pdf"), report::paper(read)?),
        FileKind::Json => attached(&format!("{name}.json"), "application/json", report::json(read)?),
        FileKind::Xml => {
            attached(&format!("{name}.xml"), "application/xml; charset=utf-8", report::goaml(read)?)
        }
    })
}

fn attached(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let answer = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (answer, bytes).into_response()
}
