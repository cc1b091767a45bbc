//! Tests of bank accounts, each on a database of its own.
use domain::ids::BankAccountId;
use sqlx::PgPool;

use super::gateway::BankError;
use super::service::{self, AccountsError};
use crate::testing::{World, demo_customer, other_customer, request, world};

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
    assert!(service::payable(&state, &mine, &account("bac_demo1")).await.is_ok());
    let answer = service::payable(&state, &theirs, &account("bac_demo1")).await;
    assert!(matches!(answer, Err(AccountsError::NotFound)));
    sqlx::query("update bank_consents set status = 'revokedByPsu' where id = 'bcn_demo_dnb'")
        .execute(&db)
        .await
        .unwrap();
    let answer = service::payable(&state, &mine, &account("bac_demo1")).await;
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
