//! Use cases of statements: the list of them, one, and one as a file.
mod csv;

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use domain::access::{Action, Actor};
use domain::calendar::{first_of_month, oslo_date};
use domain::ids::MerchantId;
use domain::merchant::statement::{Period, Totals};
use domain::throttle::EXPORTS;
use serde_json::json;

use super::list::audit_export;
use super::model::{DayTotals, EntryRow, PeriodTotals, Statement, Statements};
use super::service::{SalesError, by_code, code_names, head, sum, totals};
use super::store::{self, CellRow};
use crate::context::{AppState, RequestInfo};
use crate::i18n::Locale;
use crate::merchant::shops::service::own_shop;
use crate::{db, throttle};

/// Months of one page of the list.
const LIST_MONTHS: u32 = 12;
/// Lines of a day that its page shows; the file has all of them.
pub const ENTRIES_MAX: usize = 200;
/// Entries of one piece of the file: what is in memory at a time.
pub const EXPORT_CHUNK_ROWS: usize = 500;

/// A year of months until `newest` (this month, when it is none or lies ahead), and the days of that month: one round
/// trip to the database.
pub async fn statements(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    newest: Option<Period>,
) -> Result<Statements, SalesError> {
    let now = state.clock.now();
    let today = oslo_date(now);
    let this_month = first_of_month(today);
    let newest = newest.map_or(this_month, |period| first_of_month(period.first())).min(this_month);
    let oldest = newest - Months::new(LIST_MONTHS - 1);
    let to = Period::Month(newest).last().min(today);
    let row = store::book(&state.db, shop, (oldest, to), &store::Reading::default()).await?;
    let row = row.ok_or(SalesError::NotFound)?;
    let shop = head(actor, shop, &row.owner_id, row.name)?;
    let cells = row.cells.0;
    let of = |period: Period| -> Result<PeriodTotals, SalesError> {
        let within = cells.iter().filter(|cell| (period.first()..=period.last()).contains(&cell.day));
        Ok(PeriodTotals { period, totals: sum(within)?, closed: period.is_closed(now) })
    };
    let first = row.first_day.map_or(newest, first_of_month).min(newest);
    let months = (0..LIST_MONTHS).map(|back| newest - Months::new(back)).take_while(|month| *month >= first);
    let months = months.map(|month| of(Period::Month(month)));
    let days = to.iter_days_back().take_while(|day| *day >= newest).map(|day| of(Period::Day(day)));
    Ok(Statements {
        shop,
        months: months.collect::<Result<Vec<_>, _>>()?,
        days: days.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|day| !day.totals.is_empty()).collect(),
        older: (first < oldest).then(|| Period::Month(oldest - Months::new(1))),
        is_older: newest < this_month,
    })
}

/// From a day backwards.
trait DaysBack {
    fn iter_days_back(self) -> impl Iterator<Item = NaiveDate>;
}

impl DaysBack for NaiveDate {
    fn iter_days_back(self) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(self), |day| day.checked_sub_days(Days::new(1)))
    }
}

/// The statement of one day or month: one round trip to the database. One that has not begun is not found.
pub async fn statement(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    period: Period,
) -> Result<Statement, SalesError> {
    let now = state.clock.now();
    if period.first() > oslo_date(now) {
        return Err(SalesError::NotFound);
    }
    let is_day = matches!(period, Period::Day(_));
    let entries = if is_day { i64::try_from(ENTRIES_MAX + 1).unwrap_or(i64::MAX) } else { 0 };
    let reading = store::Reading { by_code: true, entries, ..store::Reading::default() };
    let row = store::book(&state.db, shop, (period.first(), period.last()), &reading).await?;
    let row = row.ok_or(SalesError::NotFound)?;
    let shop = head(actor, shop, &row.owner_id, row.name)?;
    let cells: Vec<&CellRow> = row.cells.0.iter().collect();
    let mut rows = row.entries.0;
    let more_entries = rows.len() > ENTRIES_MAX;
    rows.truncate(ENTRIES_MAX);
    Ok(Statement {
        shop,
        org_number: row.org_number,
        address: row.address,
        of: PeriodTotals { period, totals: sum(cells.iter().copied())?, closed: period.is_closed(now) },
        by_code: by_code(&cells, &code_names(row.codes.0)?)?,
        by_day: if is_day { Vec::new() } else { by_day(&cells)? },
        entries: rows.into_iter().map(entry).collect::<Result<_, _>>()?,
        more_entries,
        now,
    })
}

fn by_day(cells: &[&CellRow]) -> Result<Vec<DayTotals>, SalesError> {
    let mut days: BTreeMap<NaiveDate, Totals> = BTreeMap::new();
    for cell in cells {
        let day = days.entry(cell.day).or_default();
        *day = day.plus(totals(cell)?)?;
    }
    Ok(days.into_iter().map(|(day, totals)| DayTotals { day, totals }).collect())
}

fn entry(row: store::EntryRow) -> Result<EntryRow, SalesError> {
    Ok(EntryRow {
        kind: db::parsed("a kind of entry", &row.kind)?,
        sale: db::parsed("a transaction id", &row.sale)?,
        transaction: db::parsed("a transaction id", &row.transaction)?,
        amount: db::money(row.amount, &row.currency)?,
        fee: db::money(row.fee, &row.currency)?,
        at: row.at,
    })
}

/// A statement's file that is being written, for the owner who asked for it.
#[derive(Clone)]
pub struct Export {
    shop: MerchantId,
    period: Period,
    locale: Locale,
}

/// Begins a file of everything that a statement adds up: its first line, and what the rest is made from.
pub async fn begin_export(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &MerchantId,
    period: Period,
    locale: Locale,
) -> Result<(Vec<u8>, Export), SalesError> {
    let shop = own_shop(&state.db, actor, Action::ViewShop, shop).await?;
    throttle::service::count_address(state, &EXPORTS, request.ip).await?;
    let details = json!({ "format": "csv", "period": period });
    audit_export(state, actor, request, "statement.export", &shop.id, details).await?;
    Ok((csv::head(locale)?, Export { shop: shop.id, period, locale }))
}

/// The next piece of that file, and where the one after it begins.
pub async fn export_chunk(
    state: &AppState,
    export: &Export,
    cursor: Option<&str>,
) -> Result<(Vec<u8>, Option<String>), SalesError> {
    let after = cursor.and_then(|cursor| {
        let (day, id) = cursor.split_once('.')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    });
    let (period, limit) = (export.period, i64::try_from(EXPORT_CHUNK_ROWS + 1).unwrap_or(i64::MAX));
    let mut rows =
        store::entries_after(&state.db, &export.shop, (period.first(), period.last()), after, limit).await?;
    let more = rows.len() > EXPORT_CHUNK_ROWS;
    rows.truncate(EXPORT_CHUNK_ROWS);
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.day, row.id));
    Ok((csv::lines(export.locale, rows)?, next))
}
