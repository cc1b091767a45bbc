//! Use cases of identities: assess what was handed in, list, show, and read a number in full.
use domain::access::{Action, Actor, Resource, decide};
use domain::calendar::oslo_date;
use domain::compliance::kyc::{
    Circumstances, CountryRisk, DecisionError, Known, Screened, assess as class_of, obstacles,
};
use domain::identity::CaseStatus;
use domain::ids::{KycCaseId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use super::model::{Assessed, CaseLine, CaseView, Counts, Decided, Part, Queue};
use super::{screening, store};
use crate::context::{AppState, RequestInfo};
use crate::jobs::service::JobsError;
use crate::vault::VaultError;
use crate::vault::service::{NATIONAL_ID, national_id};
use crate::{audit, db};

pub use super::countries::{countries, set_country};
pub use super::deciding::decide_on;

/// Submissions that an officer is shown at once at the terminal.
const LISTED_MAX: i64 = 200;
/// Submissions of one list that are counted.
const COUNTED_MAX: i64 = 1_000;

#[derive(Debug, thiserror::Error)]
pub enum KycError {
    #[error(transparent)]
    Refused(#[from] domain::access::Refusal),
    #[error("there is no such submission")]
    NotFound,
    #[error("the customer has handed in another one since: decide about that")]
    NotLast,
    #[error("it has not been assessed yet: the server does that a moment after it was handed in")]
    NotAssessed,
    #[error(transparent)]
    Decision(#[from] DecisionError),
    #[error("a country is two letters, and its source 1 to 200 characters")]
    BadCountry,
    #[error("this country has a word from that day on already")]
    CountryTaken,
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Jobs(#[from] JobsError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    BadRow(#[from] db::BadRow),
}

/// Looks at a submission that waits: the lists, the class, a second account; and approves it where nothing stands in the
/// way. Done twice it is once. The customer's form has been answered long before.
pub async fn assess(state: &AppState, id: &KycCaseId) -> Result<(), KycError> {
    let Some(user) = waiting_user(state, id).await? else { return Ok(()) };
    let screened = screening::screened(state, &user).await;
    let mut tx = state.db.begin().await?;
    let Some(case) = store::case_in_tx(&mut tx, id).await? else { return Ok(()) };
    if case.status != CaseStatus::Submitted.as_str() {
        return Ok(());
    }
    let found = found_in_tx(&mut tx, state, &case, &user, screened).await?;
    store::save_assessed_in_tx(&mut tx, id, &found, state.clock.now()).await?;
    audit::record_in_tx(
        &mut tx,
        state.entropy.as_ref(),
        state.clock.now(),
        None,
        audit::Entry {
            user_id: None,
            action: "kyc.assess",
            resource: Some(("kyc_case", id.as_str())),
            details: json!({ "risk": found.risk, "screened": found.screened }),
        },
    )
    .await?;
    if found.obstacles.is_empty() {
        super::deciding::approve_by_rule_in_tx(&mut tx, state, &user, id, found.risk).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whose it is, if it still waits.
async fn waiting_user(state: &AppState, id: &KycCaseId) -> Result<Option<UserId>, KycError> {
    let mut tx = state.db.begin().await?;
    let case = store::case_in_tx(&mut tx, id).await?;
    let waits = case.filter(|case| case.status == CaseStatus::Submitted.as_str());
    Ok(waits.map(|case| db::parsed("a user id", &case.user_id)).transpose()?)
}

async fn found_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    case: &store::CaseRow,
    user: &UserId,
    screened: Screened,
) -> Result<Assessed, KycError> {
    let today = oslo_date(state.clock.now());
    let corridors = store::corridors_in_tx(tx, user).await?;
    let circumstances = Circumstances {
        exposure: db::parsed("an exposure", &case.exposure)?,
        nationality: risk_in_tx(tx, std::slice::from_ref(&case.nationality), today).await?,
        corridors: risk_in_tx(tx, &corridors, today).await?,
        employment: db::parsed("an employment", &case.employment)?,
        source_of_funds: db::parsed("a source of funds", &case.source_of_funds)?,
        monthly: db::parsed("an amount", &case.monthly)?,
    };
    let class = class_of(&circumstances);
    let number = open_in_tx(tx, state, case, (None, None), "second_account").await?;
    let fingerprints = state.vault.fingerprints(NATIONAL_ID, &number);
    let others = store::others_with_in_tx(tx, user, &fingerprints).await?;
    let second_accounts: Vec<UserId> =
        others.iter().map(|user| db::parsed("a user id", user)).collect::<Result<_, _>>()?;
    let known = Known {
        automatic: state.settings.kyc_auto_approval,
        risk: class.class,
        screened,
        second_account: !second_accounts.is_empty(),
        asked_before: store::asked_before_in_tx(tx, user).await?,
    };
    Ok(Assessed {
        risk: class.class,
        reasons: class.reasons,
        screened,
        second_accounts,
        obstacles: obstacles(&known),
        review_on: None,
    })
}

async fn risk_in_tx(
    tx: &mut PgConnection,
    countries: &[String],
    today: chrono::NaiveDate,
) -> Result<CountryRisk, KycError> {
    let risks = store::risks_in_tx(tx, countries, today).await?;
    let risks: Vec<CountryRisk> =
        risks.iter().map(|risk| db::parsed("a country's risk", risk)).collect::<Result<_, _>>()?;
    Ok(super::countries::gravest(&risks))
}

/// Opens a national identity number. Each reading is written down with its purpose, also the server's own.
async fn open_in_tx(
    tx: &mut PgConnection,
    state: &AppState,
    case: &store::CaseRow,
    (actor, request): (Option<&Actor>, Option<&RequestInfo>),
    purpose: &'static str,
) -> Result<String, KycError> {
    audit::record_in_tx(
        tx,
        state.entropy.as_ref(),
        state.clock.now(),
        request,
        audit::Entry {
            user_id: actor.map(|actor| &actor.user_id),
            action: "kyc.read_national_id",
            resource: Some(("kyc_case", &case.id)),
            details: json!({ "purpose": purpose }),
        },
    )
    .await?;
    Ok(state.vault.open(national_id(&case.id), &case.national_id)?)
}

/// Submissions that wait for somebody.
pub async fn list(state: &AppState, actor: &Actor, queue: Queue) -> Result<Vec<CaseLine>, KycError> {
    let part = Part { risk: None, screened: None, after: None, limit: LISTED_MAX };
    list_part(state, actor, queue, &part).await
}

/// How many wait in each list.
pub async fn counts(state: &AppState, actor: &Actor) -> Result<Counts, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let (waiting, due) = store::counts(&state.db, oslo_date(state.clock.now()), COUNTED_MAX).await?;
    Ok(Counts { waiting, due, limit: COUNTED_MAX })
}

/// A part of a list.
pub async fn list_part(
    state: &AppState,
    actor: &Actor,
    queue: Queue,
    part: &Part,
) -> Result<Vec<CaseLine>, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let rows = match queue {
        Queue::Waiting => store::waiting(&state.db, part).await?,
        Queue::Due => store::due(&state.db, oslo_date(state.clock.now()), part).await?,
    };
    let line = |row: store::LineRow| {
        Ok(CaseLine {
            id: db::parsed("a submission's id", &row.id)?,
            user: db::parsed("a user id", &row.user_id)?,
            name: format!("{} {}", row.first_name, row.last_name),
            submitted_at: row.submitted_at,
            risk: row.risk.as_deref().map(|risk| db::parsed("a class", risk)).transpose()?,
            screened: row.screened.as_deref().map(|it| db::parsed("a screening", it)).transpose()?,
            second_accounts: usize::try_from(row.second_accounts).unwrap_or_default(),
            review_on: row.review_on,
        })
    };
    rows.into_iter().map(line).collect()
}

/// One submission, with the number masked.
pub async fn show(state: &AppState, actor: &Actor, id: &KycCaseId) -> Result<CaseView, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let mut tx = state.db.begin().await?;
    let case = store::case_in_tx(&mut tx, id).await?.ok_or(KycError::NotFound)?;
    let assessed = assessed_in_tx(&mut tx, id).await?;
    let decided = store::events_in_tx(&mut tx, id).await?.into_iter().map(decided);
    let decided = decided.collect::<Result<_, KycError>>()?;
    let asked = case.asked.iter().map(|topic| db::parsed("a topic", topic)).collect::<Result<_, _>>()?;
    Ok(CaseView {
        id: id.clone(),
        user: db::parsed("a user id", &case.user_id)?,
        status: db::parsed("a submission's status", &case.status)?,
        name: format!("{} {}", case.first_name, case.last_name),
        date_of_birth: case.date_of_birth,
        national_id_masked: case.national_id_masked,
        answers: vec![
            ("nationality", case.nationality),
            ("address", format!("{}, {} {}", case.street, case.postal_code, case.city)),
            ("employment", case.employment),
            ("occupation", case.occupation),
            ("purpose", case.purpose),
            ("source_of_funds", case.source_of_funds),
            ("monthly", case.monthly),
            ("exposure", case.exposure),
        ],
        asked,
        submitted_at: case.submitted_at,
        assessed,
        decided,
    })
}

pub(super) async fn assessed_in_tx(
    tx: &mut PgConnection,
    id: &KycCaseId,
) -> Result<Option<Assessed>, KycError> {
    let Some(row) = store::assessed_in_tx(tx, id).await? else { return Ok(None) };
    Ok(Some(Assessed {
        risk: db::parsed("a class", &row.risk)?,
        reasons: row.reasons.iter().map(|it| db::parsed("a reason", it)).collect::<Result<_, _>>()?,
        screened: db::parsed("a screening", &row.screened)?,
        second_accounts: row
            .second_accounts
            .iter()
            .map(|it| db::parsed("a user id", it))
            .collect::<Result<_, _>>()?,
        obstacles: row.obstacles.iter().map(|it| db::parsed("an obstacle", it)).collect::<Result<_, _>>()?,
        review_on: row.review_on,
    }))
}

fn decided(row: store::EventRow) -> Result<Decided, KycError> {
    Ok(Decided {
        decision: row.decision,
        by: row.decided_by.as_deref().map(|by| db::parsed("a user id", by)).transpose()?,
        by_name: row.by_name,
        reason: row.reason,
        at: row.created_at,
    })
}

/// The national identity number in full. That it was read, and by whom, is written down before it is told.
pub async fn read_national_id(
    state: &AppState,
    actor: &Actor,
    request: Option<&RequestInfo>,
    id: &KycCaseId,
) -> Result<String, KycError> {
    decide(Some(actor), Action::UseBackOffice, Resource::Staff)?;
    let mut tx = state.db.begin().await?;
    let case = store::case_in_tx(&mut tx, id).await?.ok_or(KycError::NotFound)?;
    let number = open_in_tx(&mut tx, state, &case, (Some(actor), request), "officer").await?;
    tx.commit().await?;
    Ok(number)
}
