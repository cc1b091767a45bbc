//! All SQL of the command line: which migrations a database has had, and who may serve.
use sqlx::{PgConnection, PgPool};

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

/// Grants a role what the server needs: see migrations/20261127240100_application_role.sql.
pub(super) async fn grant_to(connection: &mut PgConnection, role: &str) -> sqlx::Result<()> {
    sqlx::query!("select drop_grant_to($1)", role).execute(connection).await?;
    Ok(())
}
