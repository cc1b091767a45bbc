//! Use cases of a draft: begin it with what the alerts rest on, read it, write on it.
use std::collections::BTreeSet;

use domain::access::Officer;
use domain::compliance::report::{
    self, Content, Indicator, PAYMENTS_MAX, STATEMENT_MAX_CHARS, STATEMENTS_MAX, State, Step, TEXT_MAX_CHARS,
};
use domain::form::FieldCode;
use domain::ids::{AlertId, ReportId, TransactionId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::facts::{self, Details};
use super::model::{
    BeginForm, EditForm, PaymentChoice, ReportFlashes, ReportView, StatementForm, StatementStep, StepTaken,
    Ticks,
};
use super::service::{By, ReportsError, record_in_tx};
use super::store::{self, ReportRow};
use super::words;
use crate::context::{AppState, RequestInfo};
use crate::db;
use crate::form::Flash;
use crate::i18n::Locale;

/// Alerts that one report is about.
const ALERTS_MAX: usize = 50;

/// A report as it stands, for as long as a transaction lasts nobody else's to change.
pub(super) struct Loaded {
    pub row: ReportRow,
    pub state: State,
    pub proposed_by: Option<UserId>,
    pub content: Content,
}

/// Locks a report and reads it. `version` is the one that an officer has seen.
pub(super) async fn load_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    version: Option<&str>,
) -> Result<Loaded, ReportsError> {
    store::lock_in_tx(tx, id).await?;
    let loaded = read(tx, id).await?;
    match version {
        Some(seen) if seen.trim() != loaded.row.version.to_string() => Err(ReportsError::Changed),
        _ => Ok(loaded),
    }
}

pub(super) async fn read(tx: &mut PgConnection, id: &ReportId) -> Result<Loaded, ReportsError> {
    let row = store::report(tx, id).await?.ok_or(ReportsError::NotFound)?;
    Ok(Loaded {
        state: db::parsed("a report's state", &row.state)?,
        proposed_by: row.proposed_by.as_deref().map(|id| db::parsed("a user id", id)).transpose()?,
        content: facts::content(tx, &row).await?,
        row,
    })
}

/// The same, of a draft that may be written on.
async fn draft_in_tx(
    tx: &mut PgConnection,
    id: &ReportId,
    version: Option<&str>,
) -> Result<Loaded, ReportsError> {
    let loaded = load_in_tx(tx, id, version).await?;
    if loaded.state == State::Draft { Ok(loaded) } else { Err(ReportsError::Changed) }
}

/// One report as a whole.
pub async fn report(state: &AppState, officer: &Officer, id: &ReportId) -> Result<ReportView, ReportsError> {
    let mut connection = state.db.acquire().await?;
    let Loaded { row, state: stands, proposed_by, content } = read(&mut connection, id).await?;
    let gaps = if stands.is_locked() { Vec::new() } else { report::gaps(&content) };
    let timeline = row.timeline.0.into_iter().map(|taken| {
        let step = db::parsed("a step", &taken.step)?;
        Ok(StepTaken { step, by: taken.by, reason: taken.reason, at: taken.at })
    });
    Ok(ReportView {
        timeline: timeline.collect::<Result<_, ReportsError>>()?,
        steps: report::open_steps(stands, officer.user_id(), proposed_by.as_ref()),
        own_proposal: stands == State::Proposed && proposed_by.as_ref() == Some(officer.user_id()),
        content,
        state: stands,
        version: row.version,
        gaps,
        hash: row.content_hash,
        receipt: row.receipt,
        flashes: ReportFlashes::default(),
        now: state.clock.now(),
    })
}

