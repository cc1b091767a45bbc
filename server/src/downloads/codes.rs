//! Pictures and print sheets of a shop's codes.
use app::context::{AppState, visitor_of};
use app::merchant::codes::drawing::{Drawing, DrawingError};
use app::merchant::codes::service::{Code, code, drawing};
use app::merchant::shops::service::Shop;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::latin;
use serde::Deserialize;
use tower_sessions::Session;

use super::{refused, to_log_in};
use crate::documents::poster::{Paper, Poster};
use crate::documents::sheet::DocumentError;

/// What a PNG is wide unless somebody asks for something else: sharp on a screen, and large enough for a leaflet.
const PNG_PIXELS: u32 = 1_024;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/shops/{shop}/codes/{code}/code.svg", get(svg))
        .route("/shops/{shop}/codes/{code}/code.png", get(png))
        .route("/shops/{shop}/codes/{code}/sheet.pdf", get(sheet))
}

#[derive(Deserialize)]
struct Size {
    size: Option<u32>,
}

#[derive(Deserialize)]
struct SheetOf {
    #[serde(default)]
    sheet: String,
}

/// Whose file it is.
#[derive(Deserialize)]
struct Place {
    shop: String,
    code: String,
}

async fn svg(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(place): Path<Place>,
) -> Response {
    file(&state, &session, &place, |found| Ok(("svg", "image/svg+xml", found.drawing.svg().into_bytes())))
        .await
}

async fn png(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(place): Path<Place>,
    Query(asked): Query<Size>,
) -> Response {
    let pixels = asked.size.unwrap_or(PNG_PIXELS);
    file(&state, &session, &place, |found| Ok(("png", "image/png", found.drawing.png(pixels)?))).await
}

async fn sheet(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Path(place): Path<Place>,
    Query(asked): Query<SheetOf>,
) -> Response {
    let Some(paper) = Paper::parse(&asked.sheet) else { return StatusCode::BAD_REQUEST.into_response() };
    let now = state.clock.now();
    file(&state, &session, &place, |found| {
        let poster = Poster {
            shop: &found.shop.name,
            org_number: &found.shop.org_number,
            name: found.code.name.as_deref(),
            amount: found.code.amount,
            code: &found.drawing,
        };
        Ok(("pdf", "application/pdf", poster.document(paper, now)?))
    })
    .await
}

/// A code of one's own shop, as it is drawn.
struct Found {
    shop: Shop,
    code: Code,
    drawing: Drawing,
}

#[derive(Debug, thiserror::Error)]
enum FileError {
    #[error(transparent)]
    Drawing(#[from] DrawingError),
    #[error(transparent)]
    Document(#[from] DocumentError),
}

/// Extension, kind and content of a file.
type File = (&'static str, &'static str, Vec<u8>);

async fn file(
    state: &AppState,
    session: &Session,
    place: &Place,
    make: impl FnOnce(&Found) -> Result<File, FileError>,
) -> Response {
    let (Ok(shop), Ok(id)) = (place.shop.parse(), place.code.parse()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let visitor = match visitor_of(state, session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return to_log_in(&format!("/shops/{shop}/codes/{id}")),
        Err(error) => return refused(&error),
    };
    let found = match code(state, &visitor.actor, &shop, &id).await {
        Ok((shop, code)) => drawing(state, &code).map(|drawing| Found { shop, code, drawing }),
        Err(error) => Err(error),
    };
    match found.map(|found| (make(&found), found)) {
        Ok((Ok((extension, kind, bytes)), found)) => {
            let name = format!("inline; filename=\"{}.{extension}\"", stem(&found));
            ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
                .into_response()
        }
        Ok((Err(error), found)) => {
            tracing::error!(%error, code = %found.code.id, "a code's file");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(error) => refused(&error.into()),
    }
}

/// `drop-ahmetov-kebab-kasse-2`: the shop and the code, in letters that every system can keep.
fn stem(found: &Found) -> String {
    let about = found.code.name.as_ref().or(found.code.reference.as_ref());
    let words = format!("drop {} {}", found.shop.name, about.map_or(found.code.id.as_str(), String::as_str));
    let plain = latin::plain(&words).unwrap_or_else(|| format!("drop {}", found.code.id));
    let letters = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
    letters.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_ascii_lowercase()
}
