//! Use cases of identities in the back-office. What a decision does is in `compliance::kyc`.
use domain::access::{Actor, Role};
use domain::compliance::kyc::{Decision, DecisionError, RiskClass, Screened, decide_case};
use domain::form::FieldCode;
use domain::identity::Topic;
use domain::ids::KycCaseId;

use super::model::{
    Assessed, CaseLine, CaseView, DUE, Decided, DecisionForm, KycPage, KycQuery, ListHit, Person, RevealForm,
    reveal_path,
};
use super::store;
use crate::backoffice::paging;
use crate::compliance::kyc::model::{self as known, Part, Queue};
use crate::compliance::kyc::service::{self as kyc, KycError};
use crate::context::{AppState, RequestInfo};
use crate::cursor::{cursor_of, parse_cursor};
use crate::db;
use crate::error::AppError;
use crate::form::Flash;

/// Name of the leave to read one number in full, in the session.
const GRANT: &str = "kyc_reveal";

impl From<KycError> for AppError {
    fn from(error: KycError) -> Self {
        match error {
            KycError::Refused(refusal) => refusal.into(),
            KycError::NotFound => Self::NotFound,
            KycError::NotLast
            | KycError::NotAssessed
            | KycError::Decision(DecisionError::From(_) | DecisionError::Listed) => Self::ChangedMeanwhile,
            KycError::Decision(DecisionError::LeadRequired) => Self::NotAllowed,
            KycError::Decision(DecisionError::ReasonRequired) => Self::field("reason", FieldCode::Required),
            KycError::Decision(DecisionError::ReasonTooLong) => Self::field("reason", FieldCode::TooLong),
            KycError::Decision(DecisionError::NothingAsked) => {
                Self::field(Topic::NationalId.as_str(), FieldCode::Required)
            }
            KycError::BadCountry
            | KycError::CountryTaken
            | KycError::Vault(_)
            | KycError::Jobs(_)
            | KycError::Database(_)
            | KycError::BadRow(_) => {
                tracing::error!(%error, "identities");
                Self::Unexpected
            }
        }
    }
}

/// One page of a queue. A filter that is none of ours is left out.
///
/// # Errors
/// When the database refuses, and for whoever is no officer.
pub async fn page(state: &AppState, actor: &Actor, query: &KycQuery) -> Result<KycPage, KycError> {
    let queue = if query.queue == DUE { Queue::Due } else { Queue::Waiting };
    let part = Part {
        risk: query.risk.parse::<RiskClass>().ok(),
        screened: query.screened.parse::<Screened>().ok(),
        after: parse_cursor(&query.after),
        limit: paging::READ_ROWS,
    };
    let (counts, mut rows) =
        tokio::try_join!(kyc::counts(state, actor), kyc::list_part(state, actor, queue, &part))?;
    let next = paging::cut(&mut rows, |row| {
        let review = row.review_on.filter(|_| queue == Queue::Due).map(paging::day);
        cursor_of(review.unwrap_or(row.submitted_at), row.id.as_str())
    });
    let line = |row: known::CaseLine| CaseLine {
        id: row.id,
        name: row.name,
        submitted_at: row.submitted_at,
        risk: row.risk,
        screened: row.screened,
        second_account: row.second_accounts > 0,
        review_on: row.review_on,
    };
    Ok(KycPage {
        waiting: counts.waiting,
        due: counts.due,
        counted_max: counts.limit,
        rows: rows.into_iter().map(line).collect(),
        next,
        now: state.clock.now(),
    })
}

