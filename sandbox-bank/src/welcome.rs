//! The front page, for a person who wonders what runs here, and the health check.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::errors::ApiError;
use crate::state::Sandbox;
use crate::{banks, html};

/// `GET /`
pub(crate) async fn welcome() -> Response {
    let rows: String = banks::BANKS
        .iter()
        .map(|bank| {
            format!(
                "<tr><th scope=\"row\">{name}</th><td><code>/{slug}/v1/…</code></td>\
                 <td><a href=\"/{slug}/access\">Tjenester med tilgang</a></td></tr>",
                name = bank.name,
                slug = bank.slug,
            )
        })
        .collect();
    let body = format!(
        "<h1>Sandkassebank</h1><p>En bank for utvikling og test som snakker NextGenPSD2 1.3.</p>\
         <p lang=\"en\" class=\"quiet\">A bank for development and tests that speaks NextGenPSD2 1.3.</p>\
         <table><thead><tr><th scope=\"col\">Bank</th><th scope=\"col\">Adresse</th><th scope=\"col\">Tilgang</th></tr></thead>\
         <tbody>{rows}</tbody></table>\
         <p><a class=\"target\" href=\"/sandbox/books\">Bøkene (JSON)</a></p>\
         <p><a class=\"target\" href=\"/sandbox/faults\">Feilbryterne (JSON)</a></p>"
    );
    html::page(None, "Sandkassebank", &body, &[])
}

/// `GET /health`: 200 when the database answers.
pub(crate) async fn health(State(sandbox): State<Sandbox>) -> Result<Json<Value>, ApiError> {
    sqlx::query("select 1").execute(&sandbox.pool).await?;
    Ok(Json(json!({ "status": "ok" })))
}
