//! Use cases of erasure: carry out an officer's decision, and close accounts whose customers have asked for it.
use domain::calendar::oslo_date;
use domain::compliance::privacy::DataKind;
use domain::ids::{DataRequestId, UserId};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

use super::store;
use crate::context::AppState;
use crate::notifications::{Notice, notify_in_tx};
use crate::{accounts, audit, db, identity};

/// Accounts that one run closes.
const BATCH: i64 = 50;

/// What goes with an account that closes. The rest goes on its date: payments and who the customer is by law, and a shop's
/// book with them; complaints and requests for as long as something can be claimed.
const GOES_WITH_THE_ACCOUNT: [DataKind; 7] = [
    DataKind::Quotes,
    DataKind::Recipients,
    DataKind::BankLinks,
    DataKind::Logins,
    DataKind::Notifications,
    DataKind::Marketing,
    DataKind::Profile,
];

#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
    #[error(transparent)]
    Accounts(#[from] accounts::service::AccountsError),
}

/// Carries out a decided erasure. Done twice it is done once: what is gone is gone, and the request is over.
pub async fn carry_out(state: &AppState, request: &DataRequestId) -> Result<(), ErasureError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let Some(row) = store::decided_in_tx(&mut tx, request).await? else { return Ok(()) };
    let user: UserId = db::parsed("a user id", &row.user_id)?;
    let mut kinds = Vec::<DataKind>::new();
    for kind in row.erase {
        kinds.push(db::parsed("a kind of data", &kind)?);
    }
    let gone = erase_in_tx(&mut tx, state, &user, &kinds).await?;
    store::complete_in_tx(&mut tx, request, now).await?;
    notify_in_tx(&mut tx, state, &user, &Notice::RequestAnswered, Some("/me/privacy")).await?;
    let entry = audit::Entry {
        user_id: Some(&user),
        action: "data_request.erased",
        resource: Some(("data_access_request", request.as_str())),
        details: json!({ "rows": gone }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, None, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes the accounts whose day has come; says how many. One with a payment under way waits for the next run.
pub async fn close_due(state: &AppState) -> Result<usize, ErasureError> {
    let today = oslo_date(state.clock.now());
    let mut closed = 0;
    for user in store::due(&state.db, today, BATCH).await? {
        if close(state, &db::parsed("a user id", &user)?).await? {
            closed += 1;
        }
    }
    Ok(closed)
}

async fn close(state: &AppState, user: &UserId) -> Result<bool, ErasureError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    // Kept meanwhile, or closed by another server. A payment locks its customer too: one that was ordered since the list
    // was read is seen here.
    if !store::lock_due_in_tx(&mut tx, user, oslo_date(now)).await?
        || store::is_busy_in_tx(&mut tx, user).await?
    {
        return Ok(false);
    }
    store::leave_in_tx(&mut tx, user, now).await?;
    identity::service::set_deactivated_in_tx(&mut tx, user, Some(now)).await?;
    identity::service::end_logins_in_tx(&mut tx, user, now).await?;
    store::forget_factors_in_tx(&mut tx, user).await?;
    let gone = erase_in_tx(&mut tx, state, user, &GOES_WITH_THE_ACCOUNT).await?;
    let entry = audit::Entry {
        user_id: Some(user),
        action: "account.closed",
        resource: Some(("user", user.as_str())),
        details: json!({ "rows": gone }),
    };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), now, None, entry).await?;
    tx.commit().await?;
    Ok(true)
}

/// Erases these kinds of a customer's data; says how many rows of each.
async fn erase_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
    kinds: &[DataKind],
) -> Result<Value, ErasureError> {
    let now = state.clock.now();
    let mut gone = Map::new();
    // In the order of the list: a recipient can go only after the prices that were made for it.
    for kind in GOES_WITH_THE_ACCOUNT.into_iter().chain([DataKind::Complaints]) {
        if !kinds.contains(&kind) {
            continue;
        }
        let rows = match kind {
            DataKind::Quotes => store::quotes_in_tx(tx, user, false).await?,
            DataKind::Recipients => recipients_in_tx(tx, state, user).await?,
            DataKind::BankLinks => bank_links_in_tx(tx, state, user).await?,
            DataKind::Logins => store::logins_in_tx(tx, user, now).await?,
            DataKind::Notifications => store::notifications_in_tx(tx, user).await?,
            DataKind::Marketing => store::marketing_in_tx(tx, user).await?,
            DataKind::Profile => store::profile_in_tx(tx, user, now).await?,
            DataKind::Complaints => store::complaints_in_tx(tx, user).await?,
            // The law has us keep these: the database refuses a decision that says otherwise.
            DataKind::Identity | DataKind::Payments | DataKind::Accounting => continue,
        };
        gone.insert(kind.as_str().to_owned(), rows.into());
    }
    Ok(Value::Object(gone))
}

async fn recipients_in_tx(tx: &mut PgConnection, state: &AppState, user: &UserId) -> sqlx::Result<u64> {
    store::quotes_in_tx(tx, user, true).await?;
    store::recipients_in_tx(tx, user, state.clock.now()).await
}

/// Consents at banks end; what was read with them goes. An account that something was paid from stays with that payment.
async fn bank_links_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    user: &UserId,
) -> Result<u64, ErasureError> {
    accounts::service::unlink_all_in_tx(tx, state, user, None).await?;
    Ok(store::bank_links_in_tx(tx, user).await?)
}
