//! Tests of the overview, each on a database of its own.
use domain::access::{Actor, KycStatus, Officer, Role};
use domain::compliance::finding::{RuleName, Severity};
use sqlx::PgPool;

use super::service::overview;
use crate::testing::{World, world};

fn officer() -> Officer {
    let actor = Actor {
        user_id: "usr_demo_officer".parse().unwrap(),
        role: Role::Compliance,
        kyc: KycStatus::Approved,
    };
    Officer::decide(Some(&actor)).unwrap()
}

/// Everything that is open or closed before the test begins goes.
async fn emptied(db: &PgPool) {
    for statement in
        ["truncate payment_holds, payment_hold_decisions, str_reports, aml_findings, aml_alerts, complaints,
           data_access_requests cascade"]
    {
        sqlx::query(statement).execute(db).await.unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn figures_of_an_empty_house_are_nothing(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    emptied(&db).await;
    let found = overview(&state, &officer()).await.unwrap();
    assert_eq!((found.open(), found.overdue(), found.holds), (0, 0, 0));
    assert_eq!(found.alerts[0].severity, Severity::Critical, "the gravest first");
    assert_eq!(found.closed.days.len(), 14);
    assert!(found.rules.is_empty() && found.closed.median_minutes.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn open_and_closed_alerts_are_counted_by_what_they_are(db: PgPool) {
    let World { state, .. } = world(db.clone()).await;
    emptied(&db).await;
    let now = state.clock.now();
    sqlx::query(
        "insert into aml_alerts (id, user_id, alert_type, severity, status, assigned_to, created_at, due_at, closed_at, outcome)
         select id, 'usr_demo' || who, rule, severity, status, assigned_to, $1 - age, $1 + due, $1 - closed, outcome
         from (values
           ('aml_a', '1', 'structuring', 'critical', 'open', null, interval '5 hours', interval '-1 hour', null, null),
           ('aml_b', '2', 'structuring', 'critical', 'investigating', 'usr_demo_officer', interval '2 hours', interval '2 hours', null, null),
           ('aml_c', '1', 'velocity', 'low', 'escalated', 'usr_demo_officer2', interval '40 days', interval '-20 days', null, null),
           ('aml_d', '1', 'fan_out', 'low', 'resolved', null, interval '3 days', interval '1 day', interval '2 days', 'false_positive'),
           ('aml_e', '1', 'fan_out', 'low', 'resolved', null, interval '4 days', interval '-3 days', interval '2 days', 'explained'),
           ('aml_f', '2', 'fan_out', 'low', 'resolved', null, interval '70 days', interval '-3 days', interval '60 days', 'false_positive')
         ) as it (id, who, rule, severity, status, assigned_to, age, due, closed, outcome)",
    )
    .bind(now)
    .execute(&db)
    .await
    .unwrap();
    let found = overview(&state, &officer()).await.unwrap();
    assert_eq!((found.alerts[0].open, found.alerts[0].overdue), (2, 1));
    assert_eq!((found.open(), found.overdue()), (3, 2));
    assert_eq!((found.mine, found.unassigned, found.escalated), (1, 1, 1));
    assert_eq!(found.ages, [2, 0, 0, 0, 1]);
    assert_eq!((found.closed.count, found.closed.in_time), (2, 1));
    assert_eq!(found.closed.median_minutes, Some(24 * 60));
    assert_eq!(found.closed.days.iter().map(|(_, count)| count).sum::<i64>(), 2);
    assert_eq!(found.rules.len(), 1);
    let rate = &found.rules[0];
    assert_eq!((rate.rule, rate.closed, rate.false_positives, rate.percent()), (RuleName::FanOut, 3, 2, 67));
}
