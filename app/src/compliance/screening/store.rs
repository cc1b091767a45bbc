//! All SQL of who is screened and what was found.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::watchlist::{Holding, SubjectKind};
use serde_json::Value;
use sqlx::PgConnection;

use super::model::Person;
use crate::db;

struct PersonRow {
    id: String,
    user_id: String,
    name: String,
    other_name: Option<String>,
    birth_date: Option<NaiveDate>,
}

impl PersonRow {
    fn person(self, kind: SubjectKind) -> Person {
        let names = std::iter::once(self.name).chain(self.other_name).collect();
        let (id, user_id, birth_date) = (self.id, self.user_id, self.birth_date);
        Person { kind, id, user_id, names, birth_date }
    }
}

/// One subject, whether or not it is still of use.
pub(super) async fn person_in_tx(
    tx: &mut PgConnection,
    kind: SubjectKind,
    id: &str,
) -> sqlx::Result<Option<Person>> {
    let row = match kind {
        SubjectKind::Customer => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, id as user_id, first_name || ' ' || last_name as "name!", null as other_name,
                  date_of_birth as birth_date
                from users where id = $1
                "#,
                id
            )
            .fetch_optional(tx)
            .await?
        }
        SubjectKind::Recipient => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, user_id, name, null as other_name, null::date as birth_date from recipients where id = $1
                "#,
                id
            )
            .fetch_optional(tx)
            .await?
        }
        SubjectKind::Shop => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, user_id, business_name as name, nullif(registered_name, business_name) as other_name,
                  null::date as birth_date
                from merchants where id = $1
                "#,
                id
            )
            .fetch_optional(tx)
            .await?
        }
    };
    Ok(row.map(|row| row.person(kind)))
}

/// Subjects of a kind behind `after`, by id: customers, recipients who can be paid, and shops.
pub(super) async fn people(
    db: &mut PgConnection,
    kind: SubjectKind,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Person>> {
    let rows = match kind {
        SubjectKind::Customer => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, id as user_id, first_name || ' ' || last_name as "name!", null as other_name,
                  date_of_birth as birth_date
                from users
                where id > $1 and role in ('user', 'merchant') and forgotten_at is null order by id limit $2
                "#,
                after,
                limit
            )
            .fetch_all(db)
            .await?
        }
        SubjectKind::Recipient => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, user_id, name, null as other_name, null::date as birth_date
                from recipients where id > $1 and removed_at is null order by id limit $2
                "#,
                after,
                limit
            )
            .fetch_all(db)
            .await?
        }
        SubjectKind::Shop => {
            sqlx::query_as!(
                PersonRow,
                r#"
                select id, user_id, business_name as name, nullif(registered_name, business_name) as other_name,
                  null::date as birth_date
                from merchants where id > $1 order by id limit $2
                "#,
                after,
                limit
            )
            .fetch_all(db)
            .await?
        }
    };
    Ok(rows.into_iter().map(|row| row.person(kind)).collect())
}

/// The results that hold of a subject.
pub(super) async fn holding_in_tx(tx: &mut PgConnection, subject: &str) -> sqlx::Result<Vec<Holding>> {
    let rows = sqlx::query!(
        r#"
        select result, settled_as, subject_hash from screening_results
        where subject_id = $1 and superseded_at is null and screening_type = 'sanctions'
        "#,
        subject
    )
    .fetch_all(tx)
    .await?;
    let holding = rows.into_iter().map(|row| {
        Ok(Holding {
            result: db::parsed("a screening's result", &row.result)?,
            settled_as: row.settled_as.map(|text| db::parsed("a settlement", &text)).transpose()?,
            subject_hash: row.subject_hash,
        })
    });
    holding.collect()
}

pub(super) struct SeenRow {
    pub id: String,
    pub given_id: String,
}

/// Notes that matches which hold were found once more: the same entry, saying the same, for the same name.
pub(super) async fn see_again_in_tx(
    tx: &mut PgConnection,
    given: Value,
    version: Option<i64>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<SeenRow>> {
    sqlx::query_as!(
        SeenRow,
        r#"
        update screening_results r set seen_version = $2, screened_at = $3
        from jsonb_to_recordset($1)
          as g(id text, subject_id text, subject_hash text, result text, entry_id bigint, entry_hash text)
        where r.subject_id = g.subject_id and r.superseded_at is null and r.screening_type = 'sanctions'
          and r.entry_id = g.entry_id and r.entry_hash = g.entry_hash and r.subject_hash = g.subject_hash
          and r.result = g.result
        returning r.id, g.id as "given_id!"
        "#,
        given,
        version,
        now
    )
    .fetch_all(tx)
    .await
}

/// Puts aside what does not hold any more: of subjects that were compared all but what was found again, of the others
/// only what says that they were clear or failed.
pub(super) async fn supersede_in_tx(
    tx: &mut PgConnection,
    subjects: &[String],
    compared: &[String],
    kept: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        update screening_results set superseded_at = $4
        where subject_id = any($1) and superseded_at is null and screening_type = 'sanctions'
          and id <> all($3) and (entry_id is null or subject_id = any($2))
        "#,
        subjects,
        compared,
        kept,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes results. Of two screenings of one subject at the same instant one is enough.
pub(super) async fn insert_in_tx(
    tx: &mut PgConnection,
    rows: Value,
    version: Option<i64>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into screening_results (id, user_id, recipient_id, merchant_id, screening_type, provider, result,
          match_details, screened_at, found_at, subject_hash, list_version, seen_version, entry_id, entry_hash, score)
        select id, user_id, recipient_id, merchant_id, 'sanctions', 'drop', result, nullif(details, 'null'), $3, $3,
          subject_hash, $2, $2, entry_id, entry_hash, score
        from jsonb_to_recordset($1) as g(id text, user_id text, recipient_id text, merchant_id text, result text,
          details jsonb, subject_hash text, entry_id bigint, entry_hash text, score integer)
        on conflict (subject_id, coalesce(entry_id, 0)) where superseded_at is null and screening_type = 'sanctions'
        do nothing
        "#,
        rows,
        version,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}
