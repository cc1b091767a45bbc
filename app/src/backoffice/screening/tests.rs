//! Tests of what officers see of matches and say of them.
use std::collections::BTreeSet;

use domain::access::{Actor, KycStatus, Officer, Role};
use domain::compliance::screening::{Agreement, PartKind};
use domain::compliance::watchlist::{Settlement, Source, SubjectKind};
use domain::ids::ScreeningId;
use sqlx::PgPool;

use super::model::{AnswerForm, HitCase, LookUpQuery, May};
use super::query::{HitQuery, HitState};
use super::service::{PAGE_ROWS, answer, case, lists, look_up, page};
use crate::compliance::screening::service::screen_by_id;
use crate::context::AppState;
use crate::error::AppError;
use crate::testing::{World, demo_customer, request, world};

fn actor() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

fn other_actor() -> Actor {
    Actor { user_id: "usr_demo_lead".parse().unwrap(), role: Role::Admin, kyc: KycStatus::Approved }
}

fn officer(actor: &Actor) -> Officer {
    Officer::decide(Some(actor)).unwrap()
}

/// A recipient of the demo customer who looks like somebody on the built-in list; the match.
async fn matched(world: &World) -> ScreeningId {
    let form = crate::remittance::model::RecipientForm {
        name: "Dragutin Nepostojić".to_owned(),
        country: "RS".to_owned(),
        iban: "RS35105008123123123173".to_owned(),
        ..Default::default()
    };
    let recipient =
        crate::remittance::service::add_recipient(&world.state, &demo_customer(), &request(), &form).await;
    screen_by_id(&world.state, recipient.unwrap().as_str()).await.unwrap();
    let listed = queue(&world.state, &HitQuery::default(), "").await.0;
    assert_eq!(listed.len(), 1, "{listed:?}");
    listed[0].parse().unwrap()
}

/// The ids of one page, and where the next begins.
async fn queue(state: &AppState, query: &HitQuery, cursor: &str) -> (Vec<String>, Option<String>) {
    let page = page(state, &officer(&actor()), query.clone(), cursor).await.unwrap();
    (page.lines.into_iter().map(|line| line.id).collect(), page.next)
}

async fn seen_by(state: &AppState, actor: &Actor, id: &ScreeningId) -> HitCase {
    case(state, &officer(actor), id, "nb").await.unwrap()
}

