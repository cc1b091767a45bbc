//! All SQL of what the back-office shows beside a submission.
use chrono::{DateTime, Utc};
use domain::ids::{KycCaseId, UserId};
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::types::Json;

#[derive(Deserialize)]
pub(super) struct PersonRow {
    pub id: String,
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct HitRow {
    pub id: String,
    pub listed_as: Option<String>,
    pub score: i32,
    pub settled_as: Option<String>,
}

pub(super) struct BesideRow {
    pub people: Json<Vec<PersonRow>>,
    pub hits: Json<Vec<HitRow>>,
    pub next: Option<String>,
}

/// Other accounts by name, what the customer looks like on the lists, and the submission that waits after this one.
pub(super) async fn beside(
    db: &PgPool,
    user: &UserId,
    others: &[String],
    (submitted_at, id): (DateTime<Utc>, &KycCaseId),
) -> sqlx::Result<BesideRow> {
    sqlx::query_as!(
        BesideRow,
        r#"
        select
          coalesce((
            select json_agg(json_build_object('id', u.id, 'name', u.first_name || ' ' || u.last_name) order by u.id)
            from users u where u.id = any($2)
          ), '[]') as "people!: Json<Vec<PersonRow>>",
          coalesce((
            select json_agg(json_build_object('id', s.id, 'listed_as', s.match_details ->> 'listed_as',
              'score', coalesce(s.score, 0), 'settled_as', s.settled_as) order by s.score desc nulls last, s.id)
            from screening_results s
            where s.subject_id = $1 and s.superseded_at is null and s.screening_type = 'sanctions'
              and s.result in ('match', 'potential_match')
          ), '[]') as "hits!: Json<Vec<HitRow>>",
          (
            select c.id from kyc_cases c
            where c.status = 'submitted' and (c.submitted_at, c.id) > ($3, $4) order by c.submitted_at, c.id limit 1
          ) as next
        "#,
        user.as_str(),
        others,
        submitted_at,
        id.as_str()
    )
    .fetch_one(db)
    .await
}
