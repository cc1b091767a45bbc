//! Use cases of the list of sales: a page of it, and all of it as a file.
mod csv;
mod store;

use domain::access::{Action, Actor, Resource, decide};
use domain::ids::MerchantId;
use domain::merchant::refund::{RefundBalance, SaleState};
use domain::merchant::sales_filter::{CodeFilter, SaleFilter, SalesFilter, SalesQuery};
use domain::throttle::EXPORTS;
use serde_json::json;

use super::model::{SaleRow, SalesPage};
use super::service::{SalesError, code_names, head};
use crate::context::{AppState, RequestInfo};
use crate::cursor::{Cursor, cursor_of, parse_cursor};
use crate::i18n::Locale;
use crate::merchant::shops::service::own_shop;
use crate::{audit, db, throttle};

/// Lines of one page.
pub const SALES_PAGE_ROWS: usize = 25;
/// Sales of one piece of the file: what is in memory at a time.
pub const EXPORT_CHUNK_ROWS: usize = 500;

/// One page: one round trip to the database, also for a search. `cursor` is what the page before gave as `next`; a
/// broken one starts anew, and a filter that cannot be understood is left out and named.
pub async fn page(
    state: &AppState,
    actor: &Actor,
    shop: &MerchantId,
    query: &SalesQuery,
    cursor: Option<&str>,
) -> Result<SalesPage, SalesError> {
    let filter = SalesFilter::read(query);
    let found = find(state, shop, &filter, cursor, SALES_PAGE_ROWS).await?;
    let shop = head(actor, shop, &found.owner_id, found.name)?;
    let (rows, next) = cut(found.rows.0, SALES_PAGE_ROWS);
    Ok(SalesPage {
        shop,
        rows: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        next,
        filter: query.clone(),
        problems: filter.problems_of(query),
        codes: code_names(found.codes.0)?,
        now: state.clock.now(),
    })
}

/// A file of sales that is being written, for the owner who asked for it.
#[derive(Clone)]
pub struct Export {
    shop: MerchantId,
    filter: SalesFilter,
    locale: Locale,
}

/// Begins a file: its first line, and what the rest is made from. Asking for one is noted in the audit log, since it
/// takes data out of the house.
pub async fn begin_export(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    shop: &MerchantId,
    query: &SalesQuery,
    locale: Locale,
) -> Result<(Vec<u8>, Export), SalesError> {
    let shop = own_shop(&state.db, actor, Action::ViewShop, shop).await?;
    throttle::service::count_address(state, &EXPORTS, request.ip).await?;
    let filter = SalesFilter::read(query);
    let details = json!({ "format": "csv", "from": filter.bounds.from, "to": filter.bounds.to });
    audit_export(state, actor, request, "sale.export", &shop.id, details).await?;
    Ok((csv::head(locale)?, Export { shop: shop.id, filter, locale }))
}

/// Notes that a shop's data were taken away as a file.
pub(super) async fn audit_export(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    action: &'static str,
    shop: &MerchantId,
    details: serde_json::Value,
) -> Result<(), SalesError> {
    let mut tx = state.db.begin().await?;
    let resource = Some(("merchant", shop.as_str()));
    let entry = audit::Entry { user_id: Some(&actor.user_id), action, resource, details };
    audit::record_in_tx(&mut tx, state.entropy.as_ref(), state.clock.now(), Some(request), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// The next piece of that file, and where the one after it begins.
pub async fn export_chunk(
    state: &AppState,
    actor: &Actor,
    export: &Export,
    cursor: Option<&str>,
) -> Result<(Vec<u8>, Option<String>), SalesError> {
    let found = find(state, &export.shop, &export.filter, cursor, EXPORT_CHUNK_ROWS).await?;
    let owner = db::parsed("a user id", &found.owner_id)?;
    decide(Some(actor), Action::ViewShop, Resource::Shop { owner: &owner })?;
    let (rows, next) = cut(found.rows.0, EXPORT_CHUNK_ROWS);
    Ok((csv::lines(export.locale, rows)?, next))
}

async fn find(
    state: &AppState,
    shop: &MerchantId,
    filter: &SalesFilter,
    cursor: Option<&str>,
    rows: usize,
) -> Result<store::Found, SalesError> {
    let after: Option<Cursor> = cursor.and_then(parse_cursor);
    let reference = filter.reference_end();
    let static_code = match &filter.code {
        Some(CodeFilter::Static(id)) => Some(id.as_str()),
        Some(CodeFilter::Till) | None => None,
    };
    let narrowing = store::Narrowing {
        shop,
        after: after.as_ref().map(|(at, id)| (*at, id.as_str())),
        status: filter.status.map(SaleFilter::as_str),
        begins_at: filter.bounds.begins_at(),
        ends_before: filter.bounds.ends_before(),
        min: filter.bounds.min.map(db::decimal),
        max: filter.bounds.max.map(db::decimal),
        static_code,
        from_till: filter.code == Some(CodeFilter::Till),
        reference: reference.as_deref(),
        limit: i64::try_from(rows + 1).unwrap_or(i64::MAX),
    };
    store::find(&state.db, &narrowing).await?.ok_or(SalesError::NotFound)
}

/// One row more than there is room for says that there is another page.
fn cut(mut rows: Vec<store::Row>, room: usize) -> (Vec<store::Row>, Option<String>) {
    let more = rows.len() > room;
    rows.truncate(room);
    let next = rows.last().filter(|_| more).map(|row| cursor_of(row.created_at, &row.id));
    (rows, next)
}

fn line(row: store::Row) -> Result<SaleRow, SalesError> {
    let currency = row.currency.as_str();
    let balance = RefundBalance::new(db::money(row.amount, currency)?, db::money(row.refunded, currency)?)?;
    let reason =
        row.failure_reason.as_deref().map(|text| db::parsed("a failure reason", text)).transpose()?;
    Ok(SaleRow {
        id: db::parsed("a transaction id", &row.id)?,
        state: SaleState::of(db::parsed("a status", &row.status)?, reason, &balance),
        amount: balance.paid(),
        fee: db::money(row.fee, currency)?,
        refunded: balance.refunded(),
        payer: row.payer,
        code: row.code,
        note: row.note,
        created_at: row.created_at,
    })
}
