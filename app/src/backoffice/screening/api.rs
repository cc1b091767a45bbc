//! Server functions of matches and lists.
use leptos::prelude::*;

use super::model::{AnswerForm, HitCase, HitPage, ListsPage, LookUpPage, LookUpQuery};
use super::query::HitQuery;
use crate::error::AppError;

/// Name of the form: of what was typed in the session, and of its fields on the page.
pub const ANSWER: &str = "hit";

#[server(name = LoadHits, prefix = "/api", endpoint = "admin/screening/list")]
pub async fn load_hits(
    #[server(default)] query: HitQuery,
    #[server(default)] cursor: String,
) -> Result<HitPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::page(&state, &officer, query, &cursor).await?)
}

#[server(name = LoadHit, prefix = "/api", endpoint = "admin/screening/hit")]
pub async fn load_hit(id: String, again: bool) -> Result<HitCase, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let mut case = super::service::case(&state, &officer, &id, crate::context::language()).await?;
    if again {
        case.flash = crate::context::take_flash(ANSWER).await?;
    }
    Ok(case)
}

/// What an officer says of a match.
#[server(name = AnswerHit, prefix = "/api", endpoint = "admin/screening/answer")]
pub async fn answer_hit(form: AnswerForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (request, path) = (crate::context::request_info()?, super::model::hit_path(&form.id));
    match super::service::answer(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&path),
        Err(error) => crate::context::turn_back(ANSWER, &form, error.into(), &path).await,
    }
}

#[server(name = LoadLists, prefix = "/api", endpoint = "admin/screening/lists")]
pub async fn load_lists() -> Result<ListsPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::lists(&state, &officer).await?)
}

#[server(name = LookUpName, prefix = "/api", endpoint = "admin/screening/look-up")]
pub async fn look_up(#[server(default)] query: LookUpQuery) -> Result<LookUpPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::look_up(&state, &officer, query).await?)
}
