//! A consent's life: asked for, approved on the page, used, ended.

use axum::http::StatusCode;
use sandbox_bank::{demo, seed_demo};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{NOK_URI, OK_URI, TestBank, path_of};

fn wish() -> Value {
    json!({
        "access": { "balances": [], "transactions": [] },
        "recurringIndicator": true,
        "validUntil": "2027-12-31",
        "frequencyPerDay": 4,
        "combinedServiceIndicator": false,
    })
}

struct Asked {
    id: String,
    page: String,
    sca: String,
}

async fn ask(bank: &TestBank, wish: &Value) -> Asked {
    let answer = bank.post("/dnb/v1/consents", &bank.request_id(), wish).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body["consentStatus"], json!("received"));
    Asked {
        id: body["consentId"].as_str().unwrap().to_owned(),
        page: path_of(&body["_links"]["scaRedirect"]["href"]),
        sca: path_of(&body["_links"]["scaStatus"]["href"]),
    }
}

async fn read_code(bank: &TestBank, consent: &str) -> (StatusCode, String) {
    let answer = bank.get("/dnb/v1/accounts", &[("consent-id", consent)]).await;
    (answer.status, if answer.status.is_success() { String::new() } else { answer.code() })
}

#[sqlx::test(migrations = false)]
async fn a_customer_shares_one_of_two_accounts(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let asked = ask(&bank, &wish()).await;
    assert_eq!(read_code(&bank, &asked.id).await, (StatusCode::UNAUTHORIZED, "CONSENT_INVALID".to_owned()));
    let choose = bank.get(&asked.page, &[]).await;
    assert!(choose.text.contains("<option value=\"test-psu-dnb\">Ola Testesen"));

    let page = bank.get(&format!("{}?psu=test-psu-dnb", asked.page), &[]).await;
    assert!(page.text.contains("value=\"test-dnb-1\" checked") && page.text.contains("test-dnb-2"));
    let code = page.device_code();
    let none = bank.decide(&asked.page, &format!("psu=test-psu-dnb&code={code}&decision=approve")).await;
    assert!(none.text.contains("Velg minst én konto"));
    let foreign = format!("psu=test-psu-dnb&account=demo-dnb-1&code={code}&decision=approve");
    assert_eq!(bank.decide(&asked.page, &foreign).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("psu=test-psu-dnb&account=test-dnb-2&code={code}&decision=approve");
    let approved = bank.decide(&asked.page, &form).await;
    assert_eq!((approved.status, approved.header("location")), (StatusCode::SEE_OTHER, OK_URI));

    let consent = bank.get(&format!("/dnb/v1/consents/{}", asked.id), &[]).await.json();
    assert_eq!(consent["consentStatus"], json!("valid"));
    assert_eq!(consent["validUntil"], json!("2026-07-14"), "180 days at most");
    assert_eq!(consent["access"]["balances"].as_array().unwrap().len(), 1);
    assert_eq!(bank.get(&asked.sca, &[]).await.json(), json!({ "scaStatus": "finalised" }));
    let accounts = bank.get("/dnb/v1/accounts", &[("consent-id", &asked.id)]).await.json();
    assert_eq!(accounts["accounts"][0]["resourceId"], json!("test-dnb-2"));
    assert_eq!(accounts["accounts"].as_array().unwrap().len(), 1);
    assert!(bank.get(&asked.page, &[]).await.text.contains("Samtykket er gitt"));
}

#[sqlx::test(migrations = false)]
async fn a_consent_ends_in_every_way_it_can(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let refused = ask(&bank, &wish()).await;
    let answer = bank.decide(&refused.page, "decision=reject").await;
    assert_eq!(answer.header("location"), NOK_URI);
    assert_eq!(read_code(&bank, &refused.id).await.1, "CONSENT_INVALID");

    assert_eq!(read_code(&bank, "nothing").await, (StatusCode::FORBIDDEN, "CONSENT_UNKNOWN".to_owned()));

    let forgotten = ask(&bank, &wish()).await;
    bank.wait_seconds(30 * 60);
    let status = bank.get(&format!("/dnb/v1/consents/{}/status", forgotten.id), &[]).await.json();
    assert_eq!(status, json!({ "consentStatus": "expired" }));
    assert!(bank.get(&forgotten.page, &[]).await.text.contains("Samtykket er utløpt"));

    let id = bank.request_id();
    let path = format!("/dnb/v1/consents/{}", demo::DNB_CONSENT);
    assert_eq!(read_code(&bank, demo::DNB_CONSENT).await.0, StatusCode::OK);
    for _ in 0..2 {
        let ended = bank.call("DELETE", &path, &[("x-request-id", &id)], "").await;
        assert_eq!(ended.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(read_code(&bank, demo::DNB_CONSENT).await.1, "CONSENT_INVALID");
    assert_eq!(bank.get(&path, &[]).await.json()["consentStatus"], json!("terminatedByTpp"));
}

#[sqlx::test(migrations = false)]
async fn an_expired_demo_consent_is_revived_by_the_seed(pool: PgPool) {
    let bank = TestBank::open(pool.clone()).await;
    sqlx::query("update sandbox_bank.consents set valid_until = '2026-01-14'").execute(&pool).await.unwrap();
    assert_eq!(
        read_code(&bank, demo::DNB_CONSENT).await,
        (StatusCode::UNAUTHORIZED, "CONSENT_EXPIRED".to_owned())
    );
    seed_demo(&pool).await.unwrap();
    assert_eq!(read_code(&bank, demo::DNB_CONSENT).await.0, StatusCode::OK);
}

#[sqlx::test(migrations = false)]
async fn a_consent_names_its_accounts_or_is_refused(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let mut named = wish();
    named["access"] = json!({ "balances": [{ "iban": "NO2815031122349" }] });
    let asked = ask(&bank, &named).await;
    let page = bank.get(&format!("{}?psu=test-psu-dnb", asked.page), &[]).await;
    assert!(page.text.contains("test-dnb-2") && !page.text.contains("value=\"test-dnb-1\""));

    for (field, value) in [
        ("access", json!(null)),
        ("access", json!({ "balances": [{ "iban": "NO1" }] })),
        ("recurringIndicator", json!("yes")),
        ("frequencyPerDay", json!(0)),
        ("validUntil", json!("2026-01-14")),
        ("validUntil", json!("soon")),
    ] {
        let mut wrong = wish();
        wrong[field] = value;
        let answer = bank.post("/dnb/v1/consents", &bank.request_id(), &wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
        assert!(answer.text.contains(field), "{}", answer.text);
    }
}

#[sqlx::test(migrations = false)]
async fn a_customer_ends_access_at_the_bank(pool: PgPool) {
    let bank = TestBank::open(pool).await;
    let asked = ask(&bank, &wish()).await;
    let unseen = bank.get("/dnb/access", &[]).await;
    assert!(!unseen.text.contains(&asked.id), "it is not given yet");
    let code = bank.get(&format!("{}?psu=test-psu-dnb", asked.page), &[]).await.device_code();
    let form = format!("psu=test-psu-dnb&account=test-dnb-1&code={code}&decision=approve");
    bank.decide(&asked.page, &form).await;
    assert!(bank.get("/dnb/access", &[]).await.text.contains(&asked.id));
    assert!(!bank.get("/nordea/access", &[]).await.text.contains(&asked.id), "it is another bank's");

    let ended = bank.decide(&format!("/dnb/access/{}/revoke", asked.id), "").await;
    assert_eq!((ended.status, ended.header("location")), (StatusCode::SEE_OTHER, "/dnb/access"));
    let status = bank.get(&format!("/dnb/v1/consents/{}/status", asked.id), &[]).await.json();
    assert_eq!(status["consentStatus"], json!("revokedByPsu"));
    assert_eq!(read_code(&bank, &asked.id).await.1, "CONSENT_INVALID");
    assert!(!bank.get("/dnb/access", &[]).await.text.contains(&asked.id));
}
