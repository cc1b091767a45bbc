//! All SQL of the pages of matches.
use chrono::{DateTime, NaiveDate, Utc};
use domain::compliance::watchlist::Content;
use domain::ids::{ScreeningId, UserId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgPool;
use sqlx::types::Json;

/// Settled matches that filters look through, the newest.
const SETTLED_SEARCHED_MAX: i64 = 5_000;

/// What the queue is narrowed to; what is none narrows nothing.
pub(super) struct Narrowing<'a> {
    /// Only those that wait for a second officer; else only those that do not.
    pub second: bool,
    pub kind: Option<&'a str>,
    pub result: Option<&'a str>,
    pub source: Option<&'a str>,
    /// A pattern of `ilike`.
    pub search: Option<&'a str>,
    pub after: Option<(&'a str, DateTime<Utc>, &'a str)>,
    pub limit: i64,
}

pub(super) struct LineRow {
    pub id: String,
    pub subject_id: String,
    pub name: String,
    pub customer: String,
    pub result: String,
    pub score: Option<i32>,
    pub listed_as: Option<String>,
    pub source: Option<String>,
    pub found_at: DateTime<Utc>,
    pub proposed_by: Option<String>,
    pub proposer: Option<String>,
    pub settled_as: Option<String>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// Open matches, the gravest first and then the oldest. The index of open ones gives the order; the other conditions are
/// looked at row by row until the page is full, and names are joined to the page alone.
pub(super) async fn open(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let after = by.after;
    sqlx::query_as!(
        LineRow,
        r#"
        select r.id, r.subject_id as "subject_id!",
          coalesce(c.name, m.business_name, u.first_name || ' ' || u.last_name) as "name!",
          u.first_name || ' ' || u.last_name as "customer!", r.result, r.score,
          r.match_details->>'listed_as' as listed_as, r.match_details->>'source' as source, r.found_at,
          d.decided_by as "proposed_by?", o.first_name || ' ' || o.last_name as proposer, r.settled_as, r.settled_at
        from (
          select * from screening_results r
          where superseded_at is null and settled_as is null and result in ('match', 'potential_match')
            and $1 = exists(select from screening_decisions d where d.screening_id = r.id
              and d.outcome = 'false_match' and d.confirmed_by is null and d.returned_at is null)
            and (result, found_at, id) > (coalesce($2, ''), coalesce($3, '-infinity'::timestamptz), coalesce($4, ''))
            and ($5::text is null or $5 = case when recipient_id is not null then 'recipient'
              when merchant_id is not null then 'shop' else 'customer' end)
            and ($6::text is null or result = $6)
            and ($7::text is null or match_details->>'source' = $7)
            and ($8::text is null or concat_ws(' ', id, subject_id, user_id, match_details->>'names',
              match_details->>'listed_as', match_details->>'external_id') ilike $8
              or exists(select from users u where u.id = r.user_id and u.first_name || ' ' || u.last_name ilike $8))
          order by result, found_at, id limit $9
        ) r
        join users u on u.id = r.user_id
        left join recipients c on c.id = r.recipient_id
        left join merchants m on m.id = r.merchant_id
        left join screening_decisions d on d.screening_id = r.id and d.outcome = 'false_match'
          and d.confirmed_by is null and d.returned_at is null
        left join users o on o.id = d.decided_by
        order by r.result, r.found_at, r.id
        "#,
        by.second,
        after.map(|it| it.0),
        after.map(|it| it.1),
        after.map(|it| it.2),
        by.kind,
        by.result,
        by.source,
        by.search,
        by.limit
    )
    .fetch_all(db)
    .await
}

/// Settled matches, the newest first. Filters look through a bounded number of them.
pub(super) async fn settled(db: &PgPool, by: &Narrowing<'_>) -> sqlx::Result<Vec<LineRow>> {
    let after = by.after;
    sqlx::query_as!(
        LineRow,
        r#"
        select r.id, r.subject_id as "subject_id!",
          coalesce(c.name, m.business_name, u.first_name || ' ' || u.last_name) as "name!",
          u.first_name || ' ' || u.last_name as "customer!", r.result, r.score,
          r.match_details->>'listed_as' as listed_as, r.match_details->>'source' as source, r.found_at,
          null as "proposed_by?", null as proposer, r.settled_as, r.settled_at
        from (
          select * from (
            select * from screening_results
            where settled_as is not null
              and (settled_at, id) < (coalesce($1, 'infinity'::timestamptz), coalesce($2, ''))
            order by settled_at desc, id desc limit $8
          ) n
          where ($3::text is null or $3 = case when recipient_id is not null then 'recipient'
              when merchant_id is not null then 'shop' else 'customer' end)
            and ($4::text is null or result = $4)
            and ($5::text is null or match_details->>'source' = $5)
            and ($6::text is null or concat_ws(' ', id, subject_id, user_id, match_details->>'names',
              match_details->>'listed_as', match_details->>'external_id') ilike $6
              or exists(select from users u where u.id = n.user_id and u.first_name || ' ' || u.last_name ilike $6))
          order by settled_at desc, id desc limit $7
        ) r
        join users u on u.id = r.user_id
        left join recipients c on c.id = r.recipient_id
        left join merchants m on m.id = r.merchant_id
        order by r.settled_at desc, r.id desc
        "#,
        after.map(|it| it.1),
        after.map(|it| it.2),
        by.kind,
        by.result,
        by.source,
        by.search,
        by.limit,
        SETTLED_SEARCHED_MAX
    )
    .fetch_all(db)
    .await
}

pub(super) struct CountsRow {
    pub new: i64,
    pub second: i64,
    pub for_you: i64,
}

/// How much waits, counted up to `limit`: no count ever reads more than that many rows of an index.
pub(super) async fn counts(db: &PgPool, officer: &UserId, limit: i64) -> sqlx::Result<CountsRow> {
    sqlx::query_as!(
        CountsRow,
        r#"
        with second as materialized (
          select d.decided_by from screening_decisions d join screening_results r on r.id = d.screening_id
          where d.outcome = 'false_match' and d.confirmed_by is null and d.returned_at is null
            and r.superseded_at is null and r.settled_as is null
          limit $2
        )
        select
          (select count(*) from (
            select from screening_results r
            where r.superseded_at is null and r.settled_as is null and r.result in ('match', 'potential_match')
              and not exists (select from screening_decisions d where d.screening_id = r.id
                and d.outcome = 'false_match' and d.confirmed_by is null and d.returned_at is null)
            limit $2) n) as "new!",
          (select count(*) from second) as "second!",
          (select count(*) from second where decided_by <> $1) as "for_you!"
        "#,
        officer.as_str(),
        limit
    )
    .fetch_one(db)
    .await
}

pub(super) struct CaseRow {
    pub subject_id: String,
    pub user_id: String,
    pub customer: String,
    pub born: Option<NaiveDate>,
    pub customer_since: DateTime<Utc>,
    pub nationality: Option<String>,
    pub recipient: Option<String>,
    pub recipient_country: Option<String>,
    pub recipient_bank: Option<String>,
    pub recipient_since: Option<DateTime<Utc>>,
    pub shop: Option<String>,
    pub registered_name: Option<String>,
    pub org_number: Option<String>,
    pub shop_since: Option<DateTime<Utc>>,
    pub result: String,
    pub score: Option<i32>,
    pub details: Option<Value>,
    pub subject_hash: Option<String>,
    pub found_at: DateTime<Utc>,
    pub screened_at: DateTime<Utc>,
    pub superseded_at: Option<DateTime<Utc>>,
    pub settled_as: Option<String>,
    pub source: Option<String>,
    pub external_id: Option<String>,
    pub listed_since: Option<DateTime<Utc>>,
    pub entry_changed: Option<bool>,
    pub entry_removed: Option<bool>,
    pub content: Option<Json<Content>>,
    pub words: Json<Vec<WordRow>>,
    pub others: Json<Vec<OtherRow>>,
    pub holds: Vec<String>,
    /// The one that comes after it in the queue.
    pub next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct WordRow {
    pub outcome: String,
    pub reason: String,
    pub decided_by: String,
    pub by: String,
    pub at: DateTime<Utc>,
    pub confirmer: Option<String>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub returner: Option<String>,
    pub returned_at: Option<DateTime<Utc>>,
    pub return_reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct OtherRow {
    pub id: String,
    pub listed_as: Option<String>,
    pub score: Option<i32>,
    pub settled_as: Option<String>,
}

/// A match with everything beside it: one round trip. `limit` bounds what stands beside it.
pub(super) async fn case(db: &PgPool, id: &ScreeningId, limit: i64) -> sqlx::Result<Option<CaseRow>> {
    sqlx::query_as!(
        CaseRow,
        r#"
        select r.subject_id as "subject_id!", r.user_id, u.first_name || ' ' || u.last_name as "customer!",
          u.date_of_birth as born, u.created_at as customer_since,
          (select k.nationality from kyc_cases k where k.user_id = r.user_id
            order by k.submitted_at desc, k.id desc limit 1) as nationality,
          c.name as "recipient?", c.country as "recipient_country?", c.bank_name as "recipient_bank?",
          c.created_at as "recipient_since?", m.business_name as "shop?", m.registered_name as "registered_name?",
          m.org_number as "org_number?", m.created_at as "shop_since?", r.result, r.score, r.match_details as details,
          r.subject_hash, r.found_at, r.screened_at, r.superseded_at, r.settled_as, e.source as "source?",
          e.external_id as "external_id?", w.imported_at as "listed_since?",
          e.content_hash <> r.entry_hash as "entry_changed?", e.removed_version is not null as "entry_removed?",
          (select t.content from watchlist_contents t where t.entry_id = r.entry_id and t.content_hash = r.entry_hash
            order by t.version desc limit 1) as "content: Json<Content>",
          coalesce((
            select json_agg(json_build_object('outcome', d.outcome, 'reason', d.reason, 'decided_by', d.decided_by,
              'by', o.first_name || ' ' || o.last_name, 'at', d.decided_at,
              'confirmer', s.first_name || ' ' || s.last_name, 'confirmed_at', d.confirmed_at,
              'returner', b.first_name || ' ' || b.last_name, 'returned_at', d.returned_at,
              'return_reason', d.return_reason) order by d.id desc)
            from (select * from screening_decisions where screening_id = r.id order by id desc limit $2) d
            join users o on o.id = d.decided_by
            left join users s on s.id = d.confirmed_by
            left join users b on b.id = d.returned_by
          ), '[]') as "words!: Json<Vec<WordRow>>",
          coalesce((
            select json_agg(json_build_object('id', n.id, 'listed_as', n.match_details->>'listed_as', 'score', n.score,
              'settled_as', n.settled_as) order by n.score desc nulls last, n.id)
            from (select * from screening_results n where n.user_id = r.user_id and n.subject_id = r.subject_id
              and n.superseded_at is null and n.result in ('match', 'potential_match') and n.id <> r.id limit $2) n
          ), '[]') as "others!: Json<Vec<OtherRow>>",
          array(
            select h.id from payment_holds h join transactions t on t.id = h.transaction_id
            where t.user_id = r.user_id and h.closed_at is null order by h.created_at limit $2
          ) as "holds!",
          (
            select n.id from screening_results n
            where n.superseded_at is null and n.settled_as is null and n.result in ('match', 'potential_match')
              and (n.result, n.found_at, n.id) > (r.result, r.found_at, r.id)
              and not exists (select from screening_decisions d where d.screening_id = n.id
                and d.outcome = 'false_match' and d.confirmed_by is null and d.returned_at is null)
            order by n.result, n.found_at, n.id limit 1
          ) as "next?"
        from screening_results r
        join users u on u.id = r.user_id
        left join recipients c on c.id = r.recipient_id
        left join merchants m on m.id = r.merchant_id
        left join watchlist_entries e on e.id = r.entry_id
        left join watchlists w on w.version = e.first_version
        where r.id = $1 and r.result in ('match', 'potential_match')
        "#,
        id.as_str(),
        limit
    )
    .fetch_optional(db)
    .await
}

/// Whom nothing could be found out about, counted up to `limit`.
pub(super) async fn failed(db: &PgPool, limit: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from (
          select from screening_results where superseded_at is null and result = 'error' limit $1
        ) f
        "#,
        limit
    )
    .fetch_one(db)
    .await
}