async fn says(
    state: &AppState,
    actor: &Actor,
    id: &ScreeningId,
    said: &str,
    why: &str,
) -> Result<(), AppError> {
    let form = AnswerForm { id: id.to_string(), answer: said.to_owned(), reason: why.to_owned() };
    Ok(answer(state, actor, &request(), &form).await?)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_match_is_shown_side_by_side(db: PgPool) {
    let world = world(db).await;
    let id = matched(&world).await;
    let case = seen_by(&world.state, &actor(), &id).await;
    assert_eq!(
        (case.subject.kind, case.subject.names.as_slice()),
        (SubjectKind::Recipient, &["Dragutin Nepostojić".to_owned()][..])
    );
    assert_eq!(case.subject.country.as_deref(), Some("Serbia (RS)"));
    let entry = case.entry.unwrap();
    assert_eq!(
        (entry.source, entry.countries.as_slice()),
        (Source::BuiltIn, &["Bosnia-Hercegovina (BA)".to_owned()][..])
    );
    let comparison = case.comparison.unwrap();
    assert_eq!(Some(comparison.score), case.score, "shown as it was found");
    assert_eq!(comparison.birth, Agreement::Unknown);
    assert!(comparison.parts.iter().all(|part| part.kind != PartKind::OnlyQuery), "{comparison:?}");
    assert_eq!((case.may, case.words.len(), case.next), (May::Say, 0, None));
    // The name is another one since: what was compared stays, and the page says so.
    sqlx::query("update recipients set name = 'Dragutin Novak' where id = $1")
        .bind(&case.subject.id)
        .execute(&world.state.db)
        .await
        .unwrap();
    let later = seen_by(&world.state, &actor(), &id).await;
    assert!(later.subject.has_changed && later.comparison.is_some());
    assert_eq!(later.subject.names, ["Dragutin Nepostojić"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn somebody_else_takes_two_officers_and_every_word_can_be_taken_back(db: PgPool) {
    let world = world(db).await;
    let (state, id) = (&world.state, matched(&world).await);
    let (first, second) = (actor(), other_actor());
    assert!(matches!(says(state, &first, &id, "", "x").await, Err(AppError::Form(_))));
    assert!(matches!(says(state, &first, &id, "false_match", " ").await, Err(AppError::Form(_))));
    says(state, &first, &id, "false_match", "Another year of birth.").await.unwrap();
    assert_eq!(seen_by(state, &first, &id).await.may, May::TakeBack);
    assert_eq!(seen_by(state, &second, &id).await.may, May::Answer);
    assert_eq!(says(state, &first, &id, "confirm", "").await, Err(AppError::NeedsAnotherOfficer));
    let waiting = HitQuery::default().with_state(HitState::Second);
    assert_eq!(queue(state, &waiting, "").await.0, [id.to_string()]);
    assert!(queue(state, &HitQuery::default(), "").await.0.is_empty());
    let counts = page(state, &officer(&second), waiting, "").await.unwrap().counts;
    assert_eq!((counts.new, counts.second, counts.for_you), (0, 1, 1));
    // The second one is not sure.
    says(state, &second, &id, "return", "The year is not known.").await.unwrap();
    assert_eq!(seen_by(state, &second, &id).await.may, May::Say);
    let gone = says(state, &second, &id, "confirm", "").await;
    assert_eq!(gone, Err(AppError::ChangedMeanwhile));
    says(state, &first, &id, "false_match", "The bank says 1990.").await.unwrap();
    says(state, &second, &id, "confirm", "").await.unwrap();
    let settled = seen_by(state, &first, &id).await;
    assert_eq!((settled.may, settled.settled_as), (May::Reopen, Some(Settlement::FalseMatch)));
    let history = HitQuery::default().with_state(HitState::Settled);
    assert_eq!(queue(state, &history, "").await.0, [id.to_string()]);
    // Something new is heard: it is open again, and nothing that was said is lost.
    says(state, &first, &id, "return", "A newer passport.").await.unwrap();
    says(state, &second, &id, "false_match", "Hm.").await.unwrap();
    says(state, &first, &id, "true_match", "The same passport.").await.unwrap();
    let told = seen_by(state, &first, &id).await;
    assert_eq!(told.settled_as, Some(Settlement::TrueMatch));
    let returned: Vec<bool> = told.words.iter().map(|word| word.returned.is_some()).collect();
    assert_eq!(returned, [false, true, true, true], "the contrary proposal is answered");
    let audited: Vec<String> = sqlx::query_scalar(
        "select action from audit_log where resource_type = 'screening' order by timestamp, action",
    )
    .fetch_all(&state.db)
    .await
    .unwrap();
    assert_eq!(audited.len(), 7, "{audited:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_read_page_by_page(db: PgPool) {
    let state = world(db).await.state;
    let count = PAGE_ROWS * 2 + 7;
    sqlx::query(
        "insert into screening_results (id, user_id, screening_type, result, score, found_at, match_details)
         select 'scr_' || lpad(n::text, 6, '0'), 'usr_demo2', 'adverse_media',
           case when n % 3 = 0 then 'match' else 'potential_match' end, 8000,
           timestamptz '2026-11-01' + make_interval(mins => n / 4),
           jsonb_build_object('listed_as', 'Entry ' || n, 'source', case when n % 2 = 0 then 'un' else 'eu' end)
         from generate_series(1, $1) n",
    )
    .bind(i32::try_from(count).unwrap())
    .execute(&state.db)
    .await
    .unwrap();
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let (found, next) = queue(&state, &HitQuery::default(), &cursor).await;
        ids.extend(found);
        let Some(next) = next else { break };
        cursor = next;
    }
    assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (count, count));
    assert_eq!(&ids[..2], ["scr_000003", "scr_000006"], "the gravest first, then the oldest");
    let found = async |query: HitQuery| queue(&state, &query, "").await.0.len();
    let filter =
        |name: &str, value: &str| HitQuery::from_pairs(|asked| (asked == name).then(|| value.to_owned()));
    assert_eq!(found(filter("search", "entry 12")).await, 1);
    assert_eq!(found(filter("search", "100%")).await, 0, "a sign of percent is one");
    assert_eq!(found(filter("result", "match")).await, count / 3);
    assert_eq!(found(filter("kind", "shop")).await, 0);
    assert_eq!(found(filter("search", "scr_000077")).await, 1);
    assert_eq!(queue(&state, &filter("source", "un"), "match.nonsense.scr_1").await.0.len(), PAGE_ROWS);
}

#[sqlx::test(migrations = "../migrations")]
async fn lists_say_how_fresh_they_are_and_names_are_looked_up(db: PgPool) {
    let state = world(db).await.state;
    let page = lists(&state, &officer(&actor())).await.unwrap();
    let sources: Vec<_> =
        page.sources.iter().map(|line| (line.source, line.version.is_some(), line.is_stale)).collect();
    assert_eq!(sources[0], (Source::Un, false, true), "what was never imported is not fresh");
    assert_eq!(sources[4], (Source::BuiltIn, true, false));
    assert_eq!((page.versions.len(), page.versions[0].entries, page.failed), (1, 12, 0));
    let query = LookUpQuery {
        name: "Huseyin Uydurma".to_owned(),
        kind: "person".to_owned(),
        born: "19.5.1975".to_owned(),
    };
    let found = look_up(&state, &officer(&actor()), query).await.unwrap();
    assert!(found.is_birth_unread && found.entries == 12);
    assert!(found.found[0].result.is_some() && found.found[0].listed_as.starts_with("UYDURMA"), "{found:?}");
    let nothing = look_up(&state, &officer(&actor()), LookUpQuery::default()).await.unwrap();
    assert!(nothing.found.is_empty() && !nothing.is_birth_unread);
}
