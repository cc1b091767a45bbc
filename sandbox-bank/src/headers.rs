//! The standard's request headers.

use axum::http::HeaderMap;
use url::Url;
use uuid::Uuid;

use crate::errors::ApiError;

pub(crate) const X_REQUEST_ID: &str = "x-request-id";
const REDIRECT_URI_LENGTH_MAX: usize = 2048;

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|text| !text.is_empty())
}

pub(crate) fn request_id(headers: &HeaderMap) -> Result<Uuid, ApiError> {
    text(headers, X_REQUEST_ID)
        .and_then(|text| Uuid::try_parse(text).ok())
        .ok_or_else(|| ApiError::format("header X-Request-ID is missing or no UUID"))
}

/// Whether the customer is there: a read that names the customer's address does not count as unattended.
pub(crate) fn psu_present(headers: &HeaderMap) -> Result<bool, ApiError> {
    match text(headers, "psu-ip-address") {
        None => Ok(false),
        Some(text) if text.parse::<std::net::IpAddr>().is_ok() => Ok(true),
        Some(_) => Err(ApiError::format("header PSU-IP-Address is no IP address")),
    }
}

pub(crate) fn require_psu(headers: &HeaderMap) -> Result<(), ApiError> {
    if psu_present(headers)? { Ok(()) } else { Err(ApiError::format("header PSU-IP-Address is missing")) }
}

/// Where the browser goes after the approval page.
pub(crate) struct Redirects {
    pub ok: String,
    pub nok: Option<String>,
}

pub(crate) fn redirects(headers: &HeaderMap) -> Result<Redirects, ApiError> {
    let ok = redirect(headers, "TPP-Redirect-URI")?
        .ok_or_else(|| ApiError::format("header TPP-Redirect-URI is missing"))?;
    Ok(Redirects { ok, nok: redirect(headers, "TPP-Nok-Redirect-URI")? })
}

fn redirect(headers: &HeaderMap, name: &str) -> Result<Option<String>, ApiError> {
    let Some(text) = text(headers, name) else { return Ok(None) };
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && text.len() <= REDIRECT_URI_LENGTH_MAX)
        .ok_or_else(|| ApiError::format(format!("header {name} is no http(s) address")))?;
    Ok(Some(url.into()))
}
