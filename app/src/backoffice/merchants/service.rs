//! Use cases of shops in the back-office. What a decision does is in `merchant::shops`.
use chrono::Days;
use domain::access::{Actor, Officer};
use domain::form::FieldCode;
use domain::ids::MerchantId;
use domain::merchant::ShopStatus;
use domain::merchant::orgnr::Orgnr;
use domain::merchant::standing::StepError;
use domain::money::Currency;

use super::model::{
    AlertLine, Change, Counts, DecisionForm, FLAGGED, Lately, Register, ShopLine, ShopView, ShopsPage,
    ShopsQuery, UNANSWERED,
};
use super::store;
use crate::backoffice::paging;
use crate::context::{AppState, RequestInfo};
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::error::AppError;
use crate::form::Flash;
use crate::merchant::shops::service::{self as shops, ShopError};

/// Days that a shop's figures look back.
const LATELY_DAYS: u64 = 30;
const SEARCH_MAX_CHARS: usize = 80;

/// One page of the list. A filter that is none of ours is left out; a search leaves the others out.
///
/// # Errors
/// When the database refuses.
pub async fn page(state: &AppState, _officer: &Officer, query: &ShopsQuery) -> Result<ShopsPage, ShopError> {
    let after = parse_cursor::<MerchantId>(&query.after);
    let part =
        store::Part { after: after.as_ref().map(|(at, id)| (*at, id.as_str())), limit: paging::READ_ROWS };
    let is_search = !query.q.trim().is_empty();
    let rows = async {
        match query.list.as_str() {
            _ if is_search => search(state, &query.q).await,
            FLAGGED => store::flagged(&state.db, &part).await,
            UNANSWERED => store::unanswered(&state.db, &part).await,
            other => {
                let status = other.parse::<ShopStatus>().ok().map(ShopStatus::as_str);
                store::of_status(&state.db, status, &part).await
            }
        }
    };
    let (counts, mut rows) = tokio::try_join!(store::counts(&state.db), rows)?;
    let next = paging::cut(&mut rows, |row| cursor_of(row.created_at, &row.id));
    Ok(ShopsPage {
        counts: Counts {
            flagged: counts.flagged,
            unanswered: counts.unanswered,
            suspended: counts.suspended,
            max: store::COUNTED_MAX,
        },
        rows: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        // What is found is in the order of names: whoever misses something writes more of it.
        next: next.filter(|_| !is_search),
        now: state.clock.now(),
    })
}

async fn search(state: &AppState, text: &str) -> sqlx::Result<Vec<store::LineRow>> {
    let number = Orgnr::parse(text).ok();
    let name: String = text.trim().chars().take(SEARCH_MAX_CHARS).collect();
    let name = Some(name.as_str()).filter(|_| number.is_none());
    store::search(&state.db, number.as_ref().map(Orgnr::as_str), name, paging::READ_ROWS).await
}

fn line(row: store::LineRow) -> Result<ShopLine, ShopError> {
    Ok(ShopLine {
        id: db::parsed("a merchant id", &row.id)?,
        name: row.business_name,
        org_number: db::parsed::<Orgnr>("an organisation number", &row.org_number)?.grouped(),
        owner: db::parsed("a user id", &row.user_id)?,
        owner_name: row.owner,
        status: db::parsed("a shop's status", &row.status)?,
        register: match (row.checked, row.finding) {
            (_, Some(finding)) => Register::Against(finding),
            (true, None) => Register::Confirmed,
            (false, None) => Register::Unanswered,
        },
        opened_at: row.created_at,
    })
}

/// One shop.
///
/// # Errors
/// [`ShopError::NotFound`], and what the database says.
pub async fn shop(state: &AppState, _officer: &Officer, id: &MerchantId) -> Result<ShopView, ShopError> {
    let now = state.clock.now();
    let row = store::shop(&state.db, id, now - Days::new(LATELY_DAYS)).await?.ok_or(ShopError::NotFound)?;
    let nok = |amount| db::money(amount, Currency::Nok.as_str());
    Ok(ShopView {
        lately: Lately {
            sales: row.sales,
            turnover: nok(row.turnover)?,
            refunded: nok(row.refunded)?,
            payers: row.payers,
            from_owner: nok(row.from_owner)?,
        },
        registered_name: row.registered_name,
        address: row.address,
        account: row.bank_account,
        alerts: row.alerts.0.into_iter().map(alert).collect::<Result<_, _>>()?,
        changes: row.changes.0.into_iter().map(change).collect::<Result<_, _>>()?,
        line: line(store::LineRow {
            id: row.id,
            business_name: row.business_name,
            org_number: row.org_number,
            user_id: row.user_id,
            owner: row.owner,
            status: row.status,
            checked: row.checked,
            finding: row.finding,
            created_at: row.created_at,
        })?,
        flash: Flash::default(),
        now,
    })
}

fn alert(row: store::AlertRow) -> Result<AlertLine, ShopError> {
    Ok(AlertLine {
        id: db::parsed("an alert id", &row.id)?,
        rule: row.rule,
        severity: db::parsed("a severity", &row.severity)?,
        at: row.at,
    })
}

fn change(row: store::ChangeRow) -> Result<Change, ShopError> {
    Ok(Change {
        before: row.before.map(|status| db::parsed("a shop's status", &status)).transpose()?,
        after: db::parsed("a shop's status", &row.after)?,
        by: row.by,
        reason: row.reason.unwrap_or_default(),
        at: row.at,
    })
}

/// An officer's decision.
///
/// # Errors
/// The codes of the form, and [`AppError::ChangedMeanwhile`] when the shop stands elsewhere by now.
pub async fn decide(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &DecisionForm,
) -> Result<(), AppError> {
    Officer::decide(Some(actor))?;
    let id: MerchantId = form.shop.parse().map_err(|_| AppError::NotFound)?;
    let done = match form.step.as_str() {
        "suspend" => shops::suspend(state, actor, Some(request), &id, &form.reason).await,
        "resume" => shops::resume(state, actor, Some(request), &id, &form.reason).await,
        "confirm" => shops::confirm(state, actor, Some(request), &id, &form.reason).await,
        _ => return Err(AppError::field("step", FieldCode::Required)),
    };
    done.map_err(|error| match error {
        ShopError::Step(StepError::ReasonRequired) => AppError::field("reason", FieldCode::Required),
        ShopError::Step(StepError::ReasonTooLong) => AppError::field("reason", FieldCode::TooLong),
        ShopError::Step(_) => AppError::ChangedMeanwhile,
        other => other.into(),
    })
}
