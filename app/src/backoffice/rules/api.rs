//! Server functions of rules.
use leptos::prelude::*;

use super::model::{ChangePage, ChangeQuery, DecideForm, ProposeForm, RulePage, RulesPage};
use crate::error::AppError;

/// Names of the forms: of what was typed in the session, and of their fields on the page.
pub const PROPOSE: &str = "rule-propose";
pub const DECIDE: &str = "rule-decide";

#[server(name = LoadRules, prefix = "/api", endpoint = "admin/rules/list")]
pub async fn load_rules() -> Result<RulesPage, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::rules(&state, &visitor.actor).await?)
}

#[server(name = LoadRule, prefix = "/api", endpoint = "admin/rules/rule")]
pub async fn load_rule(rule: String, again: bool) -> Result<RulePage, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let rule = rule.parse().map_err(|_| AppError::NotFound)?;
    let mut page = super::service::rule(&state, &visitor.actor, rule).await?;
    if again {
        page.flash = crate::context::take_flash(DECIDE).await?;
    }
    Ok(page)
}

/// The form of a change, and, once something is tried, what it would have raised.
#[server(name = LoadChange, prefix = "/api", endpoint = "admin/rules/change")]
pub async fn load_change(
    rule: String,
    #[server(default)] query: ChangeQuery,
    again: bool,
) -> Result<ChangePage, AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let rule = rule.parse().map_err(|_| AppError::NotFound)?;
    let mut page = super::service::change(&state, &visitor.actor, rule, query).await?;
    if again {
        page.flash = crate::context::take_flash(PROPOSE).await?;
    }
    Ok(page)
}

#[server(name = ProposeRule, prefix = "/api", endpoint = "admin/rules/propose")]
pub async fn propose_rule(form: ProposeForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    match super::service::propose(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&super::model::rule_path(&form.rule)),
        Err(error) => {
            let back = super::model::change_path(&form.rule, &form.mode, &form.values);
            crate::context::turn_back(PROPOSE, &form, error.into(), &back).await
        }
    }
}

/// Another officer puts a proposal in force, or turns it down.
#[server(name = DecideRule, prefix = "/api", endpoint = "admin/rules/decide")]
pub async fn decide_rule(form: DecideForm) -> Result<(), AppError> {
    let (state, (_, visitor)) = (crate::context::state()?, crate::context::required_officer().await?);
    let (request, path) = (crate::context::request_info()?, super::model::rule_path(&form.rule));
    match super::service::decide(&state, &visitor.actor, &request, &form).await {
        Ok(()) => crate::context::go_to(&path),
        Err(error) => crate::context::turn_back(DECIDE, &form, error.into(), &path).await,
    }
}
