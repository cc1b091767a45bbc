//! Use cases of held payments in the back-office. What a decision does is in `compliance::holds`.
use domain::access::{Actor, Officer};
use domain::compliance::hold::{Cause, Hold, HoldError, HoldState, ReasonError, Step};
use domain::form::FieldCode;
use domain::ids::{HoldId, UserId};
use domain::money::Currency;

use super::model::{
    CLOSED, Decided, DecisionForm, FoundByRule, FoundOnList, HoldLine, HoldView, HoldsPage, HoldsQuery,
    Payee, Waiting,
};
use super::store;
use crate::backoffice::paging;
use crate::compliance::holds::service::{HoldsError, take};
use crate::context::{AppState, RequestInfo};
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::error::AppError;
use crate::form::Flash;

impl From<HoldsError> for AppError {
    fn from(error: HoldsError) -> Self {
        match error {
            HoldsError::Refused(refusal) => refusal.into(),
            HoldsError::NotFound => Self::NotFound,
            HoldsError::Step(HoldError::SamePerson) => Self::NeedsAnotherOfficer,
            HoldsError::Step(_) | HoldsError::ListedMeanwhile => Self::ChangedMeanwhile,
            HoldsError::Reason(ReasonError::TooShort) => Self::field("reason", FieldCode::TooShort),
            HoldsError::Reason(ReasonError::TooLong) => Self::field("reason", FieldCode::TooLong),
            HoldsError::Payment(_) | HoldsError::Database(_) | HoldsError::BadRow(_) => {
                tracing::error!(%error, "holds");
                Self::Unexpected
            }
        }
    }
}

/// One page of the queue, with what waits altogether. A filter that is none of ours is left out.
///
/// # Errors
/// When the database refuses.
pub async fn page(state: &AppState, _officer: &Officer, query: &HoldsQuery) -> Result<HoldsPage, HoldsError> {
    let after = parse_cursor::<HoldId>(&query.after);
    let open_state = query.state.parse::<HoldState>().ok().filter(|state| state.is_open());
    let narrowing = store::Narrowing {
        state: open_state.map(HoldState::as_str),
        cause: query.cause.parse::<Cause>().ok().map(Cause::as_str),
        after: after.as_ref().map(|(at, id)| (*at, id.as_str())),
        limit: paging::READ_ROWS,
    };
    let is_closed = query.state == CLOSED;
    let rows = async {
        if is_closed {
            store::closed(&state.db, &narrowing).await
        } else {
            store::open(&state.db, &narrowing).await
        }
    };
    let (waiting, mut rows) = tokio::try_join!(store::waiting(&state.db), rows)?;
    let next = paging::cut(&mut rows, |row| {
        cursor_of(row.closed_at.filter(|_| is_closed).unwrap_or(row.created_at), &row.id)
    });
    Ok(HoldsPage {
        waiting: Waiting {
            payments: waiting.payments,
            proposed: waiting.proposed,
            money: db::money(waiting.amount, Currency::Nok.as_str())?,
            capped: waiting.payments == store::COUNTED_MAX,
        },
        rows: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        next,
        now: state.clock.now(),
    })
}

fn line(row: store::LineRow) -> Result<HoldLine, HoldsError> {
    Ok(HoldLine {
        id: db::parsed("a hold id", &row.id)?,
        state: db::parsed("a hold's state", &row.state)?,
        cause: db::parsed("a cause", &row.cause)?,
        kind: db::parsed("a kind of payment", &row.kind)?,
        customer: db::parsed("a user id", &row.user_id)?,
        customer_name: row.customer,
        payee: row.payee,
        country: row.country.map(|code| db::parsed("a country", &code)).transpose()?,
        amount: db::money(row.amount, &row.currency)?,
        since: row.created_at,
        closed_at: row.closed_at,
        proposed_by: row.proposed_by,
    })
}

