//! Which answers are compressed on the way out. Files of the bundle are compressed when they are built.
use axum::body::HttpBody;
use axum::http::{Response, header};
use tower_http::CompressionLevel;
use tower_http::compression::predicate::Predicate;

/// The first level gains most of the bytes and costs little time.
pub const QUALITY: CompressionLevel = CompressionLevel::Fastest;
const WORTHWHILE_BYTES: u64 = 1_024;

/// HTML, JSON and text that are not tiny.
#[derive(Clone, Copy, Debug)]
pub struct Worthwhile;

impl Predicate for Worthwhile {
    fn should_compress<B: HttpBody>(&self, response: &Response<B>) -> bool {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let text = kind.is_some_and(|kind| {
            ["text/html", "application/json", "text/plain", "image/svg+xml"]
                .iter()
                .any(|prefix| kind.starts_with(prefix))
        });
        text && response.body().size_hint().exact().is_none_or(|size| size >= WORTHWHILE_BYTES)
    }
}
