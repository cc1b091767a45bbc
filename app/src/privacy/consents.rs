//! Use cases of consents: what was given and withdrawn, when and from where (GDPR art. 7), and giving or withdrawing one
//! that is the customer's to choose.
use chrono::{DateTime, Utc};
use domain::access::{Action, Actor, Resource, decide};
use domain::ids::{ConsentId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::model::{Choice, ConsentKind, ConsentLine};
use super::service::PrivacyError;
use super::store;
use crate::context::{AppState, RequestInfo};
use crate::{audit, identity};

/// Facts that the page shows.
const FACTS_MAX: i64 = 100;

/// Every fact, the latest first.
pub async fn history(state: &AppState, actor: &Actor) -> Result<Vec<ConsentLine>, PrivacyError> {
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let rows = store::consents(&state.db, &actor.user_id, FACTS_MAX).await?;
    let line = |row: store::ConsentRow| ConsentLine {
        kind: ConsentKind::of(&row.kind),
        bank: row.bank,
        given_at: row.granted_at,
        given_from: row.ip_address,
        withdrawn_at: row.withdrawn_at,
        withdrawn_from: row.withdrawn_ip,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Gives or withdraws what is the customer's to choose. The same choice again changes nothing.
pub async fn choose(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    (choice, given): (Choice, bool),
) -> Result<(), PrivacyError> {
    decide(Some(actor), Action::ManageSettings, Resource::Own)?;
    let (user, now) = (&actor.user_id, state.clock.now());
    let mut tx = state.db.begin().await?;
    store::lock_user_in_tx(&mut tx, user).await?;
    let stands = store::stands_in_tx(&mut tx, user, choice.as_str()).await?;
    if stands == given {
        return Ok(());
    }
    let action = if given {
        let id = ConsentId::generate(state.entropy.as_ref());
        identity::service::record_consent_in_tx(&mut tx, &id, user, choice.as_str(), request, now).await?;
        "consent.give"
    } else {
        withdraw_in_tx(&mut tx, user, choice, Some(request), now).await?;
        "consent.withdraw"
    };
    let entry = audit::Entry {
        user_id: Some(user),
        action,
        resource: Some(("consent", choice.as_str())),
        details: json!({}),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever leaves wants no advertising.
pub(super) async fn withdraw_marketing_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    request: Option<&RequestInfo>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    withdraw_in_tx(tx, user, Choice::Marketing, request, now).await
}

async fn withdraw_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
    choice: Choice,
    request: Option<&RequestInfo>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let from = request.map(|request| request.ip.to_string());
    store::withdraw_in_tx(tx, user, choice.as_str(), from.as_deref(), now).await
}
