//! Tests of bank accounts, each on a database of its own.
use domain::access::{Actor, KycStatus, Refusal, Role};
use domain::bank::consent::ConsentStatus;
use domain::ids::{BankAccountId, BankConsentId};
use domain::money::{Currency, Money};
use sqlx::PgPool;

use super::gateway::{AccountAtBank, BankError};
use super::model::LinkState;
use super::service::{self, AccountsError};
use crate::testing::{World, demo_customer, other_customer, request, start_of_test, world};

fn account(id: &str) -> BankAccountId {
    id.parse().unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn the_primary_account_comes_first_and_only_ones_own_are_listed(db: PgPool) {
    let World { state, .. } = world(db).await;
    let mine = service::list(&state, &demo_customer()).await.unwrap();
    let names: Vec<_> =
        mine.iter().map(|it| (it.bank_name.as_str(), it.balance.to_decimal_string())).collect();
    assert_eq!(names, [("DNB", "45230.00".to_owned()), ("SpareBank 1", "12800.00".to_owned())]);
    assert!(mine[0].is_primary && !mine[1].is_primary);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_payment_starts_only_from_ones_own_account_with_a_valid_consent(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let (mine, theirs) = (demo_customer().user_id, other_customer().user_id);
    assert!(service::payable(&state.db, &mine, &account("bac_demo1"), start_of_test()).await.is_ok());
    let answer = service::payable(&state.db, &theirs, &account("bac_demo1"), start_of_test()).await;
    assert!(matches!(answer, Err(AccountsError::NotFound)));
    sqlx::query("update bank_consents set status = 'revokedByPsu' where id = 'bcn_demo_dnb'")
        .execute(&db)
        .await
        .unwrap();
    let answer = service::payable(&state.db, &mine, &account("bac_demo1"), start_of_test()).await;
    assert!(matches!(answer, Err(AccountsError::NotFound)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_balance_is_read_anew_and_an_ended_consent_is_noticed(db: PgPool) {
    let World { state, bank, .. } = world(db.clone()).await;
    let (mine, ip) = (demo_customer().user_id, Some(request().ip));
    service::refresh_balance(&state, &mine, &account("bac_demo1"), ip).await.unwrap();
    let asked = bank.balance_readings.lock().unwrap()[0].clone();
    assert_eq!((asked.consent_ref.as_str(), asked.psu_ip), ("demo-consent-dnb", ip));
    let balance = service::list(&state, &demo_customer()).await.unwrap()[0].balance;
    assert_eq!(balance.to_decimal_string(), "43220.00");

    bank.balance_failures.lock().unwrap().push(BankError::ConsentInvalid);
    let answer = service::refresh_balance(&state, &mine, &account("bac_demo1"), ip).await;
    assert!(matches!(answer, Err(AccountsError::Bank(BankError::ConsentInvalid))));
    let status: String = sqlx::query_scalar("select status from bank_consents where id = 'bcn_demo_dnb'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(status, "expired");
}

/// Somebody new: nothing linked, not yet confirmed. Linking a bank needs no confirmation.
async fn newcomer(db: &PgPool) -> Actor {
    sqlx::query(
        "insert into users (id, email, password_hash, first_name, last_name)
         values ('usr_new', 'new@drop.example', 'x', 'Ny', 'Kunde')",
    )
    .execute(db)
    .await
    .unwrap();
    Actor { user_id: "usr_new".parse().unwrap(), role: Role::User, kyc: KycStatus::Pending }
}

fn found(resource: &str, bban: &str, balance: i64) -> AccountAtBank {
    AccountAtBank {
        resource_id: resource.to_owned(),
        iban: domain::bank::iban::Iban::from_bban("NO", bban).unwrap(),
        name: Some("Lønnskonto".to_owned()),
        balance: Some(Money::new(balance, Currency::Nok)),
        currency: Currency::Nok,
    }
}

/// Starts linking DNB and returns the consent's id.
async fn started(world: &World, actor: &Actor) -> BankConsentId {
    let link = service::start(&world.state, actor, &request(), "dnb").await.unwrap();
    assert!(link.starts_with("http://bank.test/sca/consent-"));
    let links = service::links(&world.state, actor).await.unwrap().links;
    assert_eq!(links[0].state, LinkState::Waiting);
    assert_eq!(links[0].approval_link.as_deref(), Some(link.as_str()));
    links[0].id.clone()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bank_is_linked_once_it_was_approved_however_often_one_comes_back(db: PgPool) {
    let world = world(db.clone()).await;
    let actor = newcomer(&db).await;
    let id = started(&world, &actor).await;
    service::finish(&world.state, &actor, &request(), &id).await.unwrap();
    assert!(service::list(&world.state, &actor).await.unwrap().is_empty(), "not approved yet");

    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::Valid);
    *world.bank.accounts.lock().unwrap() =
        vec![found("a-1", "86011117947", 1_234_567), found("a-2", "12345678903", 100)];
    for _ in 0..3 {
        service::finish(&world.state, &actor, &request(), &id).await.unwrap();
    }
    let accounts = service::list(&world.state, &actor).await.unwrap();
    assert_eq!(accounts.len(), 2);
    assert_eq!(accounts.iter().filter(|it| it.is_primary).count(), 1);
    assert_eq!(accounts[0].account_number, "8601 11 17947");
    assert_eq!(accounts[0].balance.to_decimal_string(), "12345.67");
    let link = &service::links(&world.state, &actor).await.unwrap().links[0];
    assert_eq!((link.state, link.days_left, link.reads_today), (LinkState::Linked, 180, 0));
    let given: Vec<(bool, Option<String>)> = sqlx::query_as(
        "select granted, ip_address from consents where user_id = 'usr_new' and consent_type = 'psd2_aisp'",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(given, [(true, Some("203.0.113.7".to_owned()))], "given once");

    let second = service::list(&world.state, &actor).await.unwrap()[1].id.clone();
    service::choose_primary(&world.state, &actor, &request(), &second).await.unwrap();
    assert_eq!(service::list(&world.state, &actor).await.unwrap()[0].id, second);
}

#[sqlx::test(migrations = "../migrations")]
async fn saying_no_at_the_bank_links_nothing(db: PgPool) {
    let world = world(db.clone()).await;
    let actor = newcomer(&db).await;
    let id = started(&world, &actor).await;
    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::Rejected);
    service::finish(&world.state, &actor, &request(), &id).await.unwrap();
    let links = service::links(&world.state, &actor).await.unwrap().links;
    assert_eq!((links[0].state, links[0].accounts.len()), (LinkState::Rejected, 0));
}

#[sqlx::test(migrations = "../migrations")]
async fn unlinking_ends_the_consent_here_and_at_the_bank_and_renewing_brings_the_accounts_back(db: PgPool) {
    let world = world(db.clone()).await;
    let actor = demo_customer();
    let dnb: BankConsentId = "bcn_demo_dnb".parse().unwrap();
    service::unlink(&world.state, &actor, &request(), &dnb).await.unwrap();
    service::unlink(&world.state, &actor, &request(), &dnb).await.unwrap();
    assert_eq!(*world.bank.ended.lock().unwrap(), ["demo-consent-dnb"]);
    let withdrawn: i64 = sqlx::query_scalar("select count(*) from consents where withdrawn_at is not null")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(withdrawn, 1, "this consent and no other");
    let accounts = service::list(&world.state, &actor).await.unwrap();
    assert_eq!(accounts.iter().map(|it| it.linked).collect::<Vec<_>>(), [false, true]);
    let answer =
        service::payable(&world.state.db, &actor.user_id, &account("bac_demo1"), start_of_test()).await;
    assert!(matches!(answer, Err(AccountsError::NotFound)), "nothing is paid from it");

    world.clock.advance(chrono::Duration::minutes(1));
    service::start(&world.state, &actor, &request(), "dnb").await.unwrap();
    let links = service::links(&world.state, &actor).await.unwrap().links;
    let renewed = links.into_iter().find(|it| it.bank_id == "dnb").unwrap();
    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::Valid);
    *world.bank.accounts.lock().unwrap() = vec![found("another-id", "12345678903", 50)];
    service::finish(&world.state, &actor, &request(), &renewed.id).await.unwrap();
    let accounts = service::list(&world.state, &actor).await.unwrap();
    assert_eq!(accounts.len(), 2, "the same account, not another one");
    assert!(accounts.iter().all(|it| it.linked));
    assert!(
        service::payable(&world.state.db, &actor.user_id, &account("bac_demo1"), start_of_test())
            .await
            .is_ok()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bank_that_is_down_hears_of_the_end_later(db: PgPool) {
    let world = world(db.clone()).await;
    let actor = demo_customer();
    let dnb: BankConsentId = "bcn_demo_dnb".parse().unwrap();
    let down = || BankError::NoAnswer("down".to_owned());
    *world.bank.ending_failures.lock().unwrap() = vec![down(), down()];
    service::unlink(&world.state, &actor, &request(), &dnb).await.unwrap();
    let ending = || async {
        let links = service::links(&world.state, &actor).await.unwrap().links;
        let dnb = links.into_iter().find(|link| link.bank_id == "dnb").unwrap();
        (dnb.state, dnb.ending_at_bank)
    };
    assert_eq!(ending().await, (LinkState::Unlinked, true), "ended here, and the page says what is left");
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 0, "not at once again");
    world.clock.advance(chrono::Duration::seconds(30));
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 1, "still down");
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 0, "later and later");
    assert!(world.bank.ended.lock().unwrap().is_empty());
    world.clock.advance(chrono::Duration::minutes(1));
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 1);
    assert_eq!(*world.bank.ended.lock().unwrap(), ["demo-consent-dnb"]);
    assert_eq!(ending().await, (LinkState::Unlinked, false));
    world.clock.advance(chrono::Duration::days(1));
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 0, "once is enough");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_consent_that_a_newer_one_replaces_ends_at_the_bank_too(db: PgPool) {
    let world = world(db.clone()).await;
    let actor = demo_customer();
    world.clock.advance(chrono::Duration::minutes(1));
    service::start(&world.state, &actor, &request(), "dnb").await.unwrap();
    let new: String = sqlx::query_scalar("select id from bank_consents where status = 'received'")
        .fetch_one(&db)
        .await
        .unwrap();
    *world.bank.consent.lock().unwrap() = Some(ConsentStatus::Valid);
    *world.bank.accounts.lock().unwrap() = vec![found("another-id", "12345678903", 50)];
    service::finish(&world.state, &actor, &request(), &new.parse().unwrap()).await.unwrap();
    assert_eq!(service::end_at_banks(&world.state).await.unwrap(), 1);
    assert_eq!(*world.bank.ended.lock().unwrap(), ["demo-consent-dnb"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn anothers_consent_and_account_do_not_exist(db: PgPool) {
    let world = world(db).await;
    let (stranger, dnb) = (other_customer(), "bcn_demo_dnb".parse().unwrap());
    let finished = service::finish(&world.state, &stranger, &request(), &dnb).await;
    assert!(matches!(finished, Err(AccountsError::Refused(Refusal::NotFound))));
    let ended = service::unlink(&world.state, &stranger, &request(), &dnb).await;
    assert!(matches!(ended, Err(AccountsError::Refused(Refusal::NotFound))));
    let chosen = service::choose_primary(&world.state, &stranger, &request(), &account("bac_demo1")).await;
    assert!(matches!(chosen, Err(AccountsError::NotFound)));
    let mine = service::list(&world.state, &stranger).await.unwrap();
    assert!(mine[0].is_primary, "a choice that failed changes nothing");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bank_is_asked_four_times_a_day_while_the_customer_is_away_and_no_more(db: PgPool) {
    let world = world(db).await;
    let mine = demo_customer().user_id;
    for round in 0..6 {
        let read = service::refresh_balance(&world.state, &mine, &account("bac_demo1"), None).await;
        assert_eq!(read.is_ok(), round < 4, "{round}");
    }
    assert_eq!(world.bank.balance_readings.lock().unwrap().len(), 4);
    service::refresh_balance(&world.state, &mine, &account("bac_demo1"), Some(request().ip)).await.unwrap();
    let links = service::links(&world.state, &demo_customer()).await.unwrap().links;
    assert_eq!(links.iter().find(|it| it.bank_id == "dnb").unwrap().reads_today, 4);
    world.clock.advance(chrono::Duration::hours(25));
    service::refresh_balance(&world.state, &mine, &account("bac_demo1"), None).await.unwrap();
}
