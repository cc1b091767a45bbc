//! Use case of the overview: today, this month, and how they compare.
use std::collections::BTreeMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Timelike, Utc};
use domain::access::Actor;
use domain::calendar::{first_of_month, oslo, oslo_date, oslo_midnight};
use domain::ids::MerchantId;
use domain::merchant::statement::Totals;

use super::model::{DayTotals, HourTotals, Overview};
use super::service::{SalesError, by_code, code_names, head, sum, totals};
use super::store::{self, CellRow};
use crate::context::AppState;

/// Days of the chart.
const CHART_DAYS: u64 = 30;
const WEEK_DAYS: u64 = 7;

/// How it goes: one round trip to the database.
pub async fn overview(state: &AppState, actor: &Actor, shop: &MerchantId) -> Result<Overview, SalesError> {
    let now = state.clock.now();
    let today = oslo_date(now);
    let (month, chart) = (first_of_month(today), today - Days::new(CHART_DAYS - 1));
    let week_ago = today - Days::new(WEEK_DAYS);
    let reading = store::Reading {
        by_code: true,
        hours_of: Some(today),
        early: Some((week_ago, same_time(week_ago, now))),
        entries: 0,
    };
    let row = store::book(&state.db, shop, (month.min(chart), today), &reading).await?;
    let row = row.ok_or(SalesError::NotFound)?;
    let shop = head(actor, shop, &row.owner_id, row.name)?;
    let cells = row.cells.0;
    let this_month: Vec<&CellRow> = cells.iter().filter(|cell| cell.day >= month).collect();
    let codes = code_names(row.codes.0)?;
    Ok(Overview {
        shop,
        today: sum(cells.iter().filter(|cell| cell.day == today))?,
        last_week: sum(cells.iter().filter(|cell| cell.is_early == Some(true)))?,
        month: sum(this_month.iter().copied())?,
        by_day: days(&cells, chart)?,
        by_hour: hours(&cells, now)?,
        by_code: by_code(&this_month, &codes)?,
        is_new: row.first_day.is_none(),
        now,
    })
}

/// The instant of another day at which Oslo's clock shows what it shows now.
fn same_time(day: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    let clock = oslo(now).time().num_seconds_from_midnight();
    oslo_midnight(day) + Duration::seconds(i64::from(clock))
}

/// Every day of the chart, also those on which nothing happened.
fn days(cells: &[CellRow], first: NaiveDate) -> Result<Vec<DayTotals>, SalesError> {
    let mut days = BTreeMap::new();
    for number in 0..CHART_DAYS {
        days.insert(first + Days::new(number), Totals::default());
    }
    for cell in cells {
        if let Some(day) = days.get_mut(&cell.day) {
            *day = day.plus(totals(cell)?)?;
        }
    }
    Ok(days.into_iter().map(|(day, totals)| DayTotals { day, totals }).collect())
}

/// Every hour of today from the first one in which something happened to the last one, which is now at the earliest.
fn hours(cells: &[CellRow], now: DateTime<Utc>) -> Result<Vec<HourTotals>, SalesError> {
    let mut hours: BTreeMap<u32, Totals> = BTreeMap::new();
    for cell in cells {
        if let Some(at) = cell.hour {
            let hour = hours.entry(oslo(at).hour()).or_default();
            *hour = hour.plus(totals(cell)?)?;
        }
    }
    let Some(first) = hours.keys().next().copied() else { return Ok(Vec::new()) };
    let last = hours.keys().next_back().copied().unwrap_or(first).max(oslo(now).hour());
    Ok((first..=last)
        .map(|hour| HourTotals { hour, totals: hours.get(&hour).copied().unwrap_or_default() })
        .collect())
}
