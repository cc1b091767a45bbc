//! Tests of recipients, each on a database of its own.
use domain::access::{Actor, Refusal};
use domain::bank::iban::Iban;
use domain::form::FieldCode;
use domain::ids::{QuoteId, RecipientId};
use sqlx::PgPool;

use super::super::model::{ConfirmForm, QuoteForm, RECIPIENTS_MAX, RecipientForm};
use super::super::service::{self, RemittanceError};
use crate::error::AppError;
use crate::testing::{World, demo_customer, demo_payment, demo_quote, other_customer, request, world};

/// Accounts that no demo recipient has.
const RAIFFEISEN: &str = "RS35265000000001234526";
const INTESA: &str = "RS35160000000007777730";

fn form(name: &str, country: &str, iban: &str) -> RecipientForm {
    RecipientForm { name: name.into(), country: country.into(), iban: iban.into(), ..Default::default() }
}

fn change(recipient: &str, version: u32, name: &str, iban: &str) -> RecipientForm {
    let country = iban.get(..2).unwrap_or_default();
    RecipientForm { recipient: recipient.into(), version: version.to_string(), ..form(name, country, iban) }
}

async fn add(world: &World, name: &str, iban: &str) -> Result<RecipientId, RemittanceError> {
    service::add_recipient(&world.state, &demo_customer(), &request(), &form(name, "RS", iban)).await
}

async fn edit(world: &World, form: &RecipientForm) -> Result<RecipientId, RemittanceError> {
    service::edit_recipient(&world.state, &demo_customer(), &request(), form).await
}

async fn confirm(world: &World, quote: &QuoteId) -> Result<domain::ids::TransactionId, RemittanceError> {
    let form = ConfirmForm {
        quote: quote.to_string(),
        account: "bac_demo1".to_owned(),
        idempotency_key: world.state.entropy.hex(16),
    };
    service::confirm(&world.state, &demo_customer(), &request(), &form).await
}

async fn names(world: &World, actor: &Actor) -> Vec<String> {
    let all = service::list_recipients(&world.state, actor).await.unwrap();
    all.into_iter().map(|it| it.name).collect()
}

