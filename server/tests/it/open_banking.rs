//! The client for banks against the real sandbox bank, also when it misbehaves.
use std::time::Duration;

use app::accounts::gateway::{AccountInformation, BalanceRequest, BankEndpoint, BankError};
use app::payments::gateway::{Initiation, PaymentInitiation};
use domain::bank::payment_state::TransactionStatus;
use domain::money::{Currency, Money};
use server::gateways::open_banking::NextGenPsd2;
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{approve_at_bank, open_bank};

fn client() -> NextGenPsd2 {
    NextGenPsd2::with_timeouts(Duration::from_secs(2), Duration::from_secs(6)).unwrap()
}

fn endpoint(bank: &str) -> BankEndpoint {
    BankEndpoint { bank_id: "dnb".to_owned(), base_url: format!("{bank}/dnb") }
}

fn initiation(bank: &str) -> Initiation {
    Initiation {
        endpoint: endpoint(bank),
        product: "cross-border-credit-transfers".to_owned(),
        request_id: Uuid::new_v4(),
        end_to_end_id: "pay_0123456789abcdef".to_owned(),
        amount: Money::new(201_000, Currency::Nok),
        debtor: sandbox_bank::demo::DNB_IBAN.parse().unwrap(),
        creditor_name: "Milica Jovanović".to_owned(),
        creditor: "RS35260005601001611379".parse().unwrap(),
        remittance_information: "Drop ABCD-1234".to_owned(),
        psu_ip: "192.0.2.1".to_owned(),
        redirect_uri: "https://drop.example/send/return/txn_1".to_owned(),
        nok_redirect_uri: "https://drop.example/send/return/txn_1".to_owned(),
    }
}

async fn switch(bank: &str, switches: &str) {
    let url = format!("{bank}/sandbox/faults");
    let request = reqwest::Client::new().put(url).header("content-type", "application/json");
    assert!(request.body(switches.to_owned()).send().await.unwrap().status().is_success());
}

async fn payments(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from sandbox_bank.payments").fetch_one(db).await.unwrap()
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_payment_goes_its_way(db: PgPool) {
    let bank = open_bank(db.clone()).await;
    let (client, order) = (client(), initiation(&bank));
    let initiated = client.initiate(&order).await.unwrap();
    assert_eq!(initiated.status, TransactionStatus::Rcvd);
    let link = initiated.sca_redirect.clone().unwrap();
    assert!(approve_at_bank(&link).await.is_redirection());
    let mut last = TransactionStatus::Rcvd;
    for _ in 0..50 {
        let id = Uuid::new_v4();
        let answer = client.status(&order.endpoint, &order.product, &initiated.payment_id, id).await.unwrap();
        last = answer.status;
        if last == TransactionStatus::Accc {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(last, TransactionStatus::Accc);
    // Asked again with the same id: the same payment.
    assert_eq!(client.initiate(&order).await.unwrap().payment_id, initiated.payment_id);
    assert_eq!(payments(&db).await, 1);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_bank_that_hangs_after_accepting_makes_one_payment(db: PgPool) {
    let bank = open_bank(db.clone()).await;
    switch(&bank, r#"{"accept_then_hang_next": 1}"#).await;
    let initiated = client().initiate(&initiation(&bank)).await.unwrap();
    assert!(initiated.sca_redirect.is_some());
    assert_eq!(payments(&db).await, 1);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_bank_that_is_out_of_order_has_not_answered(db: PgPool) {
    let bank = open_bank(db.clone()).await;
    switch(&bank, r#"{"fail_next": 1}"#).await;
    let answer = client().initiate(&initiation(&bank)).await;
    assert!(matches!(answer, Err(BankError::NoAnswer(_))), "{answer:?}");
    assert_eq!(payments(&db).await, 0);
    let gone = initiation("http://127.0.0.1:9");
    assert!(
        matches!(client().initiate(&gone).await, Err(BankError::NotReached(_))),
        "nothing can have happened"
    );
    // A reading is repeated.
    switch(&bank, r#"{"fail_next": 2}"#).await;
    assert!(client().balance(&reading(&bank, Some("192.0.2.1"))).await.is_ok());
    switch(&bank, r#"{"fail_next": 3}"#).await;
    let answer = client().balance(&reading(&bank, Some("192.0.2.1"))).await;
    assert!(matches!(answer, Err(BankError::NoAnswer(_))), "{answer:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_refusal_has_a_code_and_a_rejection_a_reason(db: PgPool) {
    let bank = open_bank(db).await;
    let wrong = Initiation { product: "no-such-product".to_owned(), ..initiation(&bank) };
    let answer = client().initiate(&wrong).await;
    assert_eq!(answer, Err(BankError::Refused { code: "PRODUCT_UNKNOWN".to_owned() }));
    let order = Initiation { amount: Money::new(99_999_900, Currency::Nok), ..initiation(&bank) };
    let initiated = client().initiate(&order).await.unwrap();
    approve_at_bank(&initiated.sca_redirect.unwrap()).await;
    let id = Uuid::new_v4();
    let answer = client().status(&order.endpoint, &order.product, &initiated.payment_id, id).await.unwrap();
    assert_eq!(answer.status, TransactionStatus::Rjct);
    assert_eq!(answer.reason.as_deref(), Some("AM04"));
}

fn reading(bank: &str, psu_ip: Option<&str>) -> BalanceRequest {
    BalanceRequest {
        endpoint: endpoint(bank),
        consent_ref: sandbox_bank::demo::DNB_CONSENT.to_owned(),
        resource_id: sandbox_bank::demo::DNB_RESOURCE.to_owned(),
        request_id: Uuid::new_v4(),
        psu_ip: psu_ip.map(|ip| ip.parse().unwrap()),
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn unattended_readings_are_rationed_and_attended_ones_are_not(db: PgPool) {
    let bank = open_bank(db.clone()).await;
    let client = client();
    for _ in 0..4 {
        let balance = client.balance(&reading(&bank, None)).await.unwrap();
        assert_eq!(balance, Money::new(4_523_000, Currency::Nok));
    }
    assert_eq!(client.balance(&reading(&bank, None)).await, Err(BankError::AccessExceeded));
    for _ in 0..6 {
        assert!(client.balance(&reading(&bank, Some("2001:db8::1"))).await.is_ok());
    }
    sqlx::query("update sandbox_bank.consents set status = 'terminatedByTpp'").execute(&db).await.unwrap();
    assert_eq!(client.balance(&reading(&bank, Some("192.0.2.1"))).await, Err(BankError::ConsentInvalid));
}
