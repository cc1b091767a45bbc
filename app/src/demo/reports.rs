//! Reports of the demo house: one that is being written, one that waits for a second officer, one that Økokrim has. They
//! come about as all reports do, only earlier.
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::clock::Clock;
use domain::compliance::report::Step;
use domain::ids::{AlertId, ReportId, UserId};

use super::service::SeedError;
use super::store;
use crate::backoffice::reports::model::{BeginForm, DecideForm, EditForm, Ticks};
use crate::backoffice::reports::service;
use crate::context::AppState;
use crate::db;
use crate::form::Flash;

const FIRST: (&str, Role) = ("usr_demo_officer", Role::Compliance);
const SECOND: (&str, Role) = ("usr_demo_lead", Role::Admin);

/// One report: its alert, how long ago it was written, what it says, and how far it is.
struct Story {
    alert: &'static str,
    days_ago: i64,
    suspicion: &'static str,
    action: &'static str,
    steps: &'static [Step],
}

const STORIES: &[Story] = &[
    Story {
        alert: "aml_demo_split",
        days_ago: 12,
        suspicion: "Kunden sendte ni overføringer på mellom 7 900 og 7 990 kroner på seks dager, alle til samme mottaker \
            i Pakistan. Beløpene holder seg like under grensen på 8 000 kroner. Kunden sa først at pengene var til et \
            bryllup, senere at de var lån som skulle betales tilbake, og kunne ikke vise noe for noen av delene.",
        action: "Kunden ble spurt to ganger om formål og midlenes opprinnelse. Nye overføringer til mottakeren blir holdt.",
        steps: &[Step::Propose, Step::Submit, Step::Acknowledge],
    },
    Story {
        alert: "aml_demo_pass",
        days_ago: 1,
        suspicion: "Fire overføringer til fire mottakere i Tyrkia i løpet av en time, kort tid etter at kundeforholdet ble \
            opprettet. Kunden svarer ikke på spørsmål, og telefonnummeret som er oppgitt, tilhører en annen.",
        action: "Forsøkt kontakt på telefon og e-post tre ganger. Ingen betalinger er holdt.",
        steps: &[Step::Propose],
    },
    Story { alert: "aml_demo_own", days_ago: 0, suspicion: "", action: "", steps: &[] },
    Story { alert: "aml_demo_much", days_ago: 3, suspicion: "", action: "", steps: &[] },
];

/// Adds what is missing: a story whose alert is in a report is told already.
pub async fn seed_reports(state: &AppState) -> Result<(), SeedError> {
    store::seed_reports(&state.db, state.clock.now()).await?;
    for story in STORIES {
        let then = Earlier { clock: state.clock.clone(), by: Duration::days(story.days_ago) };
        let then = AppState { clock: Arc::new(then), ..state.clone() };
        tell(&then, story).await?;
    }
    Ok(())
}

async fn tell(state: &AppState, story: &Story) -> Result<(), SeedError> {
    let (first, second) = (officer(FIRST)?, officer(SECOND)?);
    let alert: AlertId = db::parsed("an alert's id", story.alert).map_err(sqlx::Error::from)?;
    let new = service::new_report(state, &first, &alert, Flash::default()).await?;
    if new.reported_in.is_some() {
        return Ok(());
    }
    let begin = BeginForm { alert: story.alert.to_owned(), ..BeginForm::default() };
    let id = service::begin(state, &first, None, &begin).await?;
    if !story.suspicion.is_empty() {
        let view = service::report(state, &first, &id).await?;
        let kinds = view.content.indicators.iter().map(|it| (it.to_string(), "true".to_owned()));
        let edit = EditForm {
            report: id.to_string(),
            version: view.version.to_string(),
            suspicion: story.suspicion.to_owned(),
            action: story.action.to_owned(),
            indicators: kinds.collect::<Ticks>(),
        };
        service::edit(state, &first, None, &edit).await?;
    }
    for &step in story.steps {
        let who = if step == Step::Submit { &second } else { &first };
        take(state, who, &id, step).await?;
    }
    Ok(())
}

async fn take(state: &AppState, who: &Officer, id: &ReportId, step: Step) -> Result<(), SeedError> {
    let view = service::report(state, who, id).await?;
    let form = DecideForm {
        report: id.to_string(),
        version: view.version.to_string(),
        step: step.to_string(),
        reason: String::new(),
        receipt: "AR482913377".to_owned(),
    };
    service::decide(state, who, None, &form).await?;
    Ok(())
}

fn officer((id, role): (&str, Role)) -> Result<Officer, SeedError> {
    let user_id: UserId = db::parsed("a user id", id).map_err(sqlx::Error::from)?;
    let actor = Actor { user_id, role, kyc: KycStatus::Approved };
    Ok(Officer::decide(Some(&actor)).map_err(service::ReportsError::from)?)
}

/// A clock that shows an earlier time.
struct Earlier {
    clock: Arc<dyn Clock>,
    by: Duration,
}

impl Clock for Earlier {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now() - self.by
    }
}

#[cfg(test)]
mod tests {
    use domain::compliance::report::State;
    use sqlx::PgPool;

    use super::*;
    use crate::backoffice::reports::model::ReportsQuery;
    use crate::testing::{World, world};

    #[sqlx::test(migrations = "../migrations")]
    async fn the_demo_house_has_a_report_of_each_kind_once(db: PgPool) {
        let World { state, .. } = world(db).await;
        seed_reports(&state).await.unwrap();
        seed_reports(&state).await.unwrap();
        let page =
            service::list(&state, &officer(FIRST).unwrap(), &ReportsQuery::default(), "").await.unwrap();
        let states: Vec<State> = page.rows.iter().map(|row| row.state).collect();
        assert_eq!(states, [State::Draft, State::Proposed, State::Draft, State::Acknowledged]);
        assert_eq!((page.waiting.drafts, page.waiting.proposed, page.waiting.submitted), (2, 1, 0));
    }
}