async fn audited(db: &PgPool) -> Vec<String> {
    let actions = "select action from audit_log where resource_type = 'recipient' order by timestamp, id";
    sqlx::query_scalar(actions).fetch_all(db).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_recipient_is_checked_by_the_rules_of_its_country(db: PgPool) {
    let world = world(db).await;
    let id = add(&world, "Jovan Jović", " iban: rs35-2650 0000\u{a0}0001\u{200b}2345 26 ").await.unwrap();
    let found = service::list_recipients(&world.state, &demo_customer()).await.unwrap();
    let added = found.iter().find(|it| it.id == id).unwrap();
    assert_eq!(added.iban, "RS35 2650 0000 0001 2345 26");
    assert_eq!(added.bank_name.as_deref(), Some("Raiffeisen banka"));
    for (country, iban, code) in [
        ("BA", INTESA, FieldCode::IbanWrongCountry),
        ("RS", "RS35160000000007777731", FieldCode::IbanChecksum),
        ("RS", "RS3516000000000777773", FieldCode::IbanWrongLength),
        ("RS", "", FieldCode::Required),
    ] {
        let form = form("Jovan Jović", country, iban);
        match service::add_recipient(&world.state, &demo_customer(), &request(), &form).await {
            Err(RemittanceError::Form(fields)) => assert_eq!(fields.get("iban"), Some(&code), "{iban}"),
            other => panic!("{iban}: {other:?}"),
        }
    }
    assert!(!names(&world, &other_customer()).await.contains(&"Jovan Jović".to_owned()));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_one_paid_last_comes_first(db: PgPool) {
    let world = world(db).await;
    add(&world, "Jovan Jović", RAIFFEISEN).await.unwrap();
    // The demo paid Milica three days ago and Emir eleven; Jovan is newer than Ayşe.
    let expected = ["Milica Jovanović", "Emir Hadžić", "Jovan Jović", "Ayşe Yılmaz"];
    assert_eq!(names(&world, &demo_customer()).await, expected);
    // A new account does not make Milica somebody who was never paid.
    edit(&world, &change("rcp_demo1", 1, "Milica Jovanović", INTESA)).await.unwrap();
    assert_eq!(names(&world, &demo_customer()).await, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_account_is_one_recipient(db: PgPool) {
    let world = world(db.clone()).await;
    let first = add(&world, "Jovan Jović", RAIFFEISEN).await.unwrap();
    // The same form again is the same recipient; another name for the account is a question.
    assert_eq!(add(&world, "Jovan  Jović ", RAIFFEISEN).await.unwrap(), first);
    match add(&world, "Jelena Jović", RAIFFEISEN).await {
        Err(RemittanceError::RecipientExists(id)) => assert_eq!(id, first),
        other => panic!("{other:?}"),
    }
    // Nor does a change lead to two.
    match edit(&world, &change("rcp_demo1", 1, "Milica Jovanović", RAIFFEISEN)).await {
        Err(RemittanceError::RecipientExists(id)) => assert_eq!(id, first),
        other => panic!("{other:?}"),
    }
    // Another customer may have it too.
    let form = form("Jovan Jović", "RS", RAIFFEISEN);
    service::add_recipient(&world.state, &other_customer(), &request(), &form).await.unwrap();
    assert_eq!(audited(&db).await, ["recipient.create", "recipient.create"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn twenty_forms_at_once_add_one(db: PgPool) {
    let world = world(db.clone()).await;
    let posts = (0..20).map(|number| {
        let state = world.state.clone();
        let name = if number % 2 == 0 { "Jovan Jović" } else { "Jelena Jović" };
        let form = form(name, "RS", RAIFFEISEN);
        tokio::spawn(async move { service::add_recipient(&state, &demo_customer(), &request(), &form).await })
    });
    let mut ids = std::collections::BTreeSet::new();
    for post in posts.collect::<Vec<_>>() {
        match post.await.unwrap() {
            Ok(id) | Err(RemittanceError::RecipientExists(id)) => ids.insert(id),
            Err(other) => panic!("{other}"),
        };
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(audited(&db).await, ["recipient.create"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_refuses_a_second_copy_too(db: PgPool) {
    let _world = world(db.clone()).await;
    let copy = "insert into recipients (id, user_id, name, country, currency, bank_account)
       select 'rcp_copy', user_id, name, country, currency, bank_account from recipients where id = 'rcp_demo1'";
    let error = sqlx::query(copy).execute(&db).await.unwrap_err();
    assert_eq!(crate::db::violated_constraint(&error), Some("recipients_account_key"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_name_is_written_over_the_old_one(db: PgPool) {
    let world = world(db.clone()).await;
    let id = edit(&world, &change("rcp_demo1", 1, "Milica Jović", "RS35260005601001611379")).await.unwrap();
    assert_eq!(id.as_str(), "rcp_demo1");
    let same = edit(&world, &change("rcp_demo1", 2, "Milica Jović", "RS35260005601001611379")).await.unwrap();
    assert_eq!(same, id);
    assert!(names(&world, &demo_customer()).await.contains(&"Milica Jović".to_owned()));
    assert_eq!(audited(&db).await, ["recipient.rename"], "saving without a change changes nothing");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_account_is_a_new_version_and_the_past_stays(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, actor) = (&world.state, demo_customer());
    let ordered = demo_payment(&world).await;
    let open = demo_quote(&world).await;
    let second = edit(&world, &change("rcp_demo1", 1, "Milica Jovanović", RAIFFEISEN)).await.unwrap();
    let third = edit(&world, &change(second.as_str(), 2, "Milica Jović", INTESA)).await.unwrap();
    assert_eq!(audited(&db).await, ["recipient.replace", "recipient.replace"]);

    // What was ordered and paid keeps its account, and "send again" leads to the new one.
    let receipt = crate::activity::service::receipt(state, &actor, &request(), &ordered).await.unwrap();
    assert_eq!(receipt.to_iban.as_deref(), Some("RS35 2600 0560 1001 6113 79"));
    assert_eq!(receipt.recipient_id.as_ref(), Some(&third));
    let old = "txn_demo1".parse().unwrap();
    let receipt = crate::activity::service::receipt(state, &actor, &request(), &old).await.unwrap();
    assert_eq!(receipt.to_iban.as_deref(), Some("RS35 2600 0560 1001 6113 79"));

    // The open price is for the old account: it says so, and cannot be confirmed.
    let review = service::review_step(state, &actor, &open).await.unwrap();
    assert_eq!(review.quote.recipient_gone, Some(AppError::RecipientReplaced));
    assert!(matches!(confirm(&world, &open).await, Err(RemittanceError::RecipientReplaced)));

    // An old address leads to what there is now, with every payment to any version.
    let details = service::recipient_details(state, &actor, &"rcp_demo1".parse().unwrap()).await.unwrap();
    assert_eq!((&details.recipient.id, details.removed), (&third, false));
    let paid: Vec<&str> = details.payments.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(paid, [ordered.as_str(), "txn_demo1"]);
    let amount =
        QuoteForm { recipient: "rcp_demo1".to_owned(), send_amount: "2000".to_owned(), ..Default::default() };
    let quote = service::create_quote(state, &actor, &amount).await.unwrap();
    let review = service::review_step(state, &actor, &quote).await.unwrap();
    assert_eq!(review.quote.recipient.iban, Iban::parse(INTESA).unwrap().grouped());
    confirm(&world, &quote).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_second_of_two_tabs_is_told(db: PgPool) {
    let world = world(db.clone()).await;
    let one = change("rcp_demo1", 1, "Milica Jović", "RS35260005601001611379");
    let two = change("rcp_demo1", 1, "Milica Jovanović", RAIFFEISEN);
    let (first, second) = tokio::join!(edit(&world, &one), edit(&world, &two));
    let told = if first.is_ok() { &second } else { &first };
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    assert!(matches!(told, Err(RemittanceError::RecipientChanged)), "{told:?}");
    // Also when the recipient has another id by now.
    let (actor, old) = (demo_customer(), "rcp_demo1".parse().unwrap());
    let current = service::recipient_details(&world.state, &actor, &old).await.unwrap().recipient.id;
    edit(&world, &change(current.as_str(), 2, "Milica Jović", INTESA)).await.unwrap();
    for version in 1..=2 {
        let late = edit(&world, &change("rcp_demo1", version, "Mila", RAIFFEISEN)).await;
        assert!(matches!(late, Err(RemittanceError::RecipientChanged)), "{late:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn removing_takes_off_the_list_and_nothing_else(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, actor) = (&world.state, demo_customer());
    let ordered = demo_payment(&world).await;
    let open = demo_quote(&world).await;
    let id: RecipientId = "rcp_demo1".parse().unwrap();
    for _ in 0..2 {
        service::remove_recipient(state, &actor, &request(), &id).await.unwrap();
    }
    assert_eq!(audited(&db).await, ["recipient.remove"], "twice is once");
    assert!(!names(&world, &actor).await.contains(&"Milica Jovanović".to_owned()));

    // The payment that was ordered goes on; the price that was open does not.
    let receipt = crate::activity::service::receipt(state, &actor, &request(), &ordered).await.unwrap();
    assert!(receipt.in_motion && receipt.approval_link.is_some());
    assert_eq!((receipt.recipient_id, receipt.removed_recipient_id.as_ref()), (None, Some(&id)));
    assert!(matches!(confirm(&world, &open).await, Err(RemittanceError::RecipientRemoved)));
    let review = service::review_step(state, &actor, &open).await.unwrap();
    assert_eq!(review.quote.recipient_gone, Some(AppError::RecipientRemoved));
    let amount = service::amount_step(state, &actor, &id).await;
    assert!(matches!(amount, Err(RemittanceError::RecipientRemoved)));
    let late = edit(&world, &change("rcp_demo1", 2, "Mila", RAIFFEISEN)).await;
    assert!(matches!(late, Err(RemittanceError::RecipientRemoved)));

    // The page remains, and the same person can be added again from it.
    let details = service::recipient_details(state, &actor, &id).await.unwrap();
    assert!(details.removed && details.payments.len() == 2);
    let again = service::recipient_form(state, &actor, "", id.as_str()).await.unwrap().flash.values;
    let value = |name: &str| again.get(name).cloned().unwrap_or_default();
    assert_eq!((value("recipient"), value("version")), (String::new(), String::new()));
    add(&world, &value("name"), &value("iban")).await.unwrap();
    assert!(names(&world, &actor).await.contains(&"Milica Jovanović".to_owned()));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_and_a_payment_at_once_do_not_cross(db: PgPool) {
    let world = world(db.clone()).await;
    let quote = demo_quote(&world).await;
    let change = change("rcp_demo1", 1, "Milica Jovanović", RAIFFEISEN);
    let (paid, changed) = tokio::join!(confirm(&world, &quote), edit(&world, &change));
    changed.unwrap();
    let accounts: Vec<String> =
        sqlx::query_scalar("select creditor_account from payment_orders").fetch_all(&db).await.unwrap();
    match paid {
        Ok(_) => assert_eq!(accounts, ["RS35260005601001611379"]),
        Err(RemittanceError::RecipientReplaced) => assert!(accounts.is_empty()),
        Err(other) => panic!("{other}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn there_is_a_limit_and_it_is_said(db: PgPool) {
    let world = world(db.clone()).await;
    sqlx::query(
        "insert into recipients (id, user_id, name, country, currency, bank_account)
         select 'rcp_many' || n, 'usr_demo1', 'Nr ' || n, 'RS', 'RSD', 'RS' || n from generate_series(4, $1) n",
    )
    .bind(i32::try_from(RECIPIENTS_MAX).unwrap())
    .execute(&db)
    .await
    .unwrap();
    assert!(matches!(add(&world, "Jovan Jović", RAIFFEISEN).await, Err(RemittanceError::TooManyRecipients)));
    // A change adds nobody, and a removal makes room.
    edit(&world, &change("rcp_demo1", 1, "Milica Jovanović", INTESA)).await.unwrap();
    let emir = "rcp_demo2".parse().unwrap();
    service::remove_recipient(&world.state, &demo_customer(), &request(), &emir).await.unwrap();
    add(&world, "Jovan Jović", RAIFFEISEN).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_recipient_does_not_exist(db: PgPool) {
    let world = world(db.clone()).await;
    let (state, stranger) = (&world.state, other_customer());
    let id: RecipientId = "rcp_demo1".parse().unwrap();
    let form = change("rcp_demo1", 1, "Milica Jovanović", RAIFFEISEN);
    let answers = [
        service::recipient_details(state, &stranger, &id).await.map(|_| ()),
        service::edit_recipient(state, &stranger, &request(), &form).await.map(|_| ()),
        service::remove_recipient(state, &stranger, &request(), &id).await.map(|_| ()),
        service::recipient_form(state, &stranger, "rcp_demo1", "").await.map(|_| ()),
        service::recipient_form(state, &stranger, "", "rcp_demo1").await.map(|_| ()),
    ];
    for answer in answers {
        assert!(matches!(answer, Err(RemittanceError::Refused(Refusal::NotFound))), "{answer:?}");
    }
    assert!(audited(&db).await.is_empty());
}
