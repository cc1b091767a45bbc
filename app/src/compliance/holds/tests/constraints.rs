//! What the database refuses, whoever asks it.
use sqlx::PgPool;

use super::*;
use crate::db::violated_constraint;

async fn constraint(db: &PgPool, statement: &str) -> String {
    let error = sqlx::query(statement).execute(db).await.expect_err(statement);
    violated_constraint(&error).map_or_else(|| error.to_string(), str::to_owned)
}

#[sqlx::test(migrations = "../migrations")]
async fn no_release_of_a_match_without_a_second_officer(db: PgPool) {
    let world = world(db.clone()).await;
    sanctions_match(&db, "usr_demo1").await;
    demo_payment(&world).await;
    let hold = the_hold(&world).await;
    for (statement, wanted) in [
        ("update payment_holds set state = 'released', closed_at = now()", "payment_holds_decision_check"),
        (
            "update payment_holds set state = 'released', closed_at = now(), decision_id = 1, decision_step = 'release'",
            "payment_holds_decision_check",
        ),
        (
            "update payment_holds set state = 'released', closed_at = now(), decision_id = 1, decision_step = 'approve'",
            "payment_holds_decision_fkey",
        ),
        ("update payment_holds set closed_at = now()", "payment_holds_closed_check"),
        (
            "insert into payment_hold_decisions (hold_id, step, officer_id, reason, decided_at)
             select id, 'approve', 'usr_demo_lead', 'a long reason', now() from payment_holds",
            "payment_hold_decisions_answer_check",
        ),
        (
            "insert into payment_hold_decisions (hold_id, step, officer_id, reason, decided_at)
             select id, 'refuse', 'usr_demo_lead', 'short', now() from payment_holds",
            "payment_hold_decisions_reason_check",
        ),
        (
            "insert into payment_holds (id, transaction_id, cause, created_at)
             select 'hld_second', transaction_id, 'rule', now() from payment_holds",
            "payment_holds_open_key",
        ),
    ] {
        assert_eq!(constraint(&db, statement).await, wanted, "{statement}");
    }
    step(&world, &officer(), &hold, Step::Propose).await.unwrap();
    let answer = |officer: &str, proposed_by: &str| {
        format!(
            "insert into payment_hold_decisions (hold_id, step, officer_id, reason, proposal_id, proposed_by, decided_at)
             select hold_id, 'approve', '{officer}', 'a long reason', id, '{proposed_by}', now()
             from payment_hold_decisions where step = 'propose'"
        )
    };
    assert_eq!(
        constraint(&db, &answer("usr_demo_officer", "usr_demo_officer")).await,
        "payment_hold_decisions_two_officers_check"
    );
    // Nor by giving the proposal another author.
    assert_eq!(
        constraint(&db, &answer("usr_demo_officer", "usr_demo_lead")).await,
        "payment_hold_decisions_proposal_fkey"
    );
    step(&world, &lead(), &hold, Step::Approve).await.unwrap();
    let unchanged = constraint(&db, "update payment_holds set closed_at = null, state = 'held'").await;
    assert!(unchanged.contains("a decided hold is not changed"), "{unchanged}");
    let unchanged = constraint(&db, "update payment_hold_decisions set reason = 'another reason'").await;
    assert!(unchanged.contains("are not changed"), "{unchanged}");
}
