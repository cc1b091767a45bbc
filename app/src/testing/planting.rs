//! What monitoring and screening find, put there for tests of what follows from it.
use domain::access::{Actor, KycStatus, Role};
use sqlx::PgPool;

#[must_use]
pub fn officer() -> Actor {
    Actor { user_id: "usr_demo_officer".parse().unwrap(), role: Role::Compliance, kyc: KycStatus::Approved }
}

#[must_use]
pub fn lead() -> Actor {
    Actor { user_id: "usr_demo_lead".parse().unwrap(), role: Role::Admin, kyc: KycStatus::Approved }
}

/// A customer may stand on a sanctions list.
pub async fn sanctions_match(db: &PgPool, user: &str) {
    for statement in [
        "update screening_results set superseded_at = now() where subject_id = $1",
        "insert into screening_results (id, user_id, screening_type, result)
         values ('scr_' || $1, $1, 'sanctions', 'potential_match')",
    ] {
        sqlx::query(statement).bind(user).execute(db).await.unwrap();
    }
}

/// From now on whatever the demo customer sends home is something critical: the second transfer within an hour.
pub async fn critical_findings(db: &PgPool) {
    for statement in [
        "update rule_settings set current = false where rule = 'velocity'",
        r#"insert into rule_settings (id, rule, version, mode, parameters, reason, what_if, proposed_by, decision, decided_by,
             decided_at, decision_reason, current)
           select 'rul_velocity_2', rule, 2, 'live',
             parameters || '{"hour_count": 2, "critical_hour_count": 2, "day_sum_kroner": 1000}', 'a test', '{}',
             'usr_demo_officer', 'approved', 'usr_demo_lead', now(), 'a test', true
           from rule_settings where rule = 'velocity'"#,
        "insert into transactions (id, user_id, type, status, amount, fee, recipient_id, send_amount, send_currency,
           receive_amount, receive_currency, exchange_rate, created_at)
         select 'txn_planted', user_id, type, 'completed', amount, fee, recipient_id, send_amount, send_currency,
           receive_amount, receive_currency, exchange_rate, timestamptz '2026-11-24 08:50Z'
         from transactions where id = 'txn_demo1'",
    ] {
        sqlx::query(statement).execute(db).await.unwrap();
    }
}