/// One submission; with its number in full when `in_full` has who asks for it.
///
/// # Errors
/// [`KycError::NotFound`], and what the database says.
pub async fn case(
    state: &AppState,
    actor: &Actor,
    id: &KycCaseId,
    language: &str,
    in_full: Option<&RequestInfo>,
) -> Result<CaseView, KycError> {
    let view = kyc::show(state, actor, id).await?;
    let number = match in_full {
        Some(request) => Some(kyc::read_national_id(state, actor, Some(request), id).await?),
        None => None,
    };
    let others = view.assessed.as_ref().map(|it| it.second_accounts.as_slice()).unwrap_or_default();
    let others: Vec<String> = others.iter().map(ToString::to_string).collect();
    let beside = store::beside(&state.db, &view.user, &others, (view.submitted_at, id)).await?;
    let (choices, needs_lead) = choices(&view, actor.role);
    let answer = |name: &str| {
        view.answers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    let nationality = answer("nationality");
    Ok(CaseView {
        id: view.id.clone(),
        user: view.user.clone(),
        name: view.name.clone(),
        status: view.status,
        date_of_birth: view.date_of_birth,
        in_full: number.is_some(),
        national_id: number.unwrap_or_else(|| view.national_id_masked.clone()),
        nationality: crate::kyc::countries::name(&nationality, language).to_owned(),
        address: answer("address"),
        answers: view.answers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        asked: view.asked.clone(),
        submitted_at: view.submitted_at,
        assessed: view.assessed.map(|found| assessed(found, beside.people.0)).transpose()?,
        hits: beside.hits.0.into_iter().map(hit).collect::<Result<_, _>>()?,
        decided: view.decided.into_iter().map(decided).collect(),
        choices,
        needs_lead,
        next: beside.next.map(|next| db::parsed("a submission's id", &next)).transpose()?,
        flash: Flash::default(),
        now: state.clock.now(),
    })
}

/// What somebody with this role may decide, as far as it is known before the lists are asked again.
fn choices(view: &known::CaseView, role: Role) -> (Vec<String>, bool) {
    let known =
        view.assessed.as_ref().map_or((RiskClass::High, Screened::NotScreened), |it| (it.risk, it.screened));
    let may = |decision: &Decision| {
        let approves = matches!(decision, Decision::Approve | Decision::Review);
        let made = decide_case(view.status, decision.clone(), role, known, "asked only whether it can be");
        (!approves || view.assessed.is_some(), made)
    };
    let all = [Decision::Approve, Decision::Review, Decision::Ask(vec![Topic::NationalId]), Decision::Reject];
    let needs_lead = all.iter().any(|one| matches!(may(one), (true, Err(DecisionError::LeadRequired))));
    let open = all.iter().filter(|one| matches!(may(one), (true, Ok(_))));
    (open.map(|one| one.as_str().to_owned()).collect(), needs_lead)
}

fn assessed(found: known::Assessed, people: Vec<store::PersonRow>) -> Result<Assessed, KycError> {
    let person = |row: store::PersonRow| Ok(Person { id: db::parsed("a user id", &row.id)?, name: row.name });
    Ok(Assessed {
        risk: found.risk,
        reasons: found.reasons,
        screened: found.screened,
        second_accounts: people.into_iter().map(person).collect::<Result<_, KycError>>()?,
        obstacles: found.obstacles,
        review_on: found.review_on,
    })
}

fn hit(row: store::HitRow) -> Result<ListHit, KycError> {
    let id = db::parsed("a screening id", &row.id)?;
    Ok(ListHit {
        id,
        listed_as: row.listed_as.unwrap_or_default(),
        score: row.score,
        settled_as: row.settled_as,
    })
}

fn decided(one: known::Decided) -> Decided {
    Decided { decision: one.decision, by: one.by_name, reason: one.reason, at: one.at }
}

/// An officer's decision.
///
/// # Errors
/// The codes of the form, [`AppError::ChangedMeanwhile`] when it stands elsewhere by now, [`AppError::NotAllowed`] for
/// what takes a lead.
pub async fn decide(
    state: &AppState,
    actor: &Actor,
    request: &RequestInfo,
    form: &DecisionForm,
) -> Result<(), AppError> {
    domain::access::Officer::decide(Some(actor))?;
    let id: KycCaseId = form.case.parse().map_err(|_| AppError::NotFound)?;
    let decision = match form.decision.as_str() {
        "approve" => Decision::Approve,
        "reject" => Decision::Reject,
        "ask" => Decision::Ask(form.topics()),
        "review" => Decision::Review,
        _ => return Err(AppError::field("decision", FieldCode::Required)),
    };
    kyc::decide_on(state, actor, Some(request), &id, decision, &form.reason).await?;
    Ok(())
}

/// Gives the officer's next look at a page the leave to read one number, and leads there.
///
/// # Errors
/// When the session cannot be written.
pub async fn grant(form: &RevealForm) -> Result<(), AppError> {
    let id: KycCaseId = form.case.parse().map_err(|_| AppError::NotFound)?;
    let flash = Flash { error: None, values: [("case".to_owned(), id.into_string())].into() };
    crate::context::show_again(GRANT, flash, &reveal_path(form)).await
}

/// Takes that leave, once.
///
/// # Errors
/// When the session cannot be read.
pub async fn take_grant(id: &KycCaseId) -> Result<bool, AppError> {
    let flash = crate::context::take_flash(GRANT).await?;
    Ok(flash.values.get("case").is_some_and(|case| case == id.as_str()))
}
