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

/// From now on every payment is something critical.
pub async fn critical_findings(db: &PgPool) {
    for statement in [
        "create function plant_critical() returns trigger language plpgsql as $$
         begin
           insert into aml_alerts (id, user_id, alert_type, severity, transaction_id)
           values ('aml_' || substr(md5(new.id), 1, 16), new.user_id, 'large_amount', 'critical', new.id);
           return new;
         end
         $$",
        "create trigger plant_critical after insert on transactions for each row execute function plant_critical()",
    ] {
        sqlx::query(statement).execute(db).await.unwrap();
    }
}
