//! All SQL of sealing anew. Each part that keeps something sealed has its two functions here.
use sqlx::PgConnection;

pub(super) struct ConsentSecrets {
    pub id: String,
    pub consent_ref: String,
    pub sca_redirect: Option<String>,
}

/// Consents of which something is not sealed with the first key, from just after an id; locked.
pub(super) async fn consents_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<ConsentSecrets>> {
    sqlx::query_as!(
        ConsentSecrets,
        r#"
        select id, consent_ref, sca_redirect from bank_consents
        where id > $2 and not (starts_with(consent_ref, $1) and coalesce(starts_with(sca_redirect, $1), true))
        order by id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_consent_in_tx(
    tx: &mut PgConnection,
    sealed: &ConsentSecrets,
    fingerprint: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update bank_consents set consent_ref = $2, sca_redirect = $3, consent_ref_hash = $4 where id = $1",
        sealed.id,
        sealed.consent_ref,
        sealed.sca_redirect,
        fingerprint
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Link {
    pub id: String,
    pub link: String,
}

/// Payments whose way to the approval page is not sealed with the first key, from just after an id; locked.
pub(super) async fn payments_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Link>> {
    sqlx::query_as!(
        Link,
        r#"
        select id, sca_redirect as "link!" from payment_orders
        where id > $2 and sca_redirect is not null and not starts_with(sca_redirect, $1)
        order by id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_payment_in_tx(tx: &mut PgConnection, id: &str, link: &str) -> sqlx::Result<()> {
    sqlx::query!("update payment_orders set sca_redirect = $2 where id = $1", id, link).execute(tx).await?;
    Ok(())
}

pub(super) struct Number {
    pub id: String,
    pub number: String,
}

/// National identity numbers that are not sealed with the first key, from just after an id; locked.
pub(super) async fn numbers_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Number>> {
    sqlx::query_as!(
        Number,
        r#"
        select id, national_id as number from kyc_cases
        where id > $2 and not starts_with(national_id, $1)
        order by id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_number_in_tx(
    tx: &mut PgConnection,
    id: &str,
    sealed: &str,
    fingerprint: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update kyc_cases set national_id = $2, national_id_hash = $3 where id = $1",
        id,
        sealed,
        fingerprint
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) struct Factor {
    pub user_id: String,
    pub secret: String,
}

/// Secrets of second factors that are not sealed with the first key, from just after a person; locked.
pub(super) async fn factors_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Factor>> {
    sqlx::query_as!(
        Factor,
        r#"
        select user_id, secret from second_factors
        where user_id > $2 and not starts_with(secret, $1)
        order by user_id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_factor_in_tx(tx: &mut PgConnection, user: &str, sealed: &str) -> sqlx::Result<()> {
    sqlx::query!("update second_factors set secret = $2 where user_id = $1", user, sealed)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) struct Sealed {
    pub id: String,
    pub text: String,
}

/// Letters that are not sealed with the first key, from just after an id; locked.
pub(super) async fn letters_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Sealed>> {
    sqlx::query_as!(
        Sealed,
        r#"
        select id, letter as "text!" from mail_outbox
        where id > $2 and letter is not null and not starts_with(letter, $1)
        order by id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_letter_in_tx(tx: &mut PgConnection, id: &str, sealed: &str) -> sqlx::Result<()> {
    sqlx::query!("update mail_outbox set letter = $2 where id = $1", id, sealed).execute(tx).await?;
    Ok(())
}

/// Subscriptions that are not sealed with the first key, from just after an id; locked. The hash of the address is found
/// with any key.
pub(super) async fn subscriptions_in_tx(
    tx: &mut PgConnection,
    prefix: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<Sealed>> {
    sqlx::query_as!(
        Sealed,
        r#"
        select id, subscription as text from push_subscriptions
        where id > $2 and not starts_with(subscription, $1)
        order by id limit $3 for update
        "#,
        prefix,
        after,
        limit
    )
    .fetch_all(tx)
    .await
}

pub(super) async fn save_subscription_in_tx(
    tx: &mut PgConnection,
    id: &str,
    sealed: &str,
) -> sqlx::Result<()> {
    sqlx::query!("update push_subscriptions set subscription = $2 where id = $1", id, sealed)
        .execute(tx)
        .await?;
    Ok(())
}
