//! Tests of links in letters and what they open, each on a database of its own.
use chrono::Duration;
use domain::form::FieldCode;
use domain::ids::UserId;
use sqlx::PgPool;

use super::devices;
use super::model::{EmailForm, PasswordForm, PhoneForm, ResetForm};
use super::service::{
    Confirmation, ask_again, ask_new_email, ask_reset, change_password, change_phone, confirm,
    confirm_new_email, delete_expired_links, look_at_confirmation, look_at_reset, reset, send_link,
    undo_email,
};
use crate::context::AppState;
use crate::identity::model::{LogInForm, RegisterForm};
use crate::identity::service::{
    IdentityError, Shown, Visitor, check_credentials, open_login, register, visitor,
};
use crate::mail::model::{Letter, Posted};
use crate::testing::{World, request, world};
use crate::vault::Place;

const OLD: &str = "fjord-lampe-42";
const NEW: &str = "hest batteri stift";

async fn write_letters(state: &AppState) {
    let due: Vec<i64> = sqlx::query_scalar("select id from account_links where is_due order by id")
        .fetch_all(&state.db)
        .await
        .unwrap();
    for link in due {
        send_link(state, link).await.unwrap();
    }
}

/// Letters to an address, oldest first.
async fn letters_to(state: &AppState, email: &str) -> Vec<Letter> {
    write_letters(state).await;
    let rows: Vec<(String, String)> =
        sqlx::query_as("select id, letter from mail_outbox order by created_at, id")
            .fetch_all(&state.db)
            .await
            .unwrap();
    let posted = rows.into_iter().map(|(id, sealed)| {
        let place = Place { table: "mail_outbox", column: "letter", row: &id };
        serde_json::from_str::<Posted>(&state.vault.open(place, &sealed).unwrap()).unwrap()
    });
    posted.filter(|posted| posted.to.as_str() == email).map(|posted| posted.letter).collect()
}

/// What opens the links in the letters to an address, oldest first.
pub async fn codes_for(state: &AppState, email: &str) -> Vec<String> {
    let links = letters_to(state, email).await.into_iter().filter_map(|letter| match letter {
        Letter::ConfirmEmail { link }
        | Letter::ResetPassword { link }
        | Letter::ConfirmNewEmail { link }
        | Letter::EmailChanged { undo: link, .. } => Some(link),
        _ => None,
    });
    links.map(|link| link.split_once("?code=").unwrap().1.to_owned()).collect()
}

async fn newest_code(state: &AppState, email: &str) -> String {
    codes_for(state, email).await.pop().expect("a letter with a link")
}

/// Opens the newest link of a registration.
pub async fn confirmed(state: &AppState, email: &str) -> Result<Confirmation, IdentityError> {
    confirm(state, &request(), &newest_code(state, email).await).await
}

fn new_person(email: &str) -> RegisterForm {
    RegisterForm {
        first_name: "Zoran".to_owned(),
        last_name: "Đorđević".to_owned(),
        email: email.to_owned(),
        phone: "412 34 567".to_owned(),
        date_of_birth: "31.12.1990".to_owned(),
        password: NEW.to_owned(),
        terms: true,
        privacy: true,
        ..RegisterForm::default()
    }
}

fn log_in(email: &str, password: &str) -> LogInForm {
    LogInForm { email: email.to_owned(), password: password.to_owned(), next: String::new() }
}

fn email(email: &str) -> EmailForm {
    EmailForm { email: email.to_owned() }
}

/// The demo customer with a login of a name of its own.
async fn logged_in(state: &AppState, cookie: &str) -> Visitor {
    let user: UserId = "usr_demo1".parse().unwrap();
    open_login(state, &request(), &user, cookie, Shown::Password).await.unwrap();
    visitor(state, cookie).await.unwrap().unwrap()
}

