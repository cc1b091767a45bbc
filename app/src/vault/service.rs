//! Sealing anew: with the first key, whatever was sealed with an older one or not at all.
use sqlx::{PgConnection, PgPool};

use super::store::{self, ConsentSecrets, Factor, Link, Number, Sealed};
use super::{Place, Vault, VaultError};

/// Rows of one transaction: short enough that nobody waits for them.
const BATCH_ROWS: i64 = 200;

/// The place of a consent's id at its bank.
#[must_use]
pub const fn consent_ref(row: &str) -> Place<'_> {
    Place { table: "bank_consents", column: "consent_ref", row }
}

/// What fingerprints of a consent's id are made for.
pub const CONSENT_REF: &str = "bank_consents.consent_ref";

/// The place of the way to a consent's approval page.
#[must_use]
pub const fn consent_link(row: &str) -> Place<'_> {
    Place { table: "bank_consents", column: "sca_redirect", row }
}

/// The place of the way to a payment's approval page.
#[must_use]
pub const fn payment_link(row: &str) -> Place<'_> {
    Place { table: "payment_orders", column: "sca_redirect", row }
}

/// The place of a national identity number.
#[must_use]
pub const fn national_id(row: &str) -> Place<'_> {
    Place { table: "kyc_cases", column: "national_id", row }
}

/// The place of what an authenticator app and the site share.
#[must_use]
pub const fn second_factor(row: &str) -> Place<'_> {
    Place { table: "second_factors", column: "secret", row }
}

/// The place of a letter that waits.
#[must_use]
pub const fn letter(row: &str) -> Place<'_> {
    Place { table: "mail_outbox", column: "letter", row }
}

/// The place of a browser's address and keys.
#[must_use]
pub const fn subscription(row: &str) -> Place<'_> {
    Place { table: "push_subscriptions", column: "subscription", row }
}

/// What fingerprints of a national identity number are made for.
pub const NATIONAL_ID: &str = "kyc_cases.national_id";

/// How many rows were sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    pub consents: u64,
    pub payments: u64,
    pub identities: u64,
    pub factors: u64,
    pub letters: u64,
    pub browsers: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Seals everything with the first key that is not so yet. Stopped half-way it goes on where it was; done twice it
/// finds nothing. Needs every key that something is still sealed with.
pub async fn rotate(db: &PgPool, vault: &Vault) -> Result<Rotated, RotateError> {
    let mut rotated = Rotated::default();
    let prefix = vault.prefix();
    let mut after = String::new();
    loop {
        let mut tx = db.begin().await?;
        let rows = store::consents_in_tx(&mut tx, &prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { break };
        after = last.id.clone();
        for row in &rows {
            seal_consent_in_tx(&mut tx, vault, row).await?;
            rotated.consents += 1;
        }
        tx.commit().await?;
    }
    after.clear();
    loop {
        let mut tx = db.begin().await?;
        let rows = store::payments_in_tx(&mut tx, &prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { break };
        after = last.id.clone();
        for Link { id, link } in &rows {
            let sealed = vault.seal(payment_link(id), &vault.open_old(payment_link(id), link)?)?;
            store::save_payment_in_tx(&mut tx, id, &sealed).await?;
            rotated.payments += 1;
        }
        tx.commit().await?;
    }
    rotated.identities = rotate_identities(db, vault, &prefix).await?;
    rotated.factors = rotate_factors(db, vault, &prefix).await?;
    rotated.letters = rotate_letters(db, vault, &prefix).await?;
    rotated.browsers = rotate_browsers(db, vault, &prefix).await?;
    Ok(rotated)
}

/// Nobody reads the numbers: they go from one seal into another.
async fn rotate_identities(db: &PgPool, vault: &Vault, prefix: &str) -> Result<u64, RotateError> {
    let (mut sealed_anew, mut after) = (0, String::new());
    loop {
        let mut tx = db.begin().await?;
        let rows = store::numbers_in_tx(&mut tx, prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(sealed_anew) };
        after = last.id.clone();
        for Number { id, number } in &rows {
            let plain = vault.open(national_id(id), number)?;
            let sealed = vault.seal(national_id(id), &plain)?;
            store::save_number_in_tx(&mut tx, id, &sealed, &vault.fingerprint(NATIONAL_ID, &plain)).await?;
            sealed_anew += 1;
        }
        tx.commit().await?;
    }
}

async fn rotate_factors(db: &PgPool, vault: &Vault, prefix: &str) -> Result<u64, RotateError> {
    let (mut sealed_anew, mut after) = (0, String::new());
    loop {
        let mut tx = db.begin().await?;
        let rows = store::factors_in_tx(&mut tx, prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(sealed_anew) };
        after = last.user_id.clone();
        for Factor { user_id, secret } in &rows {
            let sealed = vault.seal(second_factor(user_id), &vault.open(second_factor(user_id), secret)?)?;
            store::save_factor_in_tx(&mut tx, user_id, &sealed).await?;
            sealed_anew += 1;
        }
        tx.commit().await?;
    }
}

async fn rotate_letters(db: &PgPool, vault: &Vault, prefix: &str) -> Result<u64, RotateError> {
    let (mut sealed_anew, mut after) = (0, String::new());
    loop {
        let mut tx = db.begin().await?;
        let rows = store::letters_in_tx(&mut tx, prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(sealed_anew) };
        after = last.id.clone();
        for Sealed { id, text } in &rows {
            let sealed = vault.seal(letter(id), &vault.open(letter(id), text)?)?;
            store::save_letter_in_tx(&mut tx, id, &sealed).await?;
            sealed_anew += 1;
        }
        tx.commit().await?;
    }
}

async fn rotate_browsers(db: &PgPool, vault: &Vault, prefix: &str) -> Result<u64, RotateError> {
    let (mut sealed_anew, mut after) = (0, String::new());
    loop {
        let mut tx = db.begin().await?;
        let rows = store::subscriptions_in_tx(&mut tx, prefix, &after, BATCH_ROWS).await?;
        let Some(last) = rows.last() else { return Ok(sealed_anew) };
        after = last.id.clone();
        for Sealed { id, text } in &rows {
            let sealed = vault.seal(subscription(id), &vault.open(subscription(id), text)?)?;
            store::save_subscription_in_tx(&mut tx, id, &sealed).await?;
            sealed_anew += 1;
        }
        tx.commit().await?;
    }
}

async fn seal_consent_in_tx(
    tx: &mut PgConnection,
    vault: &Vault,
    row: &ConsentSecrets,
) -> Result<(), RotateError> {
    let plain = vault.open_old(consent_ref(&row.id), &row.consent_ref)?;
    let link = match &row.sca_redirect {
        Some(link) => {
            let place = consent_link(&row.id);
            Some(vault.seal(place, &vault.open_old(place, link)?)?)
        }
        None => None,
    };
    let sealed = ConsentSecrets {
        id: row.id.clone(),
        consent_ref: vault.seal(consent_ref(&row.id), &plain)?,
        sca_redirect: link,
    };
    store::save_consent_in_tx(tx, &sealed, &vault.fingerprint(CONSENT_REF, &plain)).await?;
    Ok(())
}
