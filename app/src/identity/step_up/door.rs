//! Between a browser's cookie and the step-up of its login: a new session id, since more is open afterwards.
use super::service;
use crate::context;
use crate::error::AppError;
use crate::identity::service::Visitor;

/// Lets somebody through who has shown again who they are. Anybody else is led to the page that asks for it, and from
/// there back to where they came from.
///
/// # Errors
/// [`AppError::StepUpNeeded`].
pub async fn required(visitor: &Visitor) -> Result<(), AppError> {
    let state = context::state()?;
    if service::holds(&state, &visitor.login_id).await? {
        return Ok(());
    }
    leptos_axum::redirect(&match context::page_path() {
        Some(path) => format!("/me/confirm?next={}", context::percent_encode(&path)),
        None => "/me/confirm".to_owned(),
    });
    Err(AppError::StepUpNeeded)
}

/// Notes that somebody has shown again who they are. The new session id is stored before the register names it, so that a
/// crash in between leaves nothing that could be used.
pub(in crate::identity) async fn open(visitor: &Visitor, way: service::Way) -> Result<(), AppError> {
    let (state, request, session) = (context::state()?, context::request_info()?, context::session()?);
    session.cycle_id().await.map_err(|_| AppError::Unexpected)?;
    session.save().await.map_err(|_| AppError::Unexpected)?;
    let token = session.id().ok_or(AppError::Unexpected)?.to_string();
    Ok(service::note(&state, &request, visitor, &token, way).await?)
}
