//! Filing a complaint, reading its thread and writing in it, on a database.
use domain::compliance::complaint::MessageKind;
use domain::form::FieldCode;
use sqlx::PgPool;

use super::model::{ComplaintForm, MessageForm, Progress};
use super::service::{ComplaintsError, file, list, new_form, thread, write};
use crate::form::Flash;
use crate::testing::{World, demo_customer, other_customer, request, world};

fn form(subject: &str) -> ComplaintForm {
    ComplaintForm {
        about: String::new(),
        category: "fees".to_owned(),
        subject: subject.to_owned(),
        description: "Det sto 10 kroner.\n\nBanken tok 20.".to_owned(),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_complaint_is_filed_and_its_days_are_counted(db: PgPool) {
    let World { state, .. } = world(db).await;
    let id = file(&state, &other_customer(), &request(), &form("Trukket to ganger")).await.unwrap();
    let read = thread(&state, &other_customer(), &id, Flash::default()).await.unwrap();
    assert_eq!(read.line.subject, "Trukket to ganger");
    assert_eq!(read.line.progress, Progress::Received);
    // Received on Tuesday 24 November; 15 business days.
    assert_eq!(read.line.due_on.to_string(), "2026-12-15");
    assert!(read.messages.is_empty());
    let lines = list(&state, &other_customer()).await.unwrap().lines;
    assert_eq!(lines[0].id, id, "the latest first");
    let days: (chrono::NaiveDate, chrono::NaiveDate) =
        sqlx::query_as("select received_on, last_due_on from complaints where id = $1")
            .bind(id.as_str())
            .fetch_one(&state.db)
            .await
            .unwrap();
    // 35 business days: Christmas and New Year are none.
    assert_eq!((days.0.to_string(), days.1.to_string()), ("2026-11-24".to_owned(), "2027-01-14".to_owned()));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_missing_is_named(db: PgPool) {
    let World { state, .. } = world(db).await;
    let error = file(&state, &demo_customer(), &request(), &ComplaintForm::default()).await.unwrap_err();
    let ComplaintsError::Form(fields) = error else { panic!("{error}") };
    assert_eq!(fields["category"], FieldCode::Unknown);
    assert_eq!((fields["subject"], fields["description"]), (FieldCode::Required, FieldCode::Required));
}

#[sqlx::test(migrations = "../migrations")]
async fn another_customers_complaint_does_not_exist(db: PgPool) {
    let World { state, .. } = world(db).await;
    let id = file(&state, &demo_customer(), &request(), &form("Bare mitt")).await.unwrap();
    let read = thread(&state, &other_customer(), &id, Flash::default()).await;
    assert!(matches!(read, Err(ComplaintsError::NotFound)));
    let message = MessageForm { complaint: id.to_string(), body: "Kan jeg se den?".to_owned() };
    let written = write(&state, &other_customer(), &request(), &message).await;
    assert!(matches!(written, Err(ComplaintsError::NotFound)));
    write(&state, &demo_customer(), &request(), &message).await.unwrap();
    let read = thread(&state, &demo_customer(), &id, Flash::default()).await.unwrap();
    assert_eq!(read.messages.len(), 1);
    assert_eq!((read.messages[0].kind, &*read.messages[0].body), (MessageKind::Customer, "Kan jeg se den?"));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_answered_is_not_written_in(db: PgPool) {
    let World { state, .. } = world(db).await;
    let message = MessageForm { complaint: "cmp_demo6".to_owned(), body: "En ting til, takk.".to_owned() };
    let written = write(&state, &demo_customer(), &request(), &message).await;
    assert!(matches!(written, Err(ComplaintsError::Answered)));
}

#[sqlx::test(migrations = "../migrations")]
async fn letters_are_never_changed(db: PgPool) {
    let World { state, .. } = world(db).await;
    for statement in [
        "update complaint_messages set body = 'x'",
        "delete from complaint_messages",
        "update complaint_events set note = 'x'",
        "delete from complaint_events",
    ] {
        assert!(sqlx::query(statement).execute(&state.db).await.is_err(), "{statement}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_complaint_may_be_about_ones_own_payment_only(db: PgPool) {
    let World { state, .. } = world(db).await;
    let about = |id: &str| ComplaintForm { about: id.to_owned(), ..form("Kom aldri fram") };
    let begun = new_form(&state, &demo_customer(), "txn_demo1", Flash::default()).await.unwrap();
    let payment = begun.about.unwrap();
    assert_eq!(payment.id.as_str(), "txn_demo1");
    let id = file(&state, &demo_customer(), &request(), &about("txn_demo1")).await.unwrap();
    let read = thread(&state, &demo_customer(), &id, Flash::default()).await.unwrap();
    assert_eq!(read.about, Some(payment));
    for (actor, id) in
        [(other_customer(), "txn_demo1"), (demo_customer(), "txn_none"), (demo_customer(), "' or 1=1")]
    {
        let begun = new_form(&state, &actor, id, Flash::default()).await;
        assert!(matches!(begun, Err(ComplaintsError::NotFound)), "{id}");
        let filed = file(&state, &actor, &request(), &about(id)).await;
        assert!(matches!(filed, Err(ComplaintsError::NotFound)), "{id}");
    }
}
