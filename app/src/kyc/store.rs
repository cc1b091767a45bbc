//! All SQL of what customers hand in.
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{KycCaseId, UserId};
use sqlx::{PgConnection, PgPool};

pub(super) struct LastRow {
    pub status: String,
    pub national_id_masked: String,
    pub nationality: String,
    pub street: String,
    pub postal_code: String,
    pub city: String,
    pub employment: String,
    pub occupation: String,
    pub purpose: String,
    pub source_of_funds: String,
    pub exposure: String,
    pub monthly: String,
    pub asked: Vec<String>,
    pub submitted_at: DateTime<Utc>,
}

/// The person, and what they handed in last.
pub(super) struct PersonRow {
    pub date_of_birth: Option<NaiveDate>,
    pub last: Option<LastRow>,
}

pub(super) async fn person(db: &PgPool, user: &UserId) -> sqlx::Result<Option<PersonRow>> {
    let row = sqlx::query!(
        r#"
        select u.date_of_birth, c.status as "status?", c.national_id_masked as "national_id_masked?",
          c.nationality as "nationality?", c.street as "street?", c.postal_code as "postal_code?", c.city as "city?",
          c.employment as "employment?", c.occupation as "occupation?", c.purpose as "purpose?",
          c.source_of_funds as "source_of_funds?", c.exposure as "exposure?", c.monthly as "monthly?",
          c.asked as "asked?", c.submitted_at as "submitted_at?"
        from users u left join lateral (
          select * from kyc_cases where user_id = u.id order by submitted_at desc, id desc limit 1
        ) c on true
        where u.id = $1
        "#,
        user.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| PersonRow {
        date_of_birth: row.date_of_birth,
        last: row.status.zip(row.submitted_at).map(|(status, submitted_at)| LastRow {
            status,
            national_id_masked: row.national_id_masked.unwrap_or_default(),
            nationality: row.nationality.unwrap_or_default(),
            street: row.street.unwrap_or_default(),
            postal_code: row.postal_code.unwrap_or_default(),
            city: row.city.unwrap_or_default(),
            employment: row.employment.unwrap_or_default(),
            occupation: row.occupation.unwrap_or_default(),
            purpose: row.purpose.unwrap_or_default(),
            source_of_funds: row.source_of_funds.unwrap_or_default(),
            exposure: row.exposure.unwrap_or_default(),
            monthly: row.monthly.unwrap_or_default(),
            asked: row.asked.unwrap_or_default(),
            submitted_at,
        }),
    }))
}

pub(super) struct StandingRow {
    pub kyc_status: String,
    pub date_of_birth: Option<NaiveDate>,
    pub last_status: Option<String>,
}

/// The customer, locked: two forms of one customer are taken one after the other.
pub(super) async fn lock_person_in_tx(
    tx: &mut PgConnection,
    user: &UserId,
) -> sqlx::Result<Option<StandingRow>> {
    let Some(person) =
        sqlx::query!("select kyc_status, date_of_birth from users where id = $1 for update", user.as_str())
            .fetch_optional(&mut *tx)
            .await?
    else {
        return Ok(None);
    };
    // A statement of its own: one that waited for the lock would not see what was handed in meanwhile.
    let last_status = sqlx::query_scalar!(
        "select status from kyc_cases where user_id = $1 order by submitted_at desc, id desc limit 1",
        user.as_str()
    )
    .fetch_optional(tx)
    .await?;
    Ok(Some(StandingRow { kyc_status: person.kyc_status, date_of_birth: person.date_of_birth, last_status }))
}

pub(super) struct NewCase<'a> {
    pub id: &'a KycCaseId,
    pub user: &'a UserId,
    /// Sealed, for this row.
    pub national_id: &'a str,
    pub national_id_hash: &'a str,
    pub national_id_masked: &'a str,
    pub nationality: &'a str,
    pub street: &'a str,
    pub postal_code: &'a str,
    pub city: &'a str,
    pub employment: &'a str,
    pub occupation: &'a str,
    pub purpose: &'a str,
    pub source_of_funds: &'a str,
    pub exposure: &'a str,
    pub monthly: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_case_in_tx(tx: &mut PgConnection, case: &NewCase<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        insert into kyc_cases (id, user_id, national_id, national_id_hash, national_id_masked, nationality, street,
          postal_code, city, employment, occupation, purpose, source_of_funds, exposure, monthly, submitted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        "#,
        case.id.as_str(),
        case.user.as_str(),
        case.national_id,
        case.national_id_hash,
        case.national_id_masked,
        case.nationality,
        case.street,
        case.postal_code,
        case.city,
        case.employment,
        case.occupation,
        case.purpose,
        case.source_of_funds,
        case.exposure,
        case.monthly,
        case.now
    )
    .execute(tx)
    .await?;
    Ok(())
}
