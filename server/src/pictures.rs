//! Reads the code in a picture for browsers that cannot: the picture is looked at in memory, and never kept.
use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use app::context::{AppState, RequestInfo, visitor_of};
use app::error::AppError;
use app::identity::model::with_next;
use app::identity::service::Visitor;
use app::merchant::pay::model::SCAN_PATH;
use app::merchant::pay::service::{find, may_pay};
use app::throttle::service::count_address;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use domain::form::FieldCode;
use domain::throttle::PICTURES;
use futures::{StreamExt, stream};
use image::{GrayImage, ImageReader, Limits};
use tokio::sync::Semaphore;
use tower_sessions::Session;

/// What a phone's camera makes is smaller.
const PICTURE_MAX_BYTES: usize = 10 * 1024 * 1024;
/// A browser that sends more is listened to so long before it hears that it was too much: it would otherwise only see
/// that the connection broke off.
const LISTEN_MAX_BYTES: usize = 4 * PICTURE_MAX_BYTES;
/// A small file can say that it is a large picture.
const SIDE_MAX_PIXELS: u32 = 10_000;
const MEMORY_MAX_BYTES: u64 = 128 * 1024 * 1024;
/// Pictures that are read at the same time: each takes a processor for a moment, and the memory above.
const READERS: usize = 2;
const WAIT_SECONDS: u64 = 5;
/// Codes are found faster in a smaller picture; one that is small in a large picture only in the second size.
const SIZES_PIXELS: [u32; 2] = [1_000, 2_400];
/// The field of the form.
const FIELD: &str = "picture";

/// Why a picture leads nowhere; each has its sentence on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Large,
    Unreadable,
    NoCode,
    Foreign,
    Other,
    Busy,
}

impl Problem {
    const fn name(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Unreadable => "unreadable",
            Self::NoCode => "none",
            Self::Foreign => "foreign",
            Self::Other => "other",
            Self::Busy => "busy",
        }
    }
}

/// The route of pictures, to be merged into the site's router.
pub fn routes() -> Router<AppState> {
    let readers = Arc::new(Semaphore::new(READERS));
    Router::new().route("/pay/picture", post(picture)).layer(Extension(readers))
}

async fn picture(
    State(state): State<AppState>,
    Extension(session): Extension<Session>,
    Extension(info): Extension<RequestInfo>,
    Extension(readers): Extension<Arc<Semaphore>>,
    request: Request,
) -> Response {
    let visitor = match visitor_of(&state, &session).await {
        Ok(Some(visitor)) => visitor,
        Ok(None) => return Redirect::to(&with_next("/login", SCAN_PATH)).into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if let Err(error) = may_pay(&visitor.actor) {
        return refused(&error.into());
    }
    if let Err(error) = count_address(&state, &PICTURES, info.ip).await {
        return refused(&error.into());
    }
    let path = match code_in(&state, &visitor, &readers, request).await {
        Ok(path) => path,
        Err(problem) => format!("{SCAN_PATH}?picture={}", problem.name()),
    };
    Redirect::to(&path).into_response()
}

async fn code_in(
    state: &AppState,
    visitor: &Visitor,
    readers: &Semaphore,
    request: Request,
) -> Result<String, Problem> {
    let bytes = field_of(request).await?;
    let turn = tokio::time::timeout(Duration::from_secs(WAIT_SECONDS), readers.acquire()).await;
    let _turn = turn.ok().and_then(Result::ok).ok_or(Problem::Busy)?;
    // A reader that stumbles over a picture ends its own task alone.
    let read = tokio::task::spawn_blocking(move || texts_in(&bytes)).await;
    let texts = read.unwrap_or(Err(Problem::Unreadable))?;
    let mut problem = Problem::NoCode;
    for text in texts {
        match find(state, &visitor.actor, &text).map_err(AppError::from) {
            Ok(path) => return Ok(path),
            Err(AppError::Form(fields)) if fields.values().any(|code| *code == FieldCode::ForeignLink) => {
                problem = Problem::Foreign;
            }
            Err(_) if problem == Problem::NoCode => problem = Problem::Other,
            Err(_) => {}
        }
    }
    Err(problem)
}

/// The picture in a posted form.
async fn field_of(request: Request) -> Result<Vec<u8>, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok()).ok_or(Problem::Unreadable)?;
    let whole = whole(request.into_body()).await?;
    let pieces = stream::once(async move { Ok::<_, std::convert::Infallible>(whole) });
    let mut form = multer::Multipart::new(pieces, boundary);
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some(FIELD) {
            let bytes = field.bytes().await.map_err(|_| Problem::Unreadable)?;
            return if bytes.is_empty() { Err(Problem::Unreadable) } else { Ok(bytes.to_vec()) };
        }
    }
    Err(Problem::Unreadable)
}

async fn whole(body: Body) -> Result<Vec<u8>, Problem> {
    let (mut kept, mut heard) = (Vec::new(), 0);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::Unreadable)?;
        heard += piece.len();
        if heard > LISTEN_MAX_BYTES {
            return Err(Problem::Large);
        }
        if heard <= PICTURE_MAX_BYTES {
            kept.extend_from_slice(&piece);
        }
    }
    if heard > PICTURE_MAX_BYTES { Err(Problem::Large) } else { Ok(kept) }
}

/// The texts of all codes in a picture.
fn texts_in(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Problem::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX_PIXELS);
    limits.max_image_height = Some(SIDE_MAX_PIXELS);
    limits.max_alloc = Some(MEMORY_MAX_BYTES);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => Problem::Large,
        _ => Problem::Unreadable,
    })?;
    for size in SIZES_PIXELS {
        let is_larger = picture.width().max(picture.height()) > size;
        let sized = if is_larger { picture.thumbnail(size, size).to_luma8() } else { picture.to_luma8() };
        let texts = codes_in(&sized);
        if !texts.is_empty() || !is_larger {
            return Ok(texts);
        }
    }
    Ok(Vec::new())
}

fn codes_in(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    grids.into_iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

fn refused(error: &AppError) -> Response {
    match error {
        AppError::TooManyAttempts { retry_after_seconds } => {
            let wait = [(header::RETRY_AFTER, retry_after_seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, wait).into_response()
        }
        AppError::NotFound => StatusCode::NOT_FOUND.into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
