//! The customer's own list of who may read their accounts, where they end it: what a bank has behind its log-in.
//! There is no log-in here, so it lists everybody's.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::banks::{self, Bank};
use crate::consents::store::{self, Shared};
use crate::html;
use crate::sca::PageError;
use crate::state::Sandbox;

/// A development database has few; the newest are looked for.
const ROWS_MAX: i64 = 50;

/// `GET /{bank}/access`
pub(crate) async fn list(
    State(sandbox): State<Sandbox>,
    Path(slug): Path<String>,
) -> Result<Response, PageError> {
    let Some(bank) = banks::find(&slug) else { return Ok(html::not_found(None)) };
    let shared = store::shared(&sandbox.pool, bank.slug, ROWS_MAX).await?;
    let rows: String = shared.iter().map(|consent| row(bank, consent)).collect();
    let rows = if rows.is_empty() { "<p>Ingen tjeneste har tilgang.</p>".to_owned() } else { rows };
    let body = format!(
        "<h1>Tjenester med tilgang</h1><p>De nyeste først. En tjeneste som mister tilgangen, får ikke lese kontoene mer.</p>\
         <p lang=\"en\" class=\"quiet\">Services that may read accounts, the newest first. End one here.</p>{rows}"
    );
    Ok(html::page(Some(bank), "Tjenester med tilgang", &body, &[]))
}

fn row(bank: &Bank, consent: &Shared) -> String {
    let since = consent.created_at.format("%d.%m.%Y %H:%M");
    let until = consent.valid_until.format("%d.%m.%Y");
    format!(
        "<form class=\"access\" method=\"post\" action=\"/{}/access/{}/revoke\"><p>{}: fra {since} til {until}</p>\
         <div class=\"buttons\"><button>Trekk tilbake</button></div></form>",
        bank.slug,
        html::escape(&consent.id),
        html::escape(&consent.psu),
    )
}

/// `POST /{bank}/access/{id}/revoke`: the standard's `revokedByPsu`. What has ended stays as it is.
pub(crate) async fn revoke(
    State(sandbox): State<Sandbox>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let Some(bank) = banks::find(&slug) else { return Ok(html::not_found(None)) };
    let mut tx = sandbox.pool.begin().await?;
    let Some(mut consent) = store::lock(&mut tx, bank.slug, &id).await? else {
        return Ok(html::not_found(Some(bank)));
    };
    if consent.status == "valid" {
        store::set_status(&mut tx, &mut consent, "revokedByPsu", sandbox.now()).await?;
    }
    tx.commit().await?;
    Ok(axum::response::Redirect::to(&format!("/{}/access", bank.slug)).into_response())
}
