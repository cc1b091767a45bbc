//! Tests of shops, each on a database of its own.
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::Duration;
use domain::access::{Actor, KycStatus, Refusal, Role};
use domain::form::FieldCode;
use domain::ids::MerchantId;
use domain::merchant::ShopStatus;
use domain::merchant::orgnr::Orgnr;
use domain::merchant::standing::StepError;
use sqlx::PgPool;

use super::gateway::{Answer, RegisterError, Standing, Unit, UnitRegister};
use super::model::{Confirmation, LookUp, SHOPS_MAX, SettingsForm, ShopForm, remembered};
use super::service::{
    ShopError, change_settings, close, confirm_late, filled_in, list, list_all, look_up, open, own_shop,
    reopen, resume, settings, shop, suspend,
};
use crate::error::AppError;
use crate::testing::{World, demo_customer, other_customer, request, world};

const KAFFE: &str = "310000108";
const SILENT: &str = "310000809";

fn form(number: &str) -> ShopForm {
    ShopForm { org_number: number.to_owned(), account: "8601.11.17947".to_owned(), ..ShopForm::default() }
}

fn by_hand(number: &str) -> ShopForm {
    ShopForm { name: "Kafé Stille".to_owned(), address: "Storgata 1, 0155 Oslo".to_owned(), ..form(number) }
}

async fn opened(world: &World, actor: &Actor, form: &ShopForm) -> MerchantId {
    open(&world.state, actor, &request(), form).await.expect("a shop")
}

/// What is wrong with which field.
async fn refused(world: &World, actor: &Actor, form: &ShopForm) -> Vec<(String, FieldCode)> {
    match open(&world.state, actor, &request(), form).await {
        Err(ShopError::Form(errors)) => errors.into_iter().collect(),
        other => panic!("{other:?}"),
    }
}

fn wrong(name: &str, code: FieldCode) -> (String, FieldCode) {
    (name.to_owned(), code)
}

fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

async fn texts(world: &World, sql: &'static str) -> Vec<String> {
    sqlx::query_scalar(sql).fetch_all(&world.state.db).await.unwrap()
}

/// Decisions about a shop: status, who, why.
async fn events(world: &World, shop: &MerchantId) -> Vec<(String, String, Option<String>)> {
    sqlx::query_as(
        "select status_after, decided_by, reason from merchant_events where merchant_id = $1 order by id",
    )
    .bind(shop.as_str())
    .fetch_all(&world.state.db)
    .await
    .unwrap()
}

/// A register that says what it is told to.
#[derive(Default)]
struct Scripted(Mutex<Option<Result<Answer, RegisterError>>>);

impl Scripted {
    fn says(&self, answer: Result<Answer, RegisterError>) {
        *self.0.lock().unwrap() = Some(answer);
    }
}

#[async_trait]
impl UnitRegister for Scripted {
    async fn unit(&self, _: &Orgnr) -> Result<Answer, RegisterError> {
        self.0.lock().unwrap().clone().unwrap_or(Err(RegisterError::NoAnswer("nothing".to_owned())))
    }
}

async fn scripted(db: PgPool) -> (World, Arc<Scripted>) {
    let mut world = world(db).await;
    let register = Arc::new(Scripted::default());
    world.state.register = register.clone();
    (world, register)
}

