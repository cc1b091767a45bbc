//! Refuses what other sites make a browser send: every request that may change something comes from our pages.
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

const SEC_FETCH_SITE: &str = "sec-fetch-site";
const REFUSED: &str = "Forespørselen kom ikke fra denne siden, og er ikke utført. Gå tilbake, last siden på nytt \
    og prøv igjen.\n\nThe request did not come from this site, and nothing was done. Go back, reload the page \
    and try again.\n";

/// The origin of this site, as browsers write it.
#[derive(Clone, Debug)]
pub struct OwnOrigin(Arc<str>);

impl OwnOrigin {
    #[must_use]
    pub fn of(base_url: &str) -> Self {
        let origin = url::Url::parse(base_url).map(|url| url.origin().ascii_serialization());
        Self(origin.unwrap_or_else(|_| base_url.to_owned()).into())
    }

    /// Browsers that know Sec-Fetch-Site say it themselves and cannot be made to lie; others send Origin.
    fn accepts(&self, headers: &HeaderMap) -> bool {
        if let Some(site) = headers.get(SEC_FETCH_SITE) {
            return site.as_bytes() == b"same-origin";
        }
        headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes() == self.0.as_bytes())
    }
}

pub async fn layer(State(own): State<OwnOrigin>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless || own.accepts(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("a request from another site was refused");
    (StatusCode::FORBIDDEN, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], REFUSED).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        let own = OwnOrigin::of("https://drop.example");
        for good in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("origin", "https://drop.example")],
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
        ] {
            assert!(own.accepts(&headers(good)), "{good:?}");
        }
        for bad in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://drop.example")],
            &[("origin", "https://drop.example.evil.example")],
            &[("origin", "http://drop.example")],
            &[("origin", "null")],
        ] {
            assert!(!own.accepts(&headers(bad)), "{bad:?}");
        }
    }
}
