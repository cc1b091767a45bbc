//! Use cases of the queue: a page of it, the figures above it, and what a search means.
pub(super) mod store;

use chrono::{DateTime, Days, Utc};
use domain::access::{Actor, Officer};
use domain::calendar::oslo_midnight;
use domain::compliance::alert::{AlertStatus, Outcome};
use domain::compliance::finding::{RuleName, Severity};
use domain::history::id_end;
use domain::ids::{AlertId, UserId};

use super::model::{AlertLine, AlertsPage, Counts};
use super::query::{AlertFilter, AlertQuery, Standing, Who};
use super::service::AlertsError;
use super::{store as lookup, views};
use crate::context::AppState;
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::form::Flash;

/// Lines of one page.
pub const PAGE_ROWS: usize = 50;
/// Alerts that are counted for the figures above the queue.
const COUNTED_MAX: i64 = 50_000;
/// People and payments that a search may mean.
const SOUGHT_MAX: i64 = 50;

/// After which alert the next page begins.
type Place = (DateTime<Utc>, AlertId);

/// One page. `cursor` is what the page before gave as `next`; a broken one starts anew, and a filter that cannot be
/// understood is left out.
pub async fn page(
    state: &AppState,
    actor: &Actor,
    query: &AlertQuery,
    cursor: &str,
    (flash, view_flash): (Flash, Flash),
) -> Result<AlertsPage, AlertsError> {
    let officer = Officer::decide(Some(actor))?;
    let (filter, now) = (query.read(), state.clock.now());
    let place = parse_cursor(cursor);
    let mut rows = find(state, &officer, &filter, place.as_ref(), PAGE_ROWS + 1).await?;
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let next = rows.last().filter(|_| more).map(|row| {
        let (at, id) = place_of(&filter, row);
        cursor_of(at, id.as_str())
    });
    let counts = store::counts(&state.db, officer.user_id(), now, COUNTED_MAX).await?;
    Ok(AlertsPage {
        rows,
        next,
        query: query.clone(),
        counts: Counts {
            active: counts.active,
            mine: counts.mine,
            free: counts.free,
            overdue: counts.overdue,
            critical: counts.critical,
            escalated: counts.escalated,
            snoozed: counts.snoozed,
            capped: counts.counted == COUNTED_MAX,
        },
        views: views::views(state, &officer).await?,
        officers: super::reading::officers(state).await?,
        me: officer.user_id().clone(),
        flash,
        view_flash,
        now,
    })
}

/// The alert after this one in the queue as it is narrowed, if there is one.
pub(super) async fn after(
    state: &AppState,
    officer: &Officer,
    query: &AlertQuery,
    alert: &AlertLine,
) -> Result<Option<AlertId>, AlertsError> {
    let filter = query.read();
    let rows = find(state, officer, &filter, Some(&place_of(&filter, alert)), 1).await?;
    rows.first().map(|row| Ok(db::parsed("an alert's id", &row.id)?)).transpose()
}

/// What is due first stands at the top of the queue; of closed ones, and of what a search finds, the newest.
fn is_by_due_date(filter: &AlertFilter) -> bool {
    filter.search.is_none() && !filter.standing.is_closed()
}

fn place_of(filter: &AlertFilter, alert: &AlertLine) -> Place {
    let at = if is_by_due_date(filter) { alert.due_at } else { alert.created_at };
    (at, alert.id.clone())
}

