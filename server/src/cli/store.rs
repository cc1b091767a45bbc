//! All SQL of the command line: which migrations a database has had.
use sqlx::PgPool;

/// Versions of the migrations that were applied; none in an empty database.
pub(super) async fn applied_migrations(db: &PgPool) -> sqlx::Result<Vec<i64>> {
    let known = sqlx::query_scalar!(r#"select to_regclass('_sqlx_migrations') is not null as "known!""#)
        .fetch_one(db)
        .await?;
    if !known {
        return Ok(Vec::new());
    }
    sqlx::query_scalar!("select version from _sqlx_migrations where success").fetch_all(db).await
}
