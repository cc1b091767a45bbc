//! Making a data request, on a database.
use domain::compliance::privacy::RequestStatus;
use domain::form::FieldCode;
use sqlx::PgPool;

use super::model::RequestForm;
use super::service::{PrivacyError, file, list};
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
