//! Counting what waits: one round trip, over partial indexes that hold open things only.
use std::collections::BTreeMap;

use chrono::{DateTime, Days, Duration, Utc};
use domain::access::Officer;
use domain::calendar::{oslo_date, oslo_midnight};
use domain::compliance::finding::{RuleName, Severity};

use super::model::{Closed, Due, Grave, Overview, RuleRate};
use super::store::{self, OverviewRow};
use crate::context::AppState;
use crate::db;
use crate::error::AppError;

/// How far back closed alerts are looked at …
const CLOSED_DAYS: i64 = 30;
/// … for the rules, which are few and close few …
const RULES_DAYS: i64 = 90;
/// … and day by day.
const CHART_DAYS: u64 = 14;

#[derive(Debug, thiserror::Error)]
pub enum OverviewError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

impl From<OverviewError> for AppError {
    fn from(error: OverviewError) -> Self {
        tracing::error!(%error, "overview");
        Self::Unexpected
    }
}

/// The figures, as they are now.
pub async fn overview(state: &AppState, officer: &Officer) -> Result<Overview, OverviewError> {
    let now = state.clock.now();
    let since = store::Since {
        closed: now - Duration::days(CLOSED_DAYS),
        rules: now - Duration::days(RULES_DAYS),
        chart: oslo_midnight(oslo_date(now) - Days::new(CHART_DAYS - 1)),
    };
    let row = store::overview(&state.db, officer.user_id(), now, oslo_date(now), &since).await?;
    overview_of(row, now)
}

fn overview_of(row: OverviewRow, now: DateTime<Utc>) -> Result<Overview, OverviewError> {
    let by_severity: BTreeMap<String, (i64, i64)> =
        row.alerts.0.into_iter().map(|it| (it.severity, (it.open, it.overdue))).collect();
    let graves = Severity::ALL.iter().rev().map(|&severity| {
        let (open, overdue) = by_severity.get(severity.as_str()).copied().unwrap_or_default();
        Grave { severity, open, overdue }
    });
    let mut rules: Vec<RuleRate> = row.rules.0.into_iter().filter_map(rate_of).collect();
    rules.sort_by_key(|rate| (std::cmp::Reverse(rate.percent()), rate.rule));
    let by_day: BTreeMap<_, _> = row.days.0.into_iter().map(|it| (it.day, it.closed)).collect();
    let days = (0..CHART_DAYS).rev().map(|back| oslo_date(now) - Days::new(back));
    let days = days.map(|day| (day, by_day.get(&day).copied().unwrap_or_default())).collect();
    let held = db::money(row.held, "NOK")?;
    Ok(Overview {
        alerts: graves.collect(),
        unassigned: row.unassigned,
        mine: row.mine,
        escalated: row.escalated,
        ages: row.ages.0,
        closed: Closed { count: row.closed, in_time: row.in_time, median_minutes: row.median_minutes, days },
        rules,
        holds: row.holds,
        held,
        hits: row.hits,
        kyc: row.kyc,
        drafts: row.drafts,
        complaints: Due { open: row.complaints, overdue: row.complaints_overdue },
        requests: Due { open: row.requests, overdue: row.requests_overdue },
        now,
    })
}

/// Of a rule that there is; alerts that somebody raised by hand have another type.
fn rate_of(row: store::RuleRow) -> Option<RuleRate> {
    let rule: RuleName = row.rule.parse().ok()?;
    Some(RuleRate { rule, closed: row.closed, false_positives: row.false_positives })
}
