//! The words of one language, as a browser fetches them with its page. Their address changes with any of them.
use std::io::Write as _;
use std::sync::OnceLock;

use app::context::AppState;
use app::i18n::{Dictionary, Locale, WORDS_HASH, dictionary};
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Brotli's best: it is done once for each file.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

pub fn routes() -> Router<AppState> {
    Router::new().route("/words/{hash}/{language}/{whose}", get(words))
}

/// What a browser fetches, as it is and by brotli.
struct File {
    plain: Vec<u8>,
    brotli: Vec<u8>,
}

async fn words(
    Path((hash, language, whose)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let whose = match whose.as_str() {
        "customers.json" => Some(Dictionary::Customers),
        "staff.json" => Some(Dictionary::Staff),
        _ => None,
    };
    // A page of another version counts its rows otherwise.
    let known = language.parse::<Locale>().ok().zip(whose).filter(|_| hash == WORDS_HASH);
    let Some((locale, whose)) = known else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(file) = tokio::task::spawn_blocking(move || file(locale, whose)).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, IMMUTABLE)];
    if accepts_brotli(&headers) {
        let packed = [(header::CONTENT_ENCODING, "br"), (header::VARY, "accept-encoding")];
        return (kind, packed, file.brotli.as_slice()).into_response();
    }
    (kind, file.plain.as_slice()).into_response()
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|coding| coding.trim() == "br"))
}

/// Made at the first asking.
fn file(locale: Locale, whose: Dictionary) -> &'static File {
    static FILES: [[OnceLock<File>; 2]; Locale::ALL.len()] =
        [const { [const { OnceLock::new() }; 2] }; Locale::ALL.len()];
    FILES[locale as usize][whose as usize].get_or_init(|| {
        let plain = serde_json::to_vec(dictionary(locale, whose)).unwrap_or_default();
        let mut writer = brotli::CompressorWriter::new(Vec::new(), plain.len(), QUALITY, WINDOW);
        let brotli = match writer.write_all(&plain) {
            Ok(()) => writer.into_inner(),
            Err(_) => Vec::new(),
        };
        File { plain, brotli }
    })
}

/// How many bytes a browser downloads for the words of a language.
#[must_use]
pub fn download_bytes(locale: Locale, whose: Dictionary) -> usize {
    file(locale, whose).brotli.len()
}
