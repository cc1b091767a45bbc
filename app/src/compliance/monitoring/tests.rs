//! Tests of monitoring, each on a database of its own.
use chrono::Duration;
use domain::access::{Actor, KycStatus, Refusal, Role};
use domain::compliance::finding::{RuleMode, RuleName, Severity};
use domain::compliance::rules::Rule;
use domain::ids::{RuleSettingId, TransactionId, UserId};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::backtest::{Period, backtest};
use super::service::{Watched, all_open_alerts, open_alerts, watch_in_tx};
use super::settings::{MonitoringError, Wish, approve, list, propose, reject, what_if};
use crate::testing::{World, demo_customer, start_of_test, world};

fn staff(id: &str, role: Role) -> Actor {
    Actor { user_id: id.parse().unwrap(), role, kyc: KycStatus::Approved }
}

fn officer() -> Actor {
    staff("usr_demo_officer", Role::Compliance)
}

fn lead() -> Actor {
    staff("usr_demo_lead", Role::Admin)
}

fn wish(rule: RuleName, mode: RuleMode, parameters: Value) -> Wish {
    Wish { rule, mode, parameters, reason: "  to see\n more ".to_owned() }
}

async fn in_force(world: &World, rule: RuleName, mode: RuleMode, parameters: Value) -> RuleSettingId {
    let (id, _) = propose(&world.state, &officer(), None, &wish(rule, mode, parameters)).await.unwrap();
    approve(&world.state, &lead(), None, &id, "agreed").await.unwrap();
    id
}

/// A payment and its order now, then watched; all in one transaction, as when it is created.
async fn pay(world: &World, user: &str, to: &str, kroner: i64) -> (TransactionId, Option<Severity>) {
    let id = TransactionId::generate(world.state.entropy.as_ref());
    let mut tx = world.state.db.begin().await.unwrap();
    sqlx::query(
        "insert into transactions (id, user_id, type, amount, fee, recipient_id, merchant_id, send_amount, send_currency, created_at)
         select $1, $2, case when m.id is null then 'remittance' else 'qr_payment' end, $4::numeric + 5, 5, r.id, m.id,
           case when m.id is null then $4::numeric end, case when m.id is null then 'NOK' end, $5
         from (select $3 as wanted) w left join recipients r on r.id = w.wanted left join merchants m on m.id = w.wanted",
    )
    .bind(id.as_str())
    .bind(user)
    .bind(to)
    .bind(kroner)
    .bind(world.state.clock.now())
    .execute(&mut *tx)
    .await
    .unwrap();
    let payer: UserId = user.parse().unwrap();
    let watched = Watched { transaction: &id, user: &payer };
    let severity = watch_in_tx(&mut tx, &world.state, &watched).await.unwrap();
    // Then comes the order.
    sqlx::query(
        "insert into payment_orders (id, transaction_id, user_id, bank_id, bank_account_id, state, product, amount, currency,
           debtor_iban, creditor_name, creditor_account, creditor_country, remittance_information, request_id, psu_ip,
           approve_by, created_at)
         select 'pay_' || substr(t.id, 5), t.id, t.user_id, 'dnb', (select min(id) from bank_accounts where user_id = t.user_id),
           'settled', 'cross-border-credit-transfers', t.amount, 'NOK', 'NO7112345678903', 'Mottaker',
           coalesce(r.bank_account, 'NO7112345678903'), coalesce(r.country, 'NO'), 'Drop', md5(t.id)::uuid, '127.0.0.1',
           t.created_at, t.created_at
         from transactions t left join recipients r on r.id = t.recipient_id where t.id = $1",
    )
    .bind(id.as_str())
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (id, severity)
}

/// Findings: rule, mode, severity, whom it is about, whether there is an alert; in the order of their making.
async fn findings(world: &World) -> Vec<(String, String, String, String, bool)> {
    sqlx::query_as(
        "select rule, mode, severity, user_id, alert_id is not null from aml_findings order by created_at, rule",
    )
    .fetch_all(&world.state.db)
    .await
    .unwrap()
}

fn found(rule: &str, mode: &str, severity: &str, user: &str) -> (String, String, String, String, bool) {
    let text = str::to_owned;
    (text(rule), text(mode), text(severity), text(user), mode == "live")
}