/// Begins a report about these alerts, or puts them into a draft about the same customer. Each becomes a statement with
/// the payments that it rests on. Doing it twice is once.
pub async fn begin(
    state: &AppState,
    officer: &Officer,
    request: Option<&RequestInfo>,
    form: &BeginForm,
) -> Result<ReportId, ReportsError> {
    let first: AlertId = form.alert.parse().map_err(|_| ReportsError::NotFound)?;
    let alerts = chosen_alerts(&first, &form.alerts)?;
    let by = By { officer, request };
    let mut tx = state.db.begin().await?;
    let found = store::lock_reportable_in_tx(&mut tx, &alerts).await?;
    if found.len() != alerts.len() {
        drop(tx);
        return match super::queue::report_with(state, &first).await? {
            None => Err(ReportsError::NotFound),
            Some(Some(report)) => Ok(report),
            Some(None) => Err(ReportsError::Changed),
        };
    }
    let owners: BTreeSet<&str> = found.iter().map(|(_, user)| user.as_str()).collect();
    let mut owners = owners.into_iter();
    let (Some(user), None) = (owners.next(), owners.next()) else {
        return Err(ReportsError::field("alerts", FieldCode::Unknown));
    };
    let user: UserId = db::parsed("a user id", user)?;
    let id = match form.into.trim() {
        "" => new_in_tx(&mut tx, state, by, (&user, &alerts)).await?,
        draft => {
            let draft: ReportId = draft.parse().map_err(|_| ReportsError::NotFound)?;
            let loaded = draft_in_tx(&mut tx, &draft, None).await?;
            if loaded.content.person.id != user {
                return Err(ReportsError::NotFound);
            }
            store::save_details_in_tx(&mut tx, &draft, None).await?;
            draft
        }
    };
    store::add_alerts_in_tx(&mut tx, &id, &alerts, state.clock.now()).await?;
    statements_of_in_tx(&mut tx, state, officer, (&id, &alerts)).await?;
    record_in_tx(&mut tx, state, by, ("report.alerts", &id), json!({ "alerts": alerts })).await?;
    tx.commit().await?;
    Ok(id)
}

fn chosen_alerts(first: &AlertId, ticked: &Ticks) -> Result<Vec<String>, ReportsError> {
    let mut chosen: BTreeSet<String> = ticked
        .keys()
        .map(|id| id.parse::<AlertId>().map(AlertId::into_string).map_err(|_| ReportsError::NotFound))
        .collect::<Result<_, _>>()?;
    // A button beside an alert sends that one alone.
    if chosen.is_empty() {
        chosen.insert(first.to_string());
    }
    if chosen.len() > ALERTS_MAX {
        return Err(ReportsError::field("alerts", FieldCode::TooLong));
    }
    Ok(chosen.into_iter().collect())
}

async fn new_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    by: By<'_>,
    (user, alerts): (&UserId, &[String]),
) -> Result<ReportId, ReportsError> {
    let (id, now) = (ReportId::generate(state.entropy.as_ref()), state.clock.now());
    let found = facts::found(tx, alerts).await?;
    let rules = found.values().filter_map(|found| found.rule.parse().ok());
    let indicators: BTreeSet<Indicator> = rules.map(Indicator::of).collect();
    let details = Details { indicators: indicators.into_iter().collect(), ..Details::default() };
    let new = store::NewReport {
        id: &id,
        user,
        alert: alerts.first().map(String::as_str).unwrap_or_default(),
        officer: by.officer.user_id(),
        details: serde_json::to_value(details)?,
        now,
    };
    store::insert_in_tx(tx, &new).await?;
    store::record_step_in_tx(tx, &id, Step::Begin, by.officer.user_id(), (None, now)).await?;
    record_in_tx(tx, state, by, ("report.begin", &id), json!({ "user": user })).await?;
    Ok(id)
}

/// A statement for each alert. They are in Norwegian whatever the officer reads: Økokrim does.
async fn statements_of_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    (id, alerts): (&ReportId, &[String]),
) -> Result<(), ReportsError> {
    for found in facts::found(tx, alerts).await?.into_values() {
        let Some(figures) = found.figures else { continue };
        let payments: Vec<String> = found.payments.into_iter().collect();
        let new = store::NewStatement {
            report: id,
            number: None,
            body: &words::figures_text(Locale::nb, &figures),
            payments: &payments,
            evidence: &payments,
            officer: officer.user_id(),
            now: state.clock.now(),
        };
        store::save_statement_in_tx(tx, &new).await?;
    }
    Ok(())
}

/// Saves what an officer has written, finished or not.
pub async fn edit(
    state: &AppState,
    officer: &Officer,
    request: Option<&RequestInfo>,
    form: &EditForm,
) -> Result<(), ReportsError> {
    let id: ReportId = form.report.parse().map_err(|_| ReportsError::NotFound)?;
    let indicators = form.indicators.keys().map(|code| code.parse::<Indicator>());
    let indicators: BTreeSet<Indicator> = indicators
        .collect::<Result<_, _>>()
        .map_err(|_| ReportsError::field("indicators", FieldCode::Unknown))?;
    let details = Details {
        suspicion: long_text("suspicion", &form.suspicion)?,
        action: long_text("action", &form.action)?,
        indicators: indicators.into_iter().collect(),
    };
    let mut tx = state.db.begin().await?;
    let draft = draft_in_tx(&mut tx, &id, Some(&form.version)).await?;
    store::save_details_in_tx(&mut tx, &id, Some(&serde_json::to_value(details)?)).await?;
    let told = json!({ "version": draft.row.version + 1 });
    record_in_tx(&mut tx, state, By { officer, request }, ("report.edit", &id), told).await?;
    tx.commit().await?;
    Ok(())
}