/// One hold, with what this officer may do about it.
///
/// # Errors
/// [`HoldsError::NotFound`], and what the database says.
pub async fn hold(state: &AppState, officer: &Officer, id: &HoldId) -> Result<HoldView, HoldsError> {
    let row = store::hold(&state.db, id).await?.ok_or(HoldsError::NotFound)?;
    let (hold_state, cause): (HoldState, Cause) =
        (db::parsed("a hold's state", &row.state)?, db::parsed("a cause", &row.cause)?);
    let proposed_by: Option<UserId> = match row.decisions.0.last() {
        Some(last) if hold_state == HoldState::Proposed => Some(db::parsed("a user id", &last.officer_id)?),
        _ => None,
    };
    let own_proposal = proposed_by.as_ref() == Some(officer.user_id());
    let hold = Hold::restore(cause, hold_state, proposed_by);
    let may = |step: &Step| hold.clone().take(*step, officer.user_id()).is_ok();
    Ok(HoldView {
        id: db::parsed("a hold id", &row.id)?,
        state: hold_state,
        cause,
        since: row.created_at,
        closed_at: row.closed_at,
        transaction: db::parsed("a transaction id", &row.transaction_id)?,
        kind: db::parsed("a kind of payment", &row.kind)?,
        amount: db::money(row.amount, &row.currency)?,
        status: db::parsed("a status", &row.status)?,
        order: row.order_state.map(|text| db::parsed("an order state", &text)).transpose()?,
        approve_by: row.approve_by,
        customer: db::parsed("a user id", &row.user_id)?,
        customer_name: row.customer,
        payee: Payee {
            name: row.payee,
            recipient: row.recipient_id.map(|id| db::parsed("a recipient id", &id)).transpose()?,
            shop: row.merchant_id.map(|id| db::parsed("a merchant id", &id)).transpose()?,
            owner: row.owner_id.map(|id| db::parsed("a user id", &id)).transpose()?,
            country: row.country.map(|code| db::parsed("a country", &code)).transpose()?,
            account: row.account,
            bank: row.bank,
        },
        findings: row.findings.0.into_iter().map(finding).collect::<Result<_, _>>()?,
        hits: row.hits.0.into_iter().map(hit).collect::<Result<_, _>>()?,
        decided: row.decisions.0.into_iter().map(decided).collect::<Result<_, _>>()?,
        steps: Step::ALL.iter().copied().filter(may).collect(),
        own_proposal,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

fn finding(row: store::FindingRow) -> Result<FoundByRule, HoldsError> {
    Ok(FoundByRule {
        rule: row.rule,
        severity: db::parsed("a severity", &row.severity)?,
        score: row.score,
        alert: row.alert_id.map(|id| db::parsed("an alert id", &id)).transpose()?,
    })
}

fn hit(row: store::HitRow) -> Result<FoundOnList, HoldsError> {
    Ok(FoundOnList {
        id: db::parsed("a screening id", &row.id)?,
        name: row.name,
        listed_as: row.listed_as.unwrap_or_default(),
        source: row.source.unwrap_or_default(),
        score: row.score,
        settled_as: row.settled_as,
    })
}

fn decided(row: store::DecisionRow) -> Result<Decided, HoldsError> {
    let step = db::parsed("a step", &row.step)?;
    Ok(Decided { step, by: row.officer, reason: row.reason, at: row.decided_at })
}

/// An officer's decision.
///
/// # Errors
/// The codes of the form, [`AppError::ChangedMeanwhile`] when somebody was faster, and
/// [`AppError::NeedsAnotherOfficer`] for an answer to one's own proposal.
pub async fn decide(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &DecisionForm,
) -> Result<(), AppError> {
    Officer::decide(Some(actor))?;
    let id: HoldId = form.hold.parse().map_err(|_| AppError::NotFound)?;
    let step: Step = form.step.parse().map_err(|_| AppError::field("step", FieldCode::Required))?;
    take(state, actor, Some(request), &id, (step, &form.reason)).await?;
    Ok(())
}
