//! Server functions of reports. Each is for staff only.
use leptos::prelude::*;

use super::model::{
    BeginForm, DecideForm, EditForm, NewReport, ReportView, ReportsPage, ReportsQuery, StatementForm,
    StatementStep,
};
use crate::error::AppError;

/// Names of what was typed into the forms.
pub const BEGIN_FORM: &str = "report-begin";
pub const EDIT_FORM: &str = "report-edit";
pub const STATEMENT_FORM: &str = "report-statement";
pub const DECIDE_FORM: &str = "report-decide";

#[server(name = LoadReports, prefix = "/api", endpoint = "admin/reports/list")]
pub async fn load_reports(
    #[server(default)] query: ReportsQuery,
    #[server(default)] cursor: String,
) -> Result<ReportsPage, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    Ok(super::service::list(&state, &officer, &query, &cursor).await?)
}

#[server(name = LoadNewReport, prefix = "/api", endpoint = "admin/reports/new")]
pub async fn load_new_report(alert: String, again: bool) -> Result<NewReport, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let alert = alert.parse().map_err(|_| AppError::NotFound)?;
    let flash = super::service::flash(again, BEGIN_FORM).await?;
    Ok(super::service::new_report(&state, &officer, &alert, flash).await?)
}

/// Begins a report about one or several alerts, or puts them into a draft.
#[server(name = BeginReport, prefix = "/api", endpoint = "admin/reports/begin")]
pub async fn begin_report(form: BeginForm) -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    match super::service::begin(&state, &officer, Some(&request), &form).await {
        Ok(id) => crate::context::go_to(&super::model::report_path(id.as_str())),
        Err(error) => {
            let back = super::model::new_path(&form.alert);
            crate::context::turn_back(BEGIN_FORM, &form, error.into(), &back).await
        }
    }
}

#[server(name = LoadReport, prefix = "/api", endpoint = "admin/reports/report")]
pub async fn load_report(id: String, again: bool) -> Result<ReportView, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let mut view = super::service::report(&state, &officer, &id).await?;
    view.flashes.edit = super::service::flash(again, EDIT_FORM).await?;
    view.flashes.decide = super::service::flash(again, DECIDE_FORM).await?;
    Ok(view)
}

#[server(name = EditReport, prefix = "/api", endpoint = "admin/reports/edit")]
pub async fn edit_report(form: EditForm) -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let back = super::model::report_path(&form.report);
    match super::service::edit(&state, &officer, Some(&request), &form).await {
        Ok(()) => crate::context::go_to(&back),
        Err(error) => crate::context::turn_back(EDIT_FORM, &form.typed(), error.into(), &back).await,
    }
}

#[server(name = LoadStatementStep, prefix = "/api", endpoint = "admin/reports/statement-form")]
pub async fn load_statement_step(
    report: String,
    number: String,
    again: bool,
) -> Result<StatementStep, AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let report = report.parse().map_err(|_| AppError::NotFound)?;
    let number = if number == "new" { None } else { Some(number.parse().map_err(|_| AppError::NotFound)?) };
    let flash = super::service::flash(again, STATEMENT_FORM).await?;
    Ok(super::service::statement_step(&state, &officer, &report, number, flash).await?)
}

/// Writes a statement, or takes it out.
#[server(name = WriteStatement, prefix = "/api", endpoint = "admin/reports/statement")]
pub async fn write_statement(form: StatementForm) -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    match super::service::write_statement(&state, &officer, Some(&request), &form).await {
        Ok(()) => crate::context::go_to(&super::model::report_path(&form.report)),
        Err(error) => {
            let back = super::model::statement_path(&form.report, &form.number);
            crate::context::turn_back(STATEMENT_FORM, &form.typed(), error.into(), &back).await
        }
    }
}

/// A step that an officer answers for: propose, give back, submit, write down the receipt, drop.
#[server(name = DecideReport, prefix = "/api", endpoint = "admin/reports/decide")]
pub async fn decide_report(form: DecideForm) -> Result<(), AppError> {
    let (state, (officer, _)) = (crate::context::state()?, crate::context::required_officer().await?);
    let request = crate::context::request_info()?;
    let back = super::model::report_path(&form.report);
    match super::service::decide(&state, &officer, Some(&request), &form).await {
        Ok(_) => crate::context::go_to(&back),
        Err(error) => crate::context::turn_back(DECIDE_FORM, &form, error.into(), &back).await,
    }
}