/// Lines end as in the database, however the browser sends them.
fn long_text(name: &str, typed: &str) -> Result<String, ReportsError> {
    let text = typed.trim().replace("\r\n", "\n");
    if text.chars().count() > TEXT_MAX_CHARS {
        return Err(ReportsError::field(name, FieldCode::TooLong));
    }
    Ok(text)
}

/// One statement to write on, with the payments that it may be about.
pub async fn statement_step(
    state: &AppState,
    _officer: &Officer,
    id: &ReportId,
    number: Option<i32>,
    flash: Flash,
) -> Result<StatementStep, ReportsError> {
    let mut tx = state.db.acquire().await?;
    let Loaded { row, state: stands, content, .. } = read(&mut tx, id).await?;
    if stands != State::Draft {
        return Err(ReportsError::Changed);
    }
    let statement = match number {
        Some(number) => {
            let found = content.statements.iter().find(|statement| statement.number == number);
            Some(found.ok_or(ReportsError::NotFound)?)
        }
        None => None,
    };
    let chosen: BTreeSet<&str> =
        statement.iter().flat_map(|it| &it.payments).map(TransactionId::as_str).collect();
    let evidence = facts::evidence(&mut tx, &content).await?;
    let candidates = facts::candidates(&mut tx, &content, &evidence).await?;
    let payments = candidates.into_iter().map(|payment| PaymentChoice {
        is_evidence: evidence.contains(payment.id.as_str()),
        is_chosen: chosen.contains(payment.id.as_str()),
        payment,
    });
    Ok(StatementStep {
        report: id.clone(),
        version: row.version,
        number,
        name: content.person.name(),
        text: statement.map(|it| it.text.clone()).unwrap_or_default(),
        payments: payments.collect(),
        flash,
        now: state.clock.now(),
    })
}

/// Writes a statement, or takes it out.
pub async fn write_statement(
    state: &AppState,
    officer: &Officer,
    request: Option<&RequestInfo>,
    form: &StatementForm,
) -> Result<(), ReportsError> {
    let id: ReportId = form.report.parse().map_err(|_| ReportsError::NotFound)?;
    let number = match form.number.trim() {
        "" => None,
        number => Some(number.parse::<i32>().map_err(|_| ReportsError::NotFound)?),
    };
    let mut tx = state.db.begin().await?;
    let draft = draft_in_tx(&mut tx, &id, Some(&form.version)).await?;
    let is_there = |number| draft.content.statements.iter().any(|it| it.number == number);
    if number.is_some_and(|number| !is_there(number)) {
        return Err(ReportsError::NotFound);
    }
    let action = match number {
        Some(number) if form.remove == "true" => {
            store::remove_statement_in_tx(&mut tx, &id, number).await?;
            "report.remove_statement"
        }
        _ => {
            save_statement_in_tx(&mut tx, state, officer, (&draft.content, number, form)).await?;
            "report.statement"
        }
    };
    store::save_details_in_tx(&mut tx, &id, None).await?;
    let told = json!({ "version": draft.row.version + 1, "number": number });
    record_in_tx(&mut tx, state, By { officer, request }, (action, &id), told).await?;
    tx.commit().await?;
    Ok(())
}

async fn save_statement_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    officer: &Officer,
    (content, number, form): (&Content, Option<i32>, &StatementForm),
) -> Result<(), ReportsError> {
    let text = form.text.trim().replace("\r\n", "\n");
    match text.chars().count() {
        0 => return Err(ReportsError::field("text", FieldCode::Required)),
        1..=STATEMENT_MAX_CHARS => {}
        _ => return Err(ReportsError::field("text", FieldCode::TooLong)),
    }
    let payments = form.payments.keys().map(|id| id.parse::<TransactionId>().map(TransactionId::into_string));
    let payments: Vec<String> = payments
        .collect::<Result<_, _>>()
        .map_err(|_| ReportsError::field("payments", FieldCode::Unknown))?;
    if payments.len() > PAYMENTS_MAX || (number.is_none() && content.statements.len() >= STATEMENTS_MAX) {
        return Err(ReportsError::field("payments", FieldCode::TooLong));
    }
    let evidence: Vec<String> = facts::evidence(tx, content).await?.into_iter().collect();
    let new = store::NewStatement {
        report: &content.id,
        number,
        body: &text,
        payments: &payments,
        evidence: &evidence,
        officer: officer.user_id(),
        now: state.clock.now(),
    };
    store::save_statement_in_tx(tx, &new).await?;
    Ok(())
}