#[sqlx::test(migrations = "../migrations")]
async fn the_software_brings_its_defaults_along(db: PgPool) {
    let world = world(db).await;
    let settings = list(&world.state, &officer()).await.unwrap();
    assert_eq!(settings.len(), RuleName::ALL.len());
    for setting in settings {
        assert_eq!(setting.rule, Rule::default_of(setting.rule.name()));
        assert_eq!((setting.version, setting.mode, setting.current), (1, RuleMode::Live, true));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_ordinary_payment_is_no_finding(db: PgPool) {
    let world = world(db).await;
    for to in ["rcp_demo1", "rcp_demo2", "rcp_demo3"] {
        assert_eq!(pay(&world, "usr_demo1", to, 2_000).await.1, None);
        world.clock.advance(Duration::hours(3));
    }
    assert_eq!(pay(&world, "usr_demo2", "mer_demo1", 129).await.1, None);
    assert_eq!(findings(&world).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn findings_of_one_rule_are_one_alert_while_it_is_open(db: PgPool) {
    let world = world(db).await;
    let mut severities = Vec::new();
    for _ in 0..8 {
        severities.push(pay(&world, "usr_demo1", "rcp_demo1", 7_900).await.1);
        world.clock.advance(Duration::hours(12));
    }
    use Severity::{Critical, High, Medium};
    let (medium, high) = (Some(Medium), Some(High));
    assert_eq!(severities, [None, None, medium, medium, high, high, high, Some(Critical)]);
    let about = findings(&world).await;
    assert_eq!(about.len(), 6);
    assert_eq!(about[0], found("structuring", "live", "medium", "usr_demo1"));
    assert_eq!(about[5], found("structuring", "live", "critical", "usr_demo1"));
    let alerts = all_open_alerts(&world.state.db).await.unwrap();
    let [alert] = alerts.as_slice() else { panic!("{alerts:?}") };
    assert_eq!((alert.rule.as_str(), alert.severity, alert.findings), ("structuring", Critical, 6));
    assert_eq!(alert.score, 80);
    // Its evidence names the transactions by their ids.
    let evidence: Value = sqlx::query_scalar("select evidence from aml_findings order by created_at limit 1")
        .fetch_one(&world.state.db)
        .await
        .unwrap();
    assert_eq!(evidence["transactions"].as_array().unwrap().len(), 3);
    assert!(evidence["transactions"][0].as_str().unwrap().starts_with("txn_"));
    assert_eq!(evidence["figures"]["threshold"], json!({ "minor": 800_000, "currency": "NOK" }));
    // Once somebody works on it, what comes is another alert.
    sqlx::query("update aml_alerts set status = 'investigating'").execute(&world.state.db).await.unwrap();
    pay(&world, "usr_demo1", "rcp_demo1", 7_900).await;
    assert_eq!(all_open_alerts(&world.state.db).await.unwrap().len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_severity_never_falls(db: PgPool) {
    let world = world(db).await;
    in_force(&world, RuleName::LargeAmount, RuleMode::Live, json!({ "remittance_kroner": 10_000 })).await;
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 20_000).await.1, Some(Severity::High));
    world.clock.advance(Duration::hours(1));
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 10_000).await.1, Some(Severity::Medium));
    let alerts = all_open_alerts(&world.state.db).await.unwrap();
    assert_eq!((alerts[0].severity, alerts[0].findings, alerts[0].score), (Severity::High, 2, 60));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_failed_does_not_count(db: PgPool) {
    let world = world(db).await;
    for _ in 0..5 {
        pay(&world, "usr_demo1", "rcp_demo1", 7_900).await;
        sqlx::query("update transactions set status = 'failed' where status = 'processing'")
            .execute(&world.state.db)
            .await
            .unwrap();
        world.clock.advance(Duration::hours(1));
    }
    assert_eq!(findings(&world).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn several_customers_to_one_account(db: PgPool) {
    let world = world(db).await;
    sqlx::raw_sql(
        "insert into users (id, email, password_hash, first_name, last_name, kyc_status, created_at)
           select 'usr_n' || n, 'n' || n || '@drop.example', '-', 'N', 'N', 'approved', now() - interval '400 days'
           from generate_series(1, 5) as n;
         insert into bank_accounts (id, user_id, bank_name, account_number, bank_id)
           select 'bac_n' || n, 'usr_n' || n, 'DNB', '1', 'dnb' from generate_series(1, 5) as n;
         insert into recipients (id, user_id, name, country, currency, bank_account)
           select 'rcp_n' || n, 'usr_n' || n, 'M', 'PL', 'PLN', 'PL61109010140000071219812874' from generate_series(1, 5) as n;",
    )
    .execute(&world.state.db)
    .await
    .unwrap();
    let mut severities = Vec::new();
    for n in 1..=5 {
        severities.push(pay(&world, &format!("usr_n{n}"), &format!("rcp_n{n}"), 500).await.1);
        world.clock.advance(Duration::minutes(10));
    }
    assert_eq!(severities, [None, None, None, None, Some(Severity::Medium)]);
    assert_eq!(findings(&world).await, [found("shared_beneficiary", "live", "medium", "usr_n5")]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_shops_findings_are_about_its_owner(db: PgPool) {
    let world = world(db).await;
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    let shop = "mer_demo1";
    assert_eq!(pay(&world, "usr_demo1", shop, 100).await.1, Some(Severity::High));
    assert_eq!(findings(&world).await, [found("merchant_self_payment", "live", "high", "usr_demo1")]);
    // Somebody buys for many days' takings; what the shop usually takes is asked for once a day.
    assert_eq!(pay(&world, "usr_demo2", shop, 90_000).await.1, Some(Severity::High));
    let about = findings(&world).await;
    assert!(about.contains(&found("merchant_spike", "live", "high", "usr_demo1")), "{about:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn rules_in_trial_raise_no_alert_and_rules_that_are_off_find_nothing(db: PgPool) {
    let world = world(db).await;
    in_force(&world, RuleName::LargeAmount, RuleMode::Test, json!({})).await;
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 45_000).await.1, None);
    assert_eq!(findings(&world).await, [found("large_amount", "test", "medium", "usr_demo1")]);
    assert_eq!(all_open_alerts(&world.state.db).await.unwrap().len(), 0);
    in_force(&world, RuleName::LargeAmount, RuleMode::Off, json!({})).await;
    world.clock.advance(Duration::days(20));
    pay(&world, "usr_demo1", "rcp_demo1", 45_000).await;
    assert_eq!(findings(&world).await.len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_takes_two_officers_and_works_from_the_next_payment_on(db: PgPool) {
    let world = world(db).await;
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 15_000).await.1, None);
    world.clock.advance(Duration::minutes(1));
    let change = wish(RuleName::LargeAmount, RuleMode::Live, json!({ "remittance_kroner": 15_000 }));
    let (id, shown) = propose(&world.state, &officer(), None, &change).await.unwrap();
    assert_eq!((shown.alerts_before, shown.alerts_after, shown.gained.customers), (0, 1, 1));
    assert_eq!(shown.gained.some, ["usr_demo1"]);
    // It changes nothing yet, and not by the same officer.
    world.clock.advance(Duration::days(8));
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 15_000).await.1, None);
    let own = approve(&world.state, &officer(), None, &id, "me too").await;
    assert!(matches!(own, Err(MonitoringError::OwnProposal)), "{own:?}");
    let again = propose(&world.state, &lead(), None, &change).await;
    assert!(matches!(again, Err(MonitoringError::ProposalWaits)), "{again:?}");
    approve(&world.state, &lead(), None, &id, "agreed").await.unwrap();
    assert!(matches!(approve(&world.state, &lead(), None, &id, "x").await, Err(MonitoringError::Decided)));
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo2", 15_000).await.1, Some(Severity::Medium));
    let kept: (String, String, String, bool) = sqlx::query_as(
        "select reason, proposed_by, decided_by, current from rule_settings where rule = 'large_amount' and version = 2",
    )
    .fetch_one(&world.state.db)
    .await
    .unwrap();
    assert_eq!(kept, ("to see more".into(), "usr_demo_officer".into(), "usr_demo_lead".into(), true));
    let audited: Vec<(String, String)> = sqlx::query_as(
        "select action, user_id from audit_log where resource_type = 'rule_setting' order by timestamp, action desc",
    )
    .fetch_all(&world.state.db)
    .await
    .unwrap();
    assert_eq!(audited[0], ("rule.propose".into(), "usr_demo_officer".into()));
    assert_eq!(audited[1], ("rule.approve".into(), "usr_demo_lead".into()));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_wants_two_officers_too(db: PgPool) {
    let world = world(db).await;
    let change = wish(RuleName::FanOut, RuleMode::Test, json!({}));
    let (id, _) = propose(&world.state, &officer(), None, &change).await.unwrap();
    for (sql, wanted) in [
        (
            "update rule_settings set decision = 'approved', decided_by = proposed_by, decided_at = now(), decision_reason = 'x' where id = $1",
            "rule_settings_four_eyes_check",
        ),
        ("update rule_settings set current = true where id = $1", "rule_settings_current_check"),
    ] {
        let refused = sqlx::query(sql).bind(id.as_str()).execute(&world.state.db).await.unwrap_err();
        assert_eq!(crate::db::violated_constraint(&refused), Some(wanted));
    }
    let edited = sqlx::query("update rule_settings set parameters = '{}' where id = $1").bind(id.as_str());
    assert!(edited.execute(&world.state.db).await.is_err());
    reject(&world.state, &lead(), None, &id, "no").await.unwrap();
    let changed = sqlx::query("update rule_settings set decided_by = null where id = $1").bind(id.as_str());
    assert!(changed.execute(&world.state.db).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_proposed(db: PgPool) {
    let world = world(db).await;
    let tried = |actor: Actor, it: Wish| {
        let state = world.state.clone();
        async move { propose(&state, &actor, None, &it).await.unwrap_err() }
    };
    let rule = RuleName::RapidRepeat;
    let unchanged = tried(officer(), wish(rule, RuleMode::Live, json!({}))).await;
    assert!(matches!(unchanged, MonitoringError::Unchanged), "{unchanged}");
    let unknown = tried(officer(), wish(rule, RuleMode::Live, json!({ "minutes": 5 }))).await;
    assert!(unknown.to_string().contains("unknown field `minutes`"), "{unknown}");
    let range = tried(officer(), wish(rule, RuleMode::Live, json!({ "window_minutes": 0 }))).await;
    assert_eq!(range.to_string(), "window_minutes is 0; it must be 1 to 1440");
    let shape = tried(officer(), wish(rule, RuleMode::Live, json!([]))).await;
    assert!(matches!(shape, MonitoringError::Parameters(_)), "{shape}");
    let mut silent = wish(rule, RuleMode::Off, json!({}));
    silent.reason = "  ".to_owned();
    assert!(matches!(tried(officer(), silent).await, MonitoringError::Reason));
    let customer = tried(demo_customer(), wish(rule, RuleMode::Off, json!({}))).await;
    assert!(matches!(customer, MonitoringError::Refused(Refusal::NotFound)), "{customer}");
    let refused = open_alerts(&world.state, &demo_customer()).await.unwrap_err();
    assert!(matches!(refused, MonitoringError::Refused(Refusal::NotFound)));
    assert!(what_if(&world.state, &demo_customer(), rule, (RuleMode::Off, &json!({}))).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_backtest_finds_what_was_found(db: PgPool) {
    let world = world(db).await;
    crate::demo::service::seed_sales(&world.state).await.unwrap();
    let amounts = [7_900, 45_000, 1_000, 1_000, 1_000, 9_900, 9_900, 9_900, 20_000, 5_000];
    for (n, kroner) in amounts.into_iter().chain(amounts).enumerate() {
        pay(&world, "usr_demo1", ["rcp_demo1", "rcp_demo2"][n % 2], kroner).await;
        pay(&world, "usr_demo2", "mer_demo1", kroner / 10).await;
        world.clock.advance(Duration::minutes(if n % 3 == 0 { 400 } else { 4 }));
    }
    let lived: Vec<(String, i64)> =
        sqlx::query_as("select rule, count(*) from aml_findings group by rule order by rule")
            .fetch_all(&world.state.db)
            .await
            .unwrap();
    assert!(lived.len() >= 4, "{lived:?}");
    let period = Period { from: start_of_test(), to: world.state.clock.now() + Duration::days(1) };
    let trial = backtest(&world.state, period, &[]).await.unwrap();
    let mut tried: Vec<_> =
        trial.raised.iter().map(|(rule, it)| (rule.to_string(), it.findings.cast_signed())).collect();
    tried.sort();
    assert_eq!(tried, lived);
    assert_eq!(trial.payments, 40);
    assert!(trial.looked_at > 40);
    let one = backtest(&world.state, period, &[RuleName::Structuring]).await.unwrap();
    assert_eq!(one.raised.keys().collect::<Vec<_>>(), [&RuleName::Structuring]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_says_which_escalated_alerts_it_would_lose(db: PgPool) {
    let world = world(db).await;
    assert_eq!(pay(&world, "usr_demo1", "rcp_demo1", 45_000).await.1, Some(Severity::Medium));
    sqlx::query("update aml_alerts set status = 'escalated', reviewed_by = 'usr_demo_officer'")
        .execute(&world.state.db)
        .await
        .unwrap();
    world.clock.advance(Duration::hours(1));
    let lost = async |mode: RuleMode, parameters: Value| {
        let shown =
            what_if(&world.state, &officer(), RuleName::LargeAmount, (mode, &parameters)).await.unwrap();
        (shown.alerts_after, shown.escalated_lost.alerts, shown.escalated_lost.some.len())
    };
    assert_eq!(lost(RuleMode::Live, json!({ "remittance_kroner": 44_000 })).await, (1, 0, 0));
    assert_eq!(lost(RuleMode::Live, json!({ "remittance_kroner": 46_000 })).await, (0, 1, 1));
    // In trial the rule finds as much, and nobody hears of it.
    assert_eq!(lost(RuleMode::Test, json!({})).await, (1, 1, 1));
    assert_eq!(lost(RuleMode::Off, json!({})).await, (0, 1, 1));
}