async fn count(db: &PgPool, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

fn is_dead<T: std::fmt::Debug>(answer: &Result<T, IdentityError>) -> bool {
    matches!(answer, Err(IdentityError::LinkDead))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_taken_address_is_told_to_its_owner_and_to_nobody_else(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    register(&state, &request(), &new_person("demo@drop.example"), "nb").await.unwrap();
    let letters = letters_to(&state, "demo@drop.example").await;
    assert!(matches!(letters.as_slice(), [Letter::AccountExists { .. }]), "{letters:?}");
    let opens = "select count(*) from account_links where token_hash is not null";
    assert_eq!(count(&db, opens).await, 0, "no link opens anything");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_confirms_once_and_only_the_newest(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let address = "zoran@example.no";
    let link = register(&state, &request(), &new_person(address), "nb").await.unwrap();
    let first = newest_code(&state, address).await;
    assert_eq!(look_at_confirmation(&state, &first).await.unwrap().email, address);
    assert_eq!(count(&db, "select count(*) from users where email = 'zoran@example.no'").await, 0);

    clock.advance(Duration::seconds(1));
    ask_again(&state, &request(), link, address).await.unwrap();
    let second = newest_code(&state, address).await;
    assert!(is_dead(&look_at_confirmation(&state, &first).await), "the newer letter replaced it");
    let answer = check_credentials(&state, &request(), &log_in(address, NEW)).await;
    assert!(matches!(answer, Err(IdentityError::NotConfirmed { link: it, .. }) if it == link), "{answer:?}");
    let answer = check_credentials(&state, &request(), &log_in(address, OLD)).await;
    assert!(matches!(answer, Err(IdentityError::WrongCredentials)), "{answer:?}");

    confirm(&state, &request(), &second).await.unwrap();
    assert!(is_dead(&confirm(&state, &request(), &second).await), "once");
    check_credentials(&state, &request(), &log_in(address, NEW)).await.unwrap();
    assert_eq!(count(&db, "select count(*) from registrations").await, 0);
    assert_eq!(count(&db, "select count(*) from audit_log where action = 'auth.email_confirmed'").await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_kept_of_who_never_confirmed(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    register(&state, &request(), &new_person("zoran@example.no"), "nb").await.unwrap();
    let code = newest_code(&state, "zoran@example.no").await;
    clock.advance(Duration::hours(24));
    assert!(is_dead(&confirm(&state, &request(), &code).await), "too old");
    assert_eq!(delete_expired_links(&state).await.unwrap(), 1);
    assert_eq!(count(&db, "select count(*) from registrations").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_mailbox_is_not_filled(db: PgPool) {
    let World { state, .. } = world(db).await;
    for asked in 0..6 {
        let answer = ask_reset(&state, &request(), &email("kari@drop.example"), "nb").await;
        let is_refused = matches!(answer, Err(IdentityError::TooManyAttempts { .. }));
        assert_eq!(is_refused, asked == 5, "{asked}: {answer:?}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_forgotten_password_is_replaced_once_and_every_login_ends(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    logged_in(&state, "cookie").await;
    for address in ["demo@drop.example", "nobody@drop.example"] {
        ask_reset(&state, &request(), &email(address), "nb").await.unwrap();
    }
    assert!(letters_to(&state, "nobody@drop.example").await.is_empty());
    let first = newest_code(&state, "demo@drop.example").await;
    clock.advance(Duration::seconds(1));
    ask_reset(&state, &request(), &email(" DEMO@drop.example"), "nb").await.unwrap();
    let code = newest_code(&state, "demo@drop.example").await;
    assert!(is_dead(&look_at_reset(&state, &first).await), "only the newest opens");

    let weak = ResetForm { code: code.clone(), password: "passordpassord".to_owned() };
    match reset(&state, &request(), &weak).await {
        Err(IdentityError::Form(fields)) => assert_eq!(fields["password"], FieldCode::PasswordWeak),
        other => panic!("{other:?}"),
    }
    let form = ResetForm { code, password: NEW.to_owned() };
    reset(&state, &request(), &form).await.unwrap();
    assert!(is_dead(&reset(&state, &request(), &form).await), "once");
    assert!(visitor(&state, "cookie").await.unwrap().is_none(), "whoever was in is out");
    let old = check_credentials(&state, &request(), &log_in("demo@drop.example", OLD)).await;
    assert!(matches!(old, Err(IdentityError::WrongCredentials)), "{old:?}");
    check_credentials(&state, &request(), &log_in("demo@drop.example", NEW)).await.unwrap();
    let letters = letters_to(&state, "demo@drop.example").await;
    assert!(letters.contains(&Letter::PasswordChanged), "{letters:?}");
    let told = "select count(*) from notifications where type = 'security_changed' and user_id = 'usr_demo1'";
    assert_eq!(count(&db, told).await, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_link_for_a_new_password_is_open_for_half_an_hour(db: PgPool) {
    let World { state, clock, .. } = world(db).await;
    ask_reset(&state, &request(), &email("demo@drop.example"), "nb").await.unwrap();
    let code = newest_code(&state, "demo@drop.example").await;
    clock.advance(Duration::minutes(29));
    assert_eq!(look_at_reset(&state, &code).await.unwrap(), "demo@drop.example");
    clock.advance(Duration::minutes(1));
    assert!(is_dead(&look_at_reset(&state, &code).await));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_password_ends_every_other_login(db: PgPool) {
    let World { state, .. } = world(db).await;
    let me = logged_in(&state, "mine").await;
    logged_in(&state, "other").await;
    ask_reset(&state, &request(), &email("demo@drop.example"), "nb").await.unwrap();
    let code = newest_code(&state, "demo@drop.example").await;
    let form = PasswordForm { password: NEW.to_owned() };
    change_password(&state, &request(), &me, &form).await.unwrap();
    assert!(visitor(&state, "mine").await.unwrap().is_some());
    assert!(visitor(&state, "other").await.unwrap().is_none());
    assert!(is_dead(&look_at_reset(&state, &code).await), "a way past the old password is closed");
    check_credentials(&state, &request(), &log_in("demo@drop.example", NEW)).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_address_is_confirmed_there_and_undone_from_the_old_one(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    let me = logged_in(&state, "mine").await;
    let (old, new) = ("demo@drop.example", "amir@example.no");
    ask_new_email(&state, &request(), &me, &email(new), "nb").await.unwrap();
    let code = newest_code(&state, new).await;
    assert_eq!(visitor(&state, "mine").await.unwrap().unwrap().email, old, "not before it is confirmed");
    confirm_new_email(&state, &request(), &code).await.unwrap();
    assert_eq!(visitor(&state, "mine").await.unwrap().unwrap().email, new);
    let told = letters_to(&state, old).await;
    assert!(
        matches!(told.as_slice(), [Letter::EmailChanged { to_masked, .. }] if to_masked == "a•••@example.no"),
        "{told:?}"
    );

    // Whoever took it goes on to a third address; the first owner's way back still opens.
    let undo = newest_code(&state, old).await;
    clock.advance(Duration::hours(71));
    let thief = logged_in(&state, "thief").await;
    ask_new_email(&state, &request(), &thief, &email("thief@example.no"), "nb").await.unwrap();
    let code = newest_code(&state, "thief@example.no").await;
    confirm_new_email(&state, &request(), &code).await.unwrap();
    let code = undo_email(&state, &request(), &undo).await.unwrap();
    assert!(visitor(&state, "thief").await.unwrap().is_none());
    let known = check_credentials(&state, &request(), &log_in(old, OLD)).await;
    assert!(matches!(known, Err(IdentityError::WrongCredentials)), "the old password is known to a thief");
    let back = undo_email(&state, &request(), &newest_code(&state, new).await).await;
    assert!(is_dead(&back), "the thief's own way back is closed: {back:?}");
    let form = ResetForm { code, password: NEW.to_owned() };
    reset(&state, &request(), &form).await.unwrap();
    check_credentials(&state, &request(), &log_in(old, NEW)).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn an_undoing_takes_away_what_a_thief_has_added_and_nothing_older(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let me = logged_in(&state, "mine").await;
    let new = "thief@example.no";
    for (id, hours) in [("psk_old", 25), ("psk_thief", 1)] {
        sqlx::query(
            "insert into passkeys (id, user_id, credential_id, credential, name, created_at)
             values ($1, 'usr_demo1', md5($1), '{}', $1, $2)",
        )
        .bind(id)
        .bind(state.clock.now() - Duration::hours(hours))
        .execute(&db)
        .await
        .unwrap();
    }
    ask_new_email(&state, &request(), &me, &email(new), "nb").await.unwrap();
    let code = newest_code(&state, new).await;
    confirm_new_email(&state, &request(), &code).await.unwrap();
    sqlx::query("insert into second_factors values ('usr_demo1', 'sealed', $1, 0)")
        .bind(state.clock.now())
        .execute(&db)
        .await
        .unwrap();
    sqlx::query("insert into recovery_codes values ('usr_demo1', repeat('0', 64), '2026-01-01')")
        .execute(&db)
        .await
        .unwrap();
    undo_email(&state, &request(), &newest_code(&state, "demo@drop.example").await).await.unwrap();
    let left: Vec<String> = sqlx::query_scalar(
        "select id from passkeys union all select user_id from second_factors where user_id = 'usr_demo1'
         union all select user_id from recovery_codes",
    )
    .fetch_all(&db)
    .await
    .unwrap();
    assert_eq!(left, ["psk_old"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_that_has_an_account_is_not_told_to_who_wants_it(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    let me = logged_in(&state, "mine").await;
    ask_new_email(&state, &request(), &me, &email("kari@drop.example"), "nb").await.unwrap();
    let letters = letters_to(&state, "kari@drop.example").await;
    assert!(matches!(letters.as_slice(), [Letter::AccountExists { .. }]), "{letters:?}");
    let same = ask_new_email(&state, &request(), &me, &email("Demo@Drop.example"), "nb").await;
    assert!(matches!(same, Err(IdentityError::Form(_))), "{same:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_telephone_number_is_told_by_letter(db: PgPool) {
    let World { state, .. } = world(db).await;
    let me = logged_in(&state, "mine").await;
    let form = PhoneForm { phone: "412 34 567".to_owned() };
    change_phone(&state, &request(), &me, &form).await.unwrap();
    assert_eq!(visitor(&state, "mine").await.unwrap().unwrap().phone.as_deref(), Some("+4741234567"));
    let letters = letters_to(&state, "demo@drop.example").await;
    assert_eq!(letters, [Letter::PhoneChanged { ending: "67".to_owned() }]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_device_is_told_by_letter_but_not_the_first_one(db: PgPool) {
    let World { state, clock, .. } = world(db.clone()).await;
    sqlx::query("delete from sessions").execute(&db).await.unwrap();
    let user: UserId = "usr_demo2".parse().unwrap();
    let mut cookie: Option<String> = None;
    for (round, is_kept) in [true, true, false, true].into_iter().enumerate() {
        clock.advance(Duration::seconds(1));
        let shown = cookie.clone().filter(|_| is_kept);
        let token = format!("login {round}");
        let login = open_login(&state, &request(), &user, &token, Shown::Password).await.unwrap();
        cookie = Some(devices::note(&state, &request(), &user, &login, shown.as_deref()).await.unwrap());
        let letters = letters_to(&state, "kari@drop.example").await.len();
        assert_eq!(letters, usize::from(round >= 2), "round {round}");
    }
    let known: i64 = count(&db, "select count(*) from known_devices").await;
    assert_eq!(known, 2);
    // Somebody else in the same browser has not been seen in it.
    let other: UserId = "usr_demo1".parse().unwrap();
    open_login(&state, &request(), &other, "before", Shown::Password).await.unwrap();
    let login = open_login(&state, &request(), &other, "now", Shown::Password).await.unwrap();
    devices::note(&state, &request(), &other, &login, cookie.as_deref()).await.unwrap();
    assert_eq!(letters_to(&state, "demo@drop.example").await.len(), 1);
}
