//! Use cases of the list of reports, and of what a new one could be about.
mod store;

use domain::access::Officer;
use domain::compliance::report::State;
use domain::filter::SEARCH_MAX_CHARS;
use domain::ids::{AlertId, ReportId, UserId};

use super::model::{AlertChoice, NewReport, ReportLine, ReportsPage, ReportsQuery, Waiting};
use super::service::ReportsError;
use crate::backoffice::paging;
use crate::context::AppState;
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::form::Flash;

/// Alerts of one customer that are offered at once, and drafts.
const ALERTS_MAX: i64 = 100;
const DRAFTS_MAX: i64 = 10;

/// One page of reports. What cannot be understood narrows nothing.
pub async fn list(
    state: &AppState,
    _officer: &Officer,
    query: &ReportsQuery,
    cursor: &str,
) -> Result<ReportsPage, ReportsError> {
    let wanted: Option<State> = query.state.trim().parse().ok();
    let search: String = query.search.trim().chars().take(SEARCH_MAX_CHARS).collect();
    let after: Option<(_, ReportId)> = parse_cursor(cursor);
    let narrowing = store::Narrowing {
        state: wanted.map(State::as_str),
        user: None,
        search: Some(search.as_str()).filter(|search| !search.is_empty()),
        after: after.as_ref().map(|(at, id)| (*at, id.as_str())),
        limit: paging::READ_ROWS,
    };
    let rows = store::list(&state.db, &narrowing).await?;
    let mut rows = rows.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let next = paging::cut(&mut rows, |row: &ReportLine| cursor_of(row.begun_at, row.id.as_str()));
    let counted = store::waiting(&state.db).await?;
    Ok(ReportsPage {
        rows,
        next,
        query: ReportsQuery { state: wanted.map(|it| it.to_string()).unwrap_or_default(), search },
        waiting: Waiting { drafts: counted.drafts, proposed: counted.proposed, submitted: counted.submitted },
        now: state.clock.now(),
    })
}

fn line(row: store::LineRow) -> Result<ReportLine, ReportsError> {
    Ok(ReportLine {
        id: db::parsed("a report id", &row.id)?,
        user: db::parsed("a user id", &row.user_id)?,
        name: row.name,
        state: db::parsed("a report's state", &row.state)?,
        reference: row.reference,
        alerts: row.alerts,
        begun_by: row.begun_by,
        proposed_by: row.proposed_by,
        begun_at: row.created_at,
        submitted_at: row.filed_at,
    })
}

/// The report that has an alert, if one has; nothing for an alert that there is not.
pub(super) async fn report_with(
    state: &AppState,
    alert: &AlertId,
) -> Result<Option<Option<ReportId>>, ReportsError> {
    let Some(owner) = store::alert(&state.db, alert).await? else { return Ok(None) };
    Ok(Some(owner.report_id.map(|id| db::parsed("a report id", &id)).transpose()?))
}

/// What a report that begins with this alert could be about.
pub async fn new_report(
    state: &AppState,
    _officer: &Officer,
    alert: &AlertId,
    flash: Flash,
) -> Result<NewReport, ReportsError> {
    let owner = store::alert(&state.db, alert).await?.ok_or(ReportsError::NotFound)?;
    let user: UserId = db::parsed("a user id", &owner.user_id)?;
    let alerts = store::reportable(&state.db, &user, ALERTS_MAX).await?;
    let alerts = alerts.into_iter().map(|row| {
        Ok(AlertChoice {
            id: db::parsed("an alert's id", &row.id)?,
            rule: row.alert_type,
            severity: db::parsed("a severity", &row.severity)?,
            findings: row.findings,
            raised_at: row.created_at,
        })
    });
    let narrowing = store::Narrowing {
        state: Some(State::Draft.as_str()),
        user: Some(&user),
        search: None,
        after: None,
        limit: DRAFTS_MAX,
    };
    let drafts = store::list(&state.db, &narrowing).await?;
    Ok(NewReport {
        alert: alert.clone(),
        name: owner.name,
        alerts: alerts.collect::<Result<_, ReportsError>>()?,
        drafts: drafts.into_iter().map(line).collect::<Result<_, _>>()?,
        reported_in: owner.report_id.map(|id| db::parsed("a report id", &id)).transpose()?,
        flash,
        now: state.clock.now(),
        user,
    })
}
