//! Use cases of closing an account.
//!
//! Asking ends at once what nobody would want to go on: reading at banks, advertising, other log-ins. For two weeks the
//! customer can log in and keep the account. Then a job closes it for good, and what no law keeps goes.
use chrono::Days;
use domain::access::{Action, Resource, decide};
use domain::calendar::oslo_date;
use domain::ids::UserId;
use serde_json::json;

use super::store;
use crate::accounts::service::unlink_all_in_tx;
use crate::audit;
use crate::context::{AppState, RequestInfo};
use crate::identity::service::Visitor;
use crate::mail::{Letter, post_in_tx};
use crate::privacy::consents::withdraw_marketing_in_tx;
use crate::privacy::model::{Closing, Obstacle};
use crate::privacy::service::PrivacyError;

/// For so long it can be undone.
pub const UNDO_DAYS: u64 = 14;

/// What stands in the way, and whether the account waits to be closed already.
pub async fn step(state: &AppState, visitor: &Visitor) -> Result<Closing, PrivacyError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let row = store::standing(&state.db, &visitor.actor.user_id).await?;
    Ok(Closing { obstacles: obstacles(&row), closing_on: row.closing_on, would_close_on: closing_day(state) })
}

fn closing_day(state: &AppState) -> chrono::NaiveDate {
    let today = oslo_date(state.clock.now());
    today.checked_add_days(Days::new(UNDO_DAYS)).unwrap_or(today)
}

fn obstacles(row: &store::StandingRow) -> Vec<Obstacle> {
    let all = [
        (row.payments, Obstacle::PaymentsUnderWay),
        (row.sales, Obstacle::SalesUnderWay),
        (row.shops, Obstacle::ShopOpen),
    ];
    all.into_iter().filter(|(stands, _)| *stands).map(|(_, obstacle)| obstacle).collect()
}

/// Asks to close the account. The caller has asked again who it is.
pub async fn ask(state: &AppState, visitor: &Visitor, request: &RequestInfo) -> Result<(), PrivacyError> {
    let actor = &visitor.actor;
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let (user, now, day) = (&actor.user_id, state.clock.now(), closing_day(state));
    let mut tx = state.db.begin().await?;
    store::lock_in_tx(&mut tx, user).await?;
    let row = store::standing(&mut *tx, user).await?;
    if !obstacles(&row).is_empty() {
        return Err(PrivacyError::Changed);
    }
    if row.closing_on.is_some() {
        return Ok(());
    }
    store::ask_in_tx(&mut tx, user, day, now).await?;
    store::end_other_logins_in_tx(&mut tx, user, &visitor.login_id, now).await?;
    withdraw_marketing_in_tx(&mut tx, user, Some(request), now).await?;
    post_in_tx(&mut tx, state, user, &Letter::AccountClosed { until: day }).await?;
    record_in_tx(&mut tx, state, user, Some(request), "account.close", json!({ "closing_on": day })).await?;
    // Here they end now; each bank is told in its own time, and again until it has heard it.
    unlink_all_in_tx(&mut tx, state, user, Some(request)).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps an account that waits to be closed.
pub async fn keep(state: &AppState, visitor: &Visitor, request: &RequestInfo) -> Result<(), PrivacyError> {
    decide(Some(&visitor.actor), Action::ManageSettings, Resource::Own)?;
    let user = &visitor.actor.user_id;
    let mut tx = state.db.begin().await?;
    if store::keep_in_tx(&mut tx, user).await? {
        record_in_tx(&mut tx, state, user, Some(request), "account.keep", json!({})).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn record_in_tx(
    tx: &mut sqlx::PgConnection,
    state: &AppState,
    user: &UserId,
    request: Option<&RequestInfo>,
    action: &'static str,
    details: serde_json::Value,
) -> sqlx::Result<()> {
    let entry =
        audit::Entry { user_id: Some(user), action, resource: Some(("user", user.as_str())), details };
    audit::record_in_tx(tx, state.entropy.as_ref(), state.clock.now(), request, entry).await
}
