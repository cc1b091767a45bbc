//! Tests of identity, each on a database of its own.
use chrono::Duration;
use domain::access::Role;
use domain::form::{Email, FieldCode, Password, PersonName};
use sqlx::PgPool;

use super::account::service::confirm;
use super::account::tests::{codes_for, confirmed};
use super::model::{LogInForm, RegisterForm};
use super::service::{self, Asked, IdentityError, Shown};
use crate::testing::{World, request, world};

fn form() -> RegisterForm {
    RegisterForm {
        first_name: "Zoran".to_owned(),
        last_name: "Đorđević".to_owned(),
        email: " Zoran@Example.NO ".to_owned(),
        phone: "412 34 567".to_owned(),
        date_of_birth: "31.12.1990".to_owned(),
        password: "hest batteri stift".to_owned(),
        terms: true,
        privacy: true,
        marketing: false,
        next: String::new(),
    }
}

fn log_in_form(email: &str, password: &str) -> LogInForm {
    LogInForm { email: email.to_owned(), password: password.to_owned(), next: String::new() }
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

fn field_of(result: Result<impl std::fmt::Debug, IdentityError>, name: &str) -> Option<FieldCode> {
    match result {
        Err(IdentityError::Form(fields)) => fields.get(name).copied(),
        other => panic!("expected a form error, got {other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn registering_writes_the_person_their_settings_consents_and_audit_rows(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    service::register(&state, &request(), &form(), "en").await.unwrap();
    let before = count(&db, "select count(*) from users where email = 'zoran@example.no'").await;
    assert_eq!(before, 0, "nobody has shown yet that the address is theirs");
    let id = confirmed(&state, "zoran@example.no").await.unwrap().user_id;
    let row: (String, String, String, String) =
        sqlx::query_as("select email, phone, kyc_status, role from users where id = $1")
            .bind(id.as_str())
            .fetch_one(&db)
            .await
            .unwrap();
    assert_eq!(row, ("zoran@example.no".into(), "+4741234567".into(), "pending".into(), "user".into()));
    let language: String = sqlx::query_scalar("select language from settings where user_id = $1")
        .bind(id.as_str())
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(language, "en");
    let consents: Vec<(String, Option<String>)> = sqlx::query_as(
        "select consent_type, ip_address from consents where user_id = $1 order by consent_type",
    )
    .bind(id.as_str())
    .fetch_all(&db)
    .await
    .unwrap();
    let ip = Some("203.0.113.7".to_owned());
    assert_eq!(consents, vec![("privacy".to_owned(), ip.clone()), ("terms".to_owned(), ip)]);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'auth.register'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_with_errors_names_every_field_and_saves_nothing(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let before = count(&db, "select count(*) from users").await;
    let bad = RegisterForm {
        email: "zoran".to_owned(),
        date_of_birth: "24.12.2010".to_owned(),
        password: "kort".to_owned(),
        terms: false,
        ..form()
    };
    match service::register(&state, &request(), &bad, "nb").await {
        Err(IdentityError::Form(fields)) => {
            assert_eq!(fields.get("email"), Some(&FieldCode::EmailMalformed));
            assert_eq!(fields.get("date_of_birth"), Some(&FieldCode::Underage));
            assert_eq!(fields.get("password"), Some(&FieldCode::PasswordTooShort));
            assert_eq!(fields.get("terms"), Some(&FieldCode::ConsentRequired));
            assert_eq!(fields.len(), 4);
        }
        other => panic!("{other:?}"),
    }
    let weak = RegisterForm { password: "passordpassord".to_owned(), ..form() };
    assert_eq!(
        field_of(service::register(&state, &request(), &weak, "nb").await, "password"),
        Some(FieldCode::PasswordWeak)
    );
    assert_eq!(count(&db, "select count(*) from users").await, before);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'auth.register'").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_email_is_one_account_even_when_two_browsers_race(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let (request, form) = (request(), form());
    for _ in 0..2 {
        service::register(&state, &request, &form, "nb").await.unwrap();
    }
    let codes = codes_for(&state, "zoran@example.no").await;
    assert_eq!(codes.len(), 2, "each registration has a link of its own");
    let (one, two) = tokio::join!(confirm(&state, &request, &codes[0]), confirm(&state, &request, &codes[1]));
    let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
    won.unwrap();
    assert!(matches!(lost, Err(IdentityError::LinkDead)), "{lost:?}");
    assert_eq!(count(&db, "select count(*) from users where email = 'zoran@example.no'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_answer_is_the_same_for_a_wrong_password_an_unknown_email_and_staff_who_left(db: PgPool) {
    let World { state, .. } = world(db).await;
    let staff = Email::parse("staff@drop.example").unwrap();
    let name = PersonName::parse("Ola").unwrap();
    let password = Password::parse("hest batteri stift").unwrap();
    service::add_staff(&state, &staff, (&name, &name), Role::Compliance, &password).await.unwrap();
    let form = log_in_form("staff@drop.example", "hest batteri stift");
    let known = service::check_credentials(&state, &request(), &form).await.unwrap();
    assert_eq!(known.asked(), Asked::Enrolment, "the password alone opens nothing");
    sqlx::query("update users set deactivated_at = now() where email = 'staff@drop.example'")
        .execute(&state.db)
        .await
        .unwrap();
    for (email, password) in [
        ("demo@drop.example", "not the password"),
        ("nobody@drop.example", "fjord-lampe-42"),
        ("staff@drop.example", "hest batteri stift"),
        ("not an address", "fjord-lampe-42"),
    ] {
        let answer = service::check_credentials(&state, &request(), &log_in_form(email, password)).await;
        assert!(matches!(answer, Err(IdentityError::WrongCredentials)), "{email}: {answer:?}");
    }
    let right = log_in_form("demo@drop.example", "fjord-lampe-42");
    let known = service::check_credentials(&state, &request(), &right).await.unwrap();
    assert_eq!((known.user_id.as_str(), known.asked()), ("usr_demo1", Asked::Nothing));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bcrypt_hash_still_opens_and_is_replaced(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let old = bcrypt::hash("kort", 4).unwrap();
    sqlx::query("update users set password_hash = $1 where id = 'usr_demo2'")
        .bind(old)
        .execute(&db)
        .await
        .unwrap();
    let form = log_in_form("kari@drop.example", "kort");
    service::check_credentials(&state, &request(), &form).await.unwrap();
    let hash: String = sqlx::query_scalar("select password_hash from users where id = 'usr_demo2'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    service::check_credentials(&state, &request(), &form).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn guessing_is_slowed_by_address_and_by_account(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    let wrong = log_in_form("demo@drop.example", "not the password");
    for _ in 0..5 {
        let answer = service::check_credentials(&state, &request(), &wrong).await;
        assert!(matches!(answer, Err(IdentityError::WrongCredentials)));
    }
    let right = log_in_form("demo@drop.example", "fjord-lampe-42");
    match service::check_credentials(&state, &request(), &right).await {
        Err(IdentityError::TooManyAttempts { retry_after_seconds }) => assert_eq!(retry_after_seconds, 30),
        other => panic!("{other:?}"),
    }
    clock.advance(Duration::minutes(1));
    service::check_credentials(&state, &request(), &right).await.unwrap();

    let other = log_in_form("nobody@drop.example", "x");
    let mut refused = 0;
    for _ in 0..12 {
        let elsewhere = log_in_form(&format!("nobody{refused}@drop.example"), &other.password);
        if let Err(IdentityError::TooManyAttempts { .. }) =
            service::check_credentials(&state, &request(), &elsewhere).await
        {
            refused += 1;
        }
    }
    assert!(refused >= 2, "ten attempts a minute from one address, not twelve");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_login_ends_when_idle_too_old_or_revoked(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let user = "usr_demo1".parse().unwrap();
    service::open_login(&state, &request(), &user, "cookie-1", Shown::Password).await.unwrap();
    assert_eq!(service::visitor(&state, "cookie-1").await.unwrap().unwrap().email, "demo@drop.example");
    assert!(service::visitor(&state, "cookie-2").await.unwrap().is_none());

    clock.advance(Duration::minutes(29));
    assert!(service::visitor(&state, "cookie-1").await.unwrap().is_some(), "being seen renews it");
    clock.advance(Duration::minutes(29));
    assert!(service::visitor(&state, "cookie-1").await.unwrap().is_some());
    clock.advance(Duration::minutes(31));
    assert!(service::visitor(&state, "cookie-1").await.unwrap().is_none(), "idle");

    service::open_login(&state, &request(), &user, "cookie-3", Shown::Password).await.unwrap();
    for _ in 0..24 {
        clock.advance(Duration::minutes(29));
        assert!(service::visitor(&state, "cookie-3").await.unwrap().is_some());
    }
    clock.advance(Duration::minutes(29));
    assert!(service::visitor(&state, "cookie-3").await.unwrap().is_none(), "twelve hours are over");

    service::open_login(&state, &request(), &user, "cookie-4", Shown::Password).await.unwrap();
    let visitor = service::visitor(&state, "cookie-4").await.unwrap().unwrap();
    service::close_login(&state, &request(), &visitor).await.unwrap();
    assert!(service::visitor(&state, "cookie-4").await.unwrap().is_none(), "logged out");
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'auth.logout'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_a_hash_of_the_cookie_is_stored(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    service::open_login(&state, &request(), &"usr_demo1".parse().unwrap(), "cookie-1", Shown::Password)
        .await
        .unwrap();
    let stored: String = sqlx::query_scalar("select token_hash from sessions").fetch_one(&db).await.unwrap();
    assert_eq!(stored, service::token_hash("cookie-1"));
    assert_eq!(stored.len(), 64);
}
