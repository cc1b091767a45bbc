//! The frame of every page of the bank, and the small tools for writing HTML.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use url::Url;

use crate::banks::Bank;
use crate::fields::money;

pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// `2010.00` as Norwegians write it: `2 010,00 NOK`, with spaces that do not break.
pub(crate) fn amount(amount: Decimal, currency: &str) -> String {
    let text = money(amount);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    format!("{grouped},{decimals}\u{a0}{}", escape(currency))
}

/// A whole page. `form_targets` are the addresses that its form may lead to: browsers hold the redirect after
/// a form to the same rule as the form itself.
pub(crate) fn page(bank: Option<&Bank>, title: &str, body: &str, form_targets: &[&str]) -> Response {
    let name = bank.map_or("Sandkassebank", |bank| bank.name);
    let title = escape(title);
    let html = format!(
        "<!doctype html><html lang=\"nb\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} – {name}</title><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/assets/bank.css\"></head><body>\
         <header><p class=\"sandbox\">Sandkassebank – for testing</p><p class=\"bank\">{name}</p></header>\
         <main>{body}</main>\
         <footer><p>Dette er ingen ekte bank. <span lang=\"en\">This is not a real bank.</span></p></footer>\
         </body></html>"
    );
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert("referrer-policy", HeaderValue::from_static("same-origin"));
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(form_targets)) {
        headers.insert("content-security-policy", policy);
    }
    (headers, html).into_response()
}

fn content_security_policy(form_targets: &[&str]) -> String {
    let mut forms = "'self'".to_owned();
    for origin in form_targets.iter().filter_map(|target| Url::parse(target).ok()).map(|url| url.origin()) {
        forms.push(' ');
        forms.push_str(&origin.ascii_serialization());
    }
    format!(
        "default-src 'none'; style-src 'self'; img-src data:; form-action {forms}; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

pub(crate) fn not_found(bank: Option<&Bank>) -> Response {
    let body = "<h1>Siden finnes ikke</h1><p lang=\"en\" class=\"quiet\">This page does not exist.</p>";
    (StatusCode::NOT_FOUND, page(bank, "Siden finnes ikke", body, &[])).into_response()
}

pub(crate) fn failed() -> Response {
    let body = "<h1>Noe gikk galt</h1><p>Prøv igjen om litt.</p>\
         <p lang=\"en\" class=\"quiet\">Something went wrong. Try again in a moment.</p>";
    (StatusCode::INTERNAL_SERVER_ERROR, page(None, "Noe gikk galt", body, &[])).into_response()
}

/// `GET /assets/bank.css`
pub(crate) async fn stylesheet() -> ([(HeaderName, &'static str); 2], &'static str) {
    (
        [
            (axum::http::header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (axum::http::header::CACHE_CONTROL, "public, max-age=300"),
        ],
        include_str!("../assets/bank.css"),
    )
}

#[cfg(test)]
mod tests {
    use super::{amount, escape};

    #[test]
    fn text_and_amounts_are_written_for_a_page() {
        assert_eq!(escape("<b a='1'>&\""), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;");
        assert_eq!(amount("1234567.5".parse().unwrap(), "NOK"), "1\u{a0}234\u{a0}567,50\u{a0}NOK");
        assert_eq!(amount("100".parse().unwrap(), "RSD"), "100,00\u{a0}RSD");
    }
}
