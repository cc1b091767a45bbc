//! Between asking for a second factor and having it: the secret that the page shows, sealed, in the session.
use crate::context::{self, AppState};
use crate::error::AppError;
use crate::identity::second_factor::half_way::{Made, keep_codes};
use crate::identity::second_factor::service as second_factor;
use crate::identity::service::Visitor;

const KEY: &str = "new_factor";

/// The secret that was shown before, or a new one: a page that is loaded anew must not contradict the app.
pub(super) async fn secret(state: &AppState, visitor: &Visitor) -> Result<String, AppError> {
    if let Some(sealed) = known().await? {
        return Ok(sealed);
    }
    let sealed = second_factor::new_secret(state, &visitor.actor.user_id)?;
    context::session()?.insert(KEY, &sealed).await.map_err(|_| AppError::Unexpected)?;
    Ok(sealed)
}

pub(super) async fn known() -> Result<Option<String>, AppError> {
    context::session()?.get::<String>(KEY).await.map_err(|_| AppError::Unexpected)
}

/// Keeps the codes for the page that shows them, once, and leads there.
pub(super) async fn show_codes(
    state: &AppState,
    visitor: &Visitor,
    codes: &[String],
) -> Result<(), AppError> {
    context::session()?.remove::<String>(KEY).await.map_err(|_| AppError::Unexpected)?;
    let sealed = second_factor::seal_codes(state, &visitor.actor.user_id, codes)?;
    keep_codes(&Made { sealed, next: super::model::PAGE.to_owned() }).await?;
    context::go_to("/login/recovery-codes")
}
