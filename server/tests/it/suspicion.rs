//! What officers know of two payments, planted with a word that no customer may ever read, and taken away again.
use app::compliance::holds::service::{list, take};
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::compliance::hold::Step;
use domain::ids::HoldId;
use sqlx::PgPool;

use crate::harness::{Browser, Site};

/// Stands in every text that officers and their machines write.
pub const MARKER: &str = "zqxmarker";

/// The payments that wait, and everything that officers know of them.
pub struct Suspicion {
    /// Of the demo customer, to Serbia.
    pub remittance: String,
    /// Kari's, in the demo customer's shop.
    pub sale: String,
    pub code: String,
    pub token: String,
    pub holds: Vec<HoldId>,
}

fn staff(id: &str, role: Role) -> Actor {
    Actor { user_id: id.parse().unwrap(), role, kyc: KycStatus::Approved }
}

pub fn officer() -> Actor {
    staff("usr_demo_officer", Role::Compliance)
}

/// Marks every text column of what officers work with.
async fn plant(db: &PgPool) {
    for user in ["usr_demo1", "usr_demo2"] {
        for statement in [
            "insert into screening_results (id, user_id, screening_type, provider, result, match_details)
             values ('scr_' || md5($1), $1, 'sanctions', $2, 'potential_match', jsonb_build_object('name', $2, $2, 1))",
            "insert into screening_decisions (screening_id, outcome, reason, decided_by, decided_at, returned_by, returned_at,
               return_reason)
             values ('scr_' || md5($1), 'true_match', $2, 'usr_demo_officer', now(), 'usr_demo_lead', now(), $2)",
            "insert into rule_settings (id, rule, version, mode, parameters, reason, what_if, proposed_by, decision, decided_by,
               decided_at, decision_reason)
             select 'rul_' || md5($1), rule, max(version) + 1, 'off', '{}', $2, jsonb_build_object('seen', $2),
               'usr_demo_officer', 'rejected', 'usr_demo_lead', now(), $2
             from rule_settings where rule = 'fan_out' group by rule",
            "insert into kyc_events (case_id, decision, status_before, status_after, decided_by, reason)
             select id, 'review', status, status, 'usr_demo_officer', $2 from kyc_cases where user_id = $1",
            "update kyc_assessments set reasons = array[$2], second_accounts = array[$2], obstacles = array[$2]
             where case_id in (select id from kyc_cases where user_id = $1)",
            "insert into aml_alerts (id, user_id, alert_type, severity, details, status, reviewed_by)
             values ('aml_' || md5($1), $1, $2, 'critical', jsonb_build_object('why', $2, $2, 1), 'investigating', $2)",
            "insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id)
             select 'fnd_' || md5($1), t.id, $1, $2, 'rul_velocity_1', 'live', 'high', 90, jsonb_build_object('seen', $2, $2, 1),
               'aml_' || md5($1)
             from transactions t where t.user_id = $1 order by t.id limit 1",
            "insert into aml_alert_events (alert_id, step, officer_id, note, before, after, created_at)
             values ('aml_' || md5($1), 'note', 'usr_demo_officer', $2, jsonb_build_object('seen', $2), jsonb_build_object($2, 1), now())",
            "insert into aml_alert_views (officer_id, name, query, created_at)
             values ('usr_demo_officer', $2 || $1, $2, now())",
            "insert into str_reports (id, user_id, alert_id, report_type, reference_number, details)
             values ('str_' || md5($1), $1, 'aml_' || md5($1), $2, $2, jsonb_build_object('story', $2, $2, 1))",
            "insert into complaint_events (complaint_id, step, officer_id, status_before, status_after, due_before,
               due_after, note, created_at)
             select id, 'note', 'usr_demo_officer', status, status, due_on, due_on, $2, now() from complaints
             where user_id = $1",
            "insert into data_request_events (request_id, step, officer_id, status_before, status_after, due_before,
               due_after, note, created_at)
             select id, 'note', 'usr_demo_officer', status, status, due_on, due_on, $2, now()
             from data_access_requests where user_id = $1",
            "update data_access_requests set notes = $2 where user_id = $1",
            "insert into str_report_alerts (report_id, alert_id)
             select 'str_' || md5(u), 'aml_' || md5(u) from (values ($1, $2)) as planted (u, marker)",
            "insert into str_statements (report_id, number, body, written_by)
             values ('str_' || md5($1), 1, $2, 'usr_demo_officer')",
            "insert into str_statement_transactions (report_id, number, transaction_id)
             select 'str_' || md5(u), 1, t.id from (values ($1, $2)) as planted (u, marker)
             join transactions t on t.user_id = u",
            "insert into str_report_steps (report_id, step, officer_id, reason)
             values ('str_' || md5($1), 'begin', 'usr_demo_officer', $2)",
            "insert into audit_log (id, user_id, action, resource_type, resource_id, details, ip_address, user_agent)
             values ('aud_' || md5($1), $1, 'screening.' || $2, $2, $2, jsonb_build_object('found', $2), $2, $2)",
        ] {
            sqlx::query(statement).bind(user).bind(MARKER).execute(db).await.unwrap();
        }
    }
}

/// The demo customer sends money and Kari pays in their shop, both under suspicion, and an officer has begun to look.
pub async fn suspicion(site: &Site, demo: &Browser<'_>, kari: &Browser<'_>) -> Suspicion {
    plant(&site.db).await;
    let quote = demo.quote("rcp_demo1", "2000").await;
    let led = demo.confirm(&quote, "bac_demo1", "wall").await;
    let remittance = led.location().unwrap().strip_prefix("/activity/").expect("no bank's page").to_owned();
    let token = site.sale("129").await;
    let fields = [
        ("form[token]", token.as_str()),
        ("form[amount]", "129.00"),
        ("form[account]", "bac_demo3"),
        ("form[idempotency_key]", "wall"),
    ];
    let led = kari.post_form("/api/pay/confirm", &fields).await;
    let sale = led.location().unwrap().strip_prefix("/activity/").expect("no bank's page").to_owned();
    let code: String = sqlx::query_scalar("select qr_code_id from transactions where id = $1")
        .bind(&sale)
        .fetch_one(&site.db)
        .await
        .unwrap();
    let holds: Vec<HoldId> = list(&site.state, &Officer::decide(Some(&officer())).unwrap())
        .await
        .unwrap()
        .into_iter()
        .map(|hold| hold.id)
        .collect();
    assert_eq!(holds.len(), 2);
    for hold in &holds {
        let words = format!("{MARKER}: looked at the passport");
        take(&site.state, &officer(), None, hold, (Step::Propose, &words)).await.unwrap();
    }
    Suspicion { remittance, sale, code, token, holds }
}

/// Takes away everything that officers know. What is left is what an ordinary customer has.
pub async fn forget(db: &PgPool) {
    for statement in [
        "truncate payment_holds, payment_hold_decisions",
        "delete from str_reports",
        "delete from aml_findings",
        "delete from aml_alert_events",
        "delete from aml_alert_views",
        "delete from aml_alerts",
        "delete from screening_decisions",
        "delete from screening_results",
        "delete from rule_settings where version > 1",
    ] {
        sqlx::query(statement).execute(db).await.unwrap();
    }
}
