//! All SQL of changes that somebody may have missed.
use domain::ids::UserId;
use sqlx::PgPool;

/// The number of the newest change of all.
pub(super) async fn newest(db: &PgPool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "newest!" from payment_order_events"#)
        .fetch_one(db)
        .await
}

pub(super) struct ChangeRow {
    pub number: i64,
    pub transaction_id: String,
    pub is_payer: bool,
    pub is_owner: bool,
    pub merchant_id: Option<String>,
    pub qr_code_id: Option<String>,
}

/// The changes after a number that concern one customer, as who pays or as the owner of the shop that is paid.
pub(super) async fn after(
    db: &PgPool,
    user: &UserId,
    number: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChangeRow>> {
    sqlx::query_as!(
        ChangeRow,
        r#"
        select e.id as number, o.transaction_id, o.user_id = $1 as "is_payer!",
          coalesce(m.user_id = $1, false) as "is_owner!", t.merchant_id, t.qr_code_id
        from payment_order_events e
        join payment_orders o on o.id = e.payment_order_id
        join transactions t on t.id = o.transaction_id
        left join merchants m on m.id = t.merchant_id
        where e.id > $2 and (o.user_id = $1 or m.user_id = $1)
        order by e.id limit $3
        "#,
        user.as_str(),
        number,
        limit
    )
    .fetch_all(db)
    .await
}