fn unit(name: &str, standing: Standing) -> Result<Answer, RegisterError> {
    let address = Some("Storgata 1, 0155 OSLO".to_owned());
    Ok(Answer::Unit(Unit { name: name.to_owned(), form: "AS".to_owned(), address, standing }))
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_is_opened_with_name_and_address_of_the_register(db: PgPool) {
    let world = world(db).await;
    let actor = other_customer();
    let id = opened(&world, &actor, &form("310 000 108")).await;
    let shop = shop(&world.state.db, &id).await.unwrap();
    assert_eq!((shop.name.as_str(), shop.org_number.as_str()), ("FJORDLYS KAFFE AS", KAFFE));
    assert_eq!(shop.registered_name.as_deref(), Some("FJORDLYS KAFFE AS"));
    assert_eq!(shop.address.as_deref(), Some("Strandgata 4, 9008 TROMSØ"));
    assert_eq!((shop.account.as_str(), shop.status), ("86011117947", ShopStatus::Active));
    assert_eq!(shop.confirmation, Confirmation::Confirmed);
    assert!(shop.notify_sales);
    assert_eq!(events(&world, &id).await, [("active".to_owned(), "usr_demo2".to_owned(), None)]);
    assert_eq!(texts(&world, "select role from users where id = 'usr_demo2'").await, ["merchant"]);
    let actions = "select action from audit_log where resource_type = 'merchant'";
    assert_eq!(texts(&world, actions).await, ["merchant.open"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn another_name_may_be_shown_and_the_registered_one_is_kept(db: PgPool) {
    let world = world(db).await;
    let typed = ShopForm { name: " Fjordlys  Kaffebar ".to_owned(), ..form(KAFFE) };
    let id = opened(&world, &other_customer(), &typed).await;
    let shop = shop(&world.state.db, &id).await.unwrap();
    assert_eq!(shop.name, "Fjordlys Kaffebar");
    assert_eq!(shop.registered_name.as_deref(), Some("FJORDLYS KAFFE AS"));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_a_shop_is_refused_with_the_field(db: PgPool) {
    let world = world(db).await;
    let actor = other_customer();
    for (number, code) in [
        ("", FieldCode::Required),
        ("12345678", FieldCode::OrgnrMalformed),
        ("988077918", FieldCode::OrgnrChecksum),
        ("310001082", FieldCode::OrgnrUnknown),
        ("310000663", FieldCode::OrgnrDissolved),
        ("310001015", FieldCode::OrgnrDissolved),
        ("310000736", FieldCode::OrgnrBankrupt),
        ("988077917", FieldCode::OrgnrTaken),
    ] {
        assert_eq!(refused(&world, &actor, &form(number)).await, [wrong("org_number", code)], "{number}");
    }
    for (account, code) in [
        ("", FieldCode::Required),
        ("8601.11.1794", FieldCode::AccountNumberMalformed),
        ("8601.11.17948", FieldCode::AccountNumberChecksum),
    ] {
        let typed = ShopForm { account: account.to_owned(), ..form(KAFFE) };
        assert_eq!(refused(&world, &actor, &typed).await, [wrong("account", code)], "{account}");
    }
    let typed = ShopForm { name: "<b>".to_owned(), address: "x".to_owned(), ..form(KAFFE) };
    let wanted = [wrong("address", FieldCode::TooShort), wrong("name", FieldCode::NameMalformed)];
    assert_eq!(refused(&world, &actor, &typed).await, wanted);
    // A registered name that is too long to be shown asks for a shorter one.
    assert_eq!(refused(&world, &actor, &form("310000590")).await, [wrong("name", FieldCode::TooLong)]);
    assert_eq!(texts(&world, "select role from users where id = 'usr_demo2'").await, ["user"]);
    assert_eq!(list(&world.state, &actor).await.unwrap(), []);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_form_that_is_sent_twice_opens_one_shop(db: PgPool) {
    let world = world(db).await;
    let actor = other_customer();
    let (first, typed, sender) = (opened(&world, &actor, &form(KAFFE)).await, form(KAFFE), request());
    let (a, b) = tokio::join!(
        open(&world.state, &actor, &sender, &typed),
        open(&world.state, &actor, &sender, &typed)
    );
    assert_eq!((a.unwrap(), b.unwrap()), (first.clone(), first));
    assert_eq!(
        refused(&world, &demo_customer(), &form(KAFFE)).await,
        [wrong("org_number", FieldCode::OrgnrTaken)]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn two_customers_at_once_get_one_shop_between_them(db: PgPool) {
    let world = world(db).await;
    let (one, two, typed, sender) = (demo_customer(), other_customer(), form(KAFFE), request());
    let (a, b) =
        tokio::join!(open(&world.state, &one, &sender, &typed), open(&world.state, &two, &sender, &typed));
    let refused = [a, b].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(matches!(&refused[0], ShopError::Form(errors) if errors["org_number"] == FieldCode::OrgnrTaken));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_customer_has_several_shops_and_not_without_end(db: PgPool) {
    let world = world(db).await;
    let actor = other_customer();
    for number in [KAFFE, "310000175", "310000248"] {
        opened(&world, &actor, &form(number)).await;
        world.clock.advance(Duration::minutes(2));
    }
    let names: Vec<_> = list(&world.state, &actor).await.unwrap().into_iter().map(|shop| shop.name).collect();
    assert_eq!(names, ["FJORDLYS KAFFE AS", "BAKKEN BLOMSTER", "NORDVIK SYKKELVERKSTED AS"]);
    sqlx::query(
        "insert into merchants (id, user_id, business_name, org_number, bank_account)
         select 'mer_' || n, 'usr_demo2', 'Butikk', 'x' || n, '12345678903' from generate_series(4, $1) as n",
    )
    .bind(i32::try_from(SHOPS_MAX).unwrap())
    .execute(&world.state.db)
    .await
    .unwrap();
    let one_more = open(&world.state, &actor, &request(), &form("310000310")).await;
    assert!(matches!(one_more, Err(ShopError::TooMany)), "{one_more:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_register_that_is_down_keeps_nobody_out_and_is_asked_again(db: PgPool) {
    let (world, register) = scripted(db).await;
    let actor = other_customer();
    let silent = [wrong("address", FieldCode::RegisterSilent), wrong("name", FieldCode::RegisterSilent)];
    assert_eq!(refused(&world, &actor, &form(KAFFE)).await, silent);
    let id = opened(&world, &actor, &by_hand(KAFFE)).await;
    let found = shop(&world.state.db, &id).await.unwrap();
    assert_eq!((found.name.as_str(), found.registered_name), ("Kafé Stille", None));
    assert_eq!(found.confirmation, Confirmation::Waiting);
    assert_eq!(list_all(&world.state.db, true).await.unwrap().len(), 1);
    assert!(matches!(confirm_late(&world.state).await, Err(ShopError::Register(_))), "still down");
    register.says(Err(RegisterError::Unreadable("x")));
    assert!(matches!(confirm_late(&world.state).await, Err(ShopError::Register(_))), "no answer either");
    register.says(unit("FJORDLYS KAFFE AS", Standing::Trading));
    assert_eq!(confirm_late(&world.state).await.unwrap(), 1);
    let found = shop(&world.state.db, &id).await.unwrap();
    assert_eq!(found.name, "Kafé Stille", "the owner's choice stays");
    assert_eq!(found.registered_name.as_deref(), Some("FJORDLYS KAFFE AS"));
    assert_eq!(found.confirmation, Confirmation::Confirmed);
    assert_eq!(confirm_late(&world.state).await.unwrap(), 0, "once");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_the_register_says_late_against_a_shop_is_kept_and_told(db: PgPool) {
    let (world, register) = scripted(db).await;
    for (number, answer, finding) in [
        (KAFFE, Ok(Answer::Unknown), "unknown"),
        ("310000175", Ok(Answer::Gone), "dissolved"),
        ("310000248", unit("X AS", Standing::Dissolved), "dissolved"),
        ("310000310", unit("X AS", Standing::Bankrupt), "bankrupt"),
    ] {
        register.says(Err(RegisterError::NoAnswer("down".to_owned())));
        let id = opened(&world, &other_customer(), &by_hand(number)).await;
        register.says(answer);
        assert_eq!(confirm_late(&world.state).await.unwrap(), 1);
        let shop = shop(&world.state.db, &id).await.unwrap();
        assert_eq!((shop.confirmation, shop.status), (Confirmation::Doubtful, ShopStatus::Active));
        let found: Option<String> =
            sqlx::query_scalar("select register_finding from merchants where id = $1")
                .bind(id.as_str())
                .fetch_one(&world.state.db)
                .await
                .unwrap();
        assert_eq!(found.as_deref(), Some(finding));
        world.clock.advance(Duration::minutes(2));
    }
    let told = "select type from notifications where user_id = 'usr_demo2'";
    assert_eq!(texts(&world, told).await, ["shop_not_confirmed"; 4]);
    assert_eq!(confirm_late(&world.state).await.unwrap(), 0, "a person looks now");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_look_up_says_who_it_is_and_is_bounded(db: PgPool) {
    let world = world(db).await;
    let (actor, ip) = (other_customer(), request().ip);
    let answer = look_up(&world.state, &actor, ip, KAFFE).await.unwrap();
    assert!(matches!(&answer, LookUp::Found(unit) if unit.name == "FJORDLYS KAFFE AS"));
    // A plain form comes back with it; what was typed stays.
    let typed = ShopForm { address: "Kaia 1, Tromsø".to_owned(), ..form(KAFFE) };
    let flash = filled_in(&typed, &answer);
    assert_eq!(flash.values["name"], "FJORDLYS KAFFE AS");
    assert_eq!(flash.values["address"], "Kaia 1, Tromsø");
    assert_eq!(remembered(&flash), Some(answer));
    let refused = look_up(&world.state, &actor, ip, "310000736").await.unwrap();
    assert_eq!(refused, LookUp::Refused(FieldCode::OrgnrBankrupt));
    let silent = look_up(&world.state, &actor, ip, SILENT).await.unwrap();
    assert_eq!((&silent, remembered(&filled_in(&typed, &silent))), (&LookUp::Silent, Some(LookUp::Silent)));
    let malformed = look_up(&world.state, &actor, ip, "1").await;
    assert!(matches!(malformed, Err(ShopError::Form(_))), "and counts for nothing");
    for _ in 0..17 {
        look_up(&world.state, &actor, ip, KAFFE).await.unwrap();
    }
    let answer = look_up(&world.state, &actor, ip, KAFFE).await.map_err(AppError::from);
    assert!(matches!(answer, Err(AppError::TooManyAttempts { .. })), "{answer:?}");
}

fn settings_form(shop: &str) -> SettingsForm {
    SettingsForm {
        shop: shop.to_owned(),
        name: "Ahmetov Kebab".to_owned(),
        address: "Grønland 12, 0188 Oslo".to_owned(),
        account: "1234 56 78903".to_owned(),
        notify_sales: true,
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn settings_are_changed_and_another_account_is_told(db: PgPool) {
    let world = world(db).await;
    let (actor, id) = (demo_customer(), "mer_demo1".parse().unwrap());
    sqlx::query("delete from notifications").execute(&world.state.db).await.unwrap();
    let step = settings(&world.state, &actor, &id).await.unwrap();
    assert_eq!(step.shop.org_number, "988 077 917");
    assert_eq!(
        (step.flash.values["account"].as_str(), step.flash.values["notify_sales"].as_str()),
        ("1234 56 78903", "true")
    );
    let audited =
        "select details::text from audit_log where action = 'merchant.update' order by timestamp, id";
    change_settings(&world.state, &actor, &request(), &settings_form("mer_demo1")).await.unwrap();
    assert_eq!(texts(&world, audited).await, [""; 0], "nothing was changed");
    let form =
        SettingsForm { name: "Ahmetov Grill".to_owned(), notify_sales: false, ..settings_form("mer_demo1") };
    change_settings(&world.state, &actor, &request(), &form).await.unwrap();
    let now = shop(&world.state.db, &id).await.unwrap();
    assert_eq!((now.name.as_str(), now.notify_sales), ("Ahmetov Grill", false));
    assert_eq!(texts(&world, "select type from notifications").await, [""; 0]);
    let form = SettingsForm { account: "8601 11 17947".to_owned(), ..form };
    change_settings(&world.state, &actor, &request(), &form).await.unwrap();
    assert_eq!(shop(&world.state.db, &id).await.unwrap().account, "86011117947");
    assert_eq!(texts(&world, "select params -> 'params' ->> 'ending' from notifications").await, ["7947"]);
    let details = texts(&world, audited).await;
    assert_eq!(details.len(), 2);
    assert!(details.iter().all(|details| !details.contains("8601")), "{details:?}");
    for (form, field) in [
        (SettingsForm { name: String::new(), ..settings_form("mer_demo1") }, "name"),
        (SettingsForm { address: String::new(), ..settings_form("mer_demo1") }, "address"),
        (SettingsForm { account: "1".to_owned(), ..settings_form("mer_demo1") }, "account"),
    ] {
        let answer = change_settings(&world.state, &actor, &request(), &form).await;
        assert!(matches!(answer, Err(ShopError::Form(errors)) if errors.contains_key(field)), "{field}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shop_is_closed_and_opened_again_by_its_owner_alone(db: PgPool) {
    let world = world(db).await;
    let (actor, id) = (demo_customer(), "mer_demo1".parse().unwrap());
    let theirs = close(&world.state, &other_customer(), &request(), &id).await;
    assert!(matches!(theirs, Err(ShopError::Refused(Refusal::NotFound))), "{theirs:?}");
    for _ in 0..2 {
        close(&world.state, &actor, &request(), &id).await.unwrap();
    }
    assert_eq!(shop(&world.state.db, &id).await.unwrap().status, ShopStatus::Closed);
    let answer = change_settings(&world.state, &actor, &request(), &settings_form("mer_demo1")).await;
    assert_eq!(answer.map_err(AppError::from), Err(AppError::ShopClosed));
    let stopped = suspend(&world.state, &officer(), None, &id, "why").await;
    assert!(matches!(stopped, Err(ShopError::Step(StepError::From(ShopStatus::Closed)))), "{stopped:?}");
    reopen(&world.state, &actor, &request(), &id).await.unwrap();
    reopen(&world.state, &actor, &request(), &id).await.unwrap();
    let statuses: Vec<_> = events(&world, &id).await.into_iter().map(|event| event.0).collect();
    assert_eq!(statuses, ["active", "closed", "active"]);
    let actions = "select action from audit_log where resource_id = 'mer_demo1' order by timestamp, id";
    assert_eq!(texts(&world, actions).await.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_officer_suspends_and_the_owner_has_no_way_round(db: PgPool) {
    let world = world(db).await;
    let (owner, id) = (demo_customer(), "mer_demo1".parse().unwrap());
    sqlx::query("delete from notifications").execute(&world.state.db).await.unwrap();
    for customer in [&owner, &other_customer()] {
        let answer = suspend(&world.state, customer, None, &id, "why").await;
        assert!(matches!(answer, Err(ShopError::Refused(Refusal::NotFound))), "{answer:?}");
    }
    let without = suspend(&world.state, &officer(), None, &id, " ").await;
    assert!(matches!(without, Err(ShopError::Step(StepError::ReasonRequired))), "{without:?}");
    suspend(&world.state, &officer(), Some(&request()), &id, "goods never came").await.unwrap();
    let again = suspend(&world.state, &officer(), None, &id, "goods never came").await;
    assert!(matches!(again, Err(ShopError::Step(StepError::From(ShopStatus::Suspended)))), "{again:?}");
    for answer in [
        close(&world.state, &owner, &request(), &id).await,
        reopen(&world.state, &owner, &request(), &id).await,
        change_settings(&world.state, &owner, &request(), &settings_form("mer_demo1")).await.map(|_| ()),
    ] {
        assert_eq!(answer.map_err(AppError::from), Err(AppError::ShopSuspended));
    }
    resume(&world.state, &officer(), None, &id, "they came").await.unwrap();
    let wanted = [("suspended", "goods never came"), ("active", "they came")]
        .map(|(status, why)| (status.to_owned(), "usr_demo_officer".to_owned(), Some(why.to_owned())));
    assert_eq!(events(&world, &id).await[1..], wanted);
    let told = "select type from notifications where user_id = 'usr_demo1' order by created_at, type desc";
    assert_eq!(texts(&world, told).await, ["shop_suspended", "shop_resumed"]);
    let words = texts(&world, "select title || body || params::text from notifications").await;
    assert!(words.iter().all(|words| !words.contains("came")), "an owner never learns why: {words:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn another_customers_shop_does_not_exist(db: PgPool) {
    let world = world(db).await;
    let (other, id) = (other_customer(), "mer_demo1".parse().unwrap());
    assert!(matches!(settings(&world.state, &other, &id).await, Err(ShopError::Refused(Refusal::NotFound))));
    let changed = change_settings(&world.state, &other, &request(), &settings_form("mer_demo1")).await;
    assert!(matches!(changed, Err(ShopError::Refused(Refusal::NotFound))), "{changed:?}");
    let nothing = "mer_nothing".parse().unwrap();
    let shown = own_shop(&world.state.db, &other, domain::access::Action::ViewShop, &nothing).await;
    assert!(matches!(shown, Err(ShopError::NotFound)));
    let staff = open(&world.state, &officer(), &request(), &form(KAFFE)).await;
    assert!(matches!(staff, Err(ShopError::Refused(Refusal::NotFound))), "officers have no shops");
}