/// Rows that a filter lets through, from after a place.
async fn find(
    state: &AppState,
    officer: &Officer,
    filter: &AlertFilter,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<store::LineRow>, AlertsError> {
    let now = state.clock.now();
    let assigned_to = match &filter.who {
        Some(Who::Me) => Some(officer.user_id()),
        Some(Who::One(id)) => Some(id),
        Some(Who::Nobody) | None => None,
    };
    let status = match filter.standing {
        Standing::One(status) => Some(status),
        Standing::Active | Standing::Snoozed | Standing::Closed => None,
    };
    let narrowing = store::Narrowing {
        after: after.map(|(at, id)| (*at, id.as_str())),
        status: status.map(AlertStatus::as_str),
        severity: filter.severity.map(Severity::as_str),
        rule: filter.rule.map(RuleName::as_str),
        assigned_to: assigned_to.map(UserId::as_str),
        free: filter.who == Some(Who::Nobody),
        snoozed: filter.standing == Standing::Snoozed,
        outcome: filter.outcome.map(Outcome::as_str),
        due_before: filter.overdue.then_some(now),
        begins_at: filter.from.map(oslo_midnight),
        ends_before: filter.to.map(|day| oslo_midnight(day + Days::new(1))),
        now,
        limit: i64::try_from(limit).unwrap_or(i64::MAX),
    };
    if let Some(text) = &filter.search {
        let sought = sought(state, text).await?;
        return Ok(store::sought(&state.db, &narrowing, &sought, &statuses(filter)).await?);
    }
    if !filter.standing.is_closed() {
        return Ok(store::queue(&state.db, &narrowing).await?);
    }
    if let Some(officer) = narrowing.assigned_to {
        return Ok(store::closed_by(&state.db, &narrowing, officer, &statuses(filter)).await?);
    }
    let all = |chosen: Option<&str>, all: Vec<String>| chosen.map_or(all, |one| vec![one.to_owned()]);
    let rules = RuleName::ALL.iter().map(ToString::to_string).collect();
    let severities = Severity::ALL.iter().map(ToString::to_string).collect();
    let strips = store::Strips {
        statuses: &statuses(filter),
        rules: &all(narrowing.rule, rules),
        severities: &all(narrowing.severity, severities),
    };
    Ok(store::closed(&state.db, &narrowing, &strips).await?)
}

/// The statuses of a standing. A search that names none looks everywhere.
fn statuses(filter: &AlertFilter) -> Vec<String> {
    let wanted = |status: &AlertStatus| match filter.standing {
        Standing::Active | Standing::Snoozed => true,
        Standing::Closed => status.is_closed(),
        Standing::One(one) => *status == one,
    };
    AlertStatus::ALL.iter().filter(|status| wanted(status)).map(ToString::to_string).collect()
}

/// Whom and what a search means: the id of an alert, the reference of a payment, a customer by id, e-mail or name, and
/// the customers of a recipient by name or account.
async fn sought(state: &AppState, text: &str) -> Result<store::Sought, AlertsError> {
    let mut sought = store::Sought::default();
    if let Ok(id) = text.parse::<AlertId>() {
        sought.alerts.push(id.into_string());
        return Ok(sought);
    }
    if let Some(ending) = id_end(text) {
        sought.alerts = lookup::alerts_of_reference(&state.db, &ending, SOUGHT_MAX).await?;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let names = match words.as_slice() {
        [] => return Ok(sought),
        [one] => ("", *one),
        [first, .., last] => (*first, *last),
    };
    sought.users = lookup::customers(&state.db, text, names, SOUGHT_MAX).await?;
    let account: String =
        text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let theirs = lookup::customers_of_recipients(&state.db, text, &account, SOUGHT_MAX).await?;
    sought.users.extend(theirs);
    Ok(sought)
}

/// A row as pages have it.
pub(super) fn line(row: store::LineRow) -> Result<AlertLine, db::BadRow> {
    Ok(AlertLine {
        id: db::parsed("an alert's id", &row.id)?,
        version: row.version,
        user: db::parsed("a user id", &row.user_id)?,
        customer: row.customer,
        rule: row.alert_type,
        severity: db::parsed("a severity", &row.severity)?,
        status: db::parsed("an alert's status", &row.status)?,
        findings: row.findings,
        score: row.score,
        officer: row.officer,
        outcome: row.outcome.map(|outcome| db::parsed("an outcome", &outcome)).transpose()?,
        created_at: row.created_at,
        due_at: row.due_at,
        snoozed_until: row.snoozed_until,
        closed_at: row.closed_at,
    })
}
