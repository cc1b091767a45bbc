//! Making a data request, and giving and withdrawing consents, each on a database of its own.
use domain::compliance::privacy::RequestStatus;
use domain::form::FieldCode;
use sqlx::PgPool;

use super::consents::{choose, history};
use super::model::{Choice, ConsentKind, RequestForm};
use super::service::{PrivacyError, file, list, overview};
use crate::testing::{World, other_customer, request, world};

fn form(kind: &str, details: &str) -> RequestForm {
    RequestForm { kind: kind.to_owned(), details: details.to_owned() }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_waits_for_a_month_and_one_of_a_kind_at_a_time(db: PgPool) {
    let World { state, .. } = world(db).await;
    let kari = other_customer();
    let id = file(&state, &kari, &request(), &form("export", "")).await.unwrap();
    let lines = list(&state, &kari).await.unwrap();
    assert_eq!((&lines[0].id, lines[0].status), (&id, RequestStatus::Pending));
    assert_eq!(lines[0].due_on.to_string(), "2026-12-24");
    let again = file(&state, &kari, &request(), &form("export", "")).await.unwrap_err();
    assert!(matches!(&again, PrivacyError::Form(fields) if fields["kind"] == FieldCode::Taken), "{again}");
    file(&state, &kari, &request(), &form("rectification", "Navnet mitt er feil.")).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_to_be_put_right_has_to_be_said(db: PgPool) {
    let World { state, .. } = world(db).await;
    for (form, field, code) in [
        (form("rectification", " "), "details", FieldCode::Required),
        (form("everything", ""), "kind", FieldCode::Unknown),
        (form("erasure", "nei"), "details", FieldCode::TooShort),
    ] {
        let error = file(&state, &other_customer(), &request(), &form).await.unwrap_err();
        assert!(matches!(&error, PrivacyError::Form(fields) if fields[field] == code), "{form:?}: {error}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_consent_is_given_and_withdrawn_as_facts(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let kari = other_customer();
    let marketing = async || {
        let lines = history(&state, &kari).await.unwrap();
        lines.into_iter().filter(|line| line.kind == ConsentKind::Marketing).collect::<Vec<_>>()
    };
    let before = marketing().await.len();
    choose(&state, &kari, &request(), (Choice::Marketing, true)).await.unwrap();
    choose(&state, &kari, &request(), (Choice::Marketing, true)).await.unwrap();
    clock.advance(chrono::Duration::hours(1));
    choose(&state, &kari, &request(), (Choice::Marketing, false)).await.unwrap();
    choose(&state, &kari, &request(), (Choice::Marketing, true)).await.unwrap();
    let facts = marketing().await;
    assert_eq!(facts.len(), before + 2, "each giving is a fact of its own");
    let withdrawn = facts.iter().find(|fact| fact.withdrawn_at == Some(state.clock.now())).unwrap();
    assert_eq!(withdrawn.withdrawn_from.as_deref(), Some("203.0.113.7"));
    assert_eq!(withdrawn.given_from.as_deref(), Some("203.0.113.7"));
    assert!(overview(&state, &kari).await.unwrap().holds(ConsentKind::Marketing));
}
