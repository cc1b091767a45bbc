//! The demo customers, their accounts and the consents that are valid from the start.
//!
//! The ids and numbers are fixed, so that another program's demo data can point at them.

use chrono::{DateTime, Days, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use crate::BankError;
use crate::account_number::iban_of;
use crate::clock::system_now;

pub const DNB_CONSENT: &str = "demo-consent-dnb";
pub const DNB_RESOURCE: &str = "demo-dnb-1";
pub const DNB_KONTONR: &str = "12345678903";
pub const DNB_IBAN: &str = "NO7112345678903";
pub const DNB_OPENING: &str = "45230.00";

pub const SPAREBANK1_CONSENT: &str = "demo-consent-sparebank1";
pub const SPAREBANK1_RESOURCE: &str = "demo-sparebank1-1";
pub const SPAREBANK1_KONTONR: &str = "98765432103";
pub const SPAREBANK1_IBAN: &str = "NO2498765432103";
pub const SPAREBANK1_OPENING: &str = "12800.00";

pub const NORDEA_CONSENT: &str = "demo-consent-nordea";
pub const NORDEA_RESOURCE: &str = "demo-nordea-1";
pub const NORDEA_KONTONR: &str = "60112244118";
pub const NORDEA_IBAN: &str = "NO1960112244118";
pub const NORDEA_OPENING: &str = "88410.50";

/// How long a consent lasts before the customer has to renew it.
pub(crate) const CONSENT_DAYS: u64 = 180;
const DEMO_FREQUENCY: i32 = 4;

struct Customer {
    id: &'static str,
    bank: &'static str,
    name: &'static str,
    consent: Option<&'static str>,
    accounts: &'static [Account],
}

struct Account {
    resource_id: &'static str,
    kontonr: &'static str,
    name: &'static str,
    opening_ore: i64,
}

const CUSTOMERS: &[Customer] = &[
    Customer {
        id: "demo-psu-dnb",
        bank: "dnb",
        name: "Demo Kunde",
        consent: Some(DNB_CONSENT),
        accounts: &[Account {
            resource_id: DNB_RESOURCE,
            kontonr: DNB_KONTONR,
            name: "Brukskonto",
            opening_ore: 4_523_000,
        }],
    },
    Customer {
        id: "demo-psu-sparebank1",
        bank: "sparebank1",
        name: "Demo Kunde",
        consent: Some(SPAREBANK1_CONSENT),
        accounts: &[Account {
            resource_id: SPAREBANK1_RESOURCE,
            kontonr: SPAREBANK1_KONTONR,
            name: "Sparekonto",
            opening_ore: 1_280_000,
        }],
    },
    Customer {
        id: "demo-psu-nordea",
        bank: "nordea",
        name: "Kari Nordmann",
        consent: Some(NORDEA_CONSENT),
        accounts: &[Account {
            resource_id: NORDEA_RESOURCE,
            kontonr: NORDEA_KONTONR,
            name: "Brukskonto",
            opening_ore: 8_841_050,
        }],
    },
    Customer {
        id: "test-psu-dnb",
        bank: "dnb",
        name: "Ola Testesen",
        consent: None,
        accounts: &[
            Account {
                resource_id: "test-dnb-1",
                kontonr: "15031122330",
                name: "Lønnskonto",
                opening_ore: 6_200_000,
            },
            Account {
                resource_id: "test-dnb-2",
                kontonr: "15031122349",
                name: "Ferie",
                opening_ore: 1_850_075,
            },
        ],
    },
    Customer {
        id: "test-psu-sparebank1",
        bank: "sparebank1",
        name: "Ingrid Testvik",
        consent: None,
        accounts: &[Account {
            resource_id: "test-sparebank1-1",
            kontonr: "18134455663",
            name: "Brukskonto",
            opening_ore: 3_075_000,
        }],
    },
    Customer {
        id: "test-psu-nordea",
        bank: "nordea",
        name: "Per Testmann",
        consent: None,
        accounts: &[
            Account {
                resource_id: "test-nordea-1",
                kontonr: "60112244126",
                name: "Brukskonto",
                opening_ore: 2_199_900,
            },
            Account {
                resource_id: "test-nordea-2",
                kontonr: "60117788108",
                name: "Sparekonto",
                opening_ore: 15_000_000,
            },
        ],
    },
    Customer {
        id: "test-psu-handelsbanken",
        bank: "handelsbanken",
        name: "Astrid Testrud",
        consent: None,
        accounts: &[Account {
            resource_id: "test-handelsbanken-1",
            kontonr: "90461234126",
            name: "Brukskonto",
            opening_ore: 5_400_000,
        }],
    },
];

/// Adds the demo customers, accounts and consents that are missing, and revives a demo consent that has
/// expired. Nothing else that exists is changed: balances stay, and a consent that somebody ended stays ended.
///
/// # Errors
/// When the database refuses.
pub async fn seed_demo(pool: &PgPool) -> Result<(), BankError> {
    let now = system_now();
    let mut tx = pool.begin().await?;
    for customer in CUSTOMERS {
        seed_customer_in_tx(&mut tx, customer, now).await?;
        if let Some(consent) = customer.consent {
            seed_consent_in_tx(&mut tx, customer, consent, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn seed_customer_in_tx(
    tx: &mut PgConnection,
    customer: &Customer,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into sandbox_bank.psus (id, bank, name, created_at) values ($1, $2, $3, $4) \
         on conflict (id) do nothing",
    )
    .bind(customer.id)
    .bind(customer.bank)
    .bind(customer.name)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    for account in customer.accounts {
        sqlx::query(
            "insert into sandbox_bank.accounts \
             (resource_id, bank, psu_id, iban, bban, name, opening, balance, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict (resource_id) do nothing",
        )
        .bind(account.resource_id)
        .bind(customer.bank)
        .bind(customer.id)
        .bind(iban_of(account.kontonr))
        .bind(account.kontonr)
        .bind(account.name)
        .bind(Decimal::new(account.opening_ore, 2))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn seed_consent_in_tx(
    tx: &mut PgConnection,
    customer: &Customer,
    consent: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    give_consent_in_tx(tx, consent, customer.bank, customer.id, now).await?;
    sqlx::query(
        "update sandbox_bank.consents set status = 'valid', valid_until = $2, changed_at = $3 \
         where id = $1 and (status = 'expired' or (status = 'valid' and valid_until < $4))",
    )
    .bind(consent)
    .bind(last_day(now))
    .bind(now)
    .bind(now.date_naive())
    .execute(&mut *tx)
    .await?;
    for account in customer.accounts {
        sqlx::query(
            "insert into sandbox_bank.consent_accounts (consent_id, resource_id) values ($1, $2) \
             on conflict do nothing",
        )
        .bind(consent)
        .bind(account.resource_id)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// A valid consent without an approval page, when there is none with this id.
pub(crate) async fn give_consent_in_tx(
    tx: &mut PgConnection,
    consent: &str,
    bank: &str,
    psu: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into sandbox_bank.consents (id, bank, status, access, recurring, valid_until, \
         frequency_per_day, psu_id, redirect_uri, created_at, changed_at) \
         values ($1, $2, 'valid', $3, true, $4, $5, $6, '', $7, $7) on conflict (id) do nothing",
    )
    .bind(consent)
    .bind(bank)
    .bind(json!({ "balances": [], "transactions": [] }))
    .bind(last_day(now))
    .bind(DEMO_FREQUENCY)
    .bind(psu)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

fn last_day(now: DateTime<Utc>) -> NaiveDate {
    let today = now.date_naive();
    today.checked_add_days(Days::new(CONSENT_DAYS)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::CUSTOMERS;
    use crate::account_number::{iban_of, is_iban, is_kontonr};

    #[test]
    fn every_demo_number_is_valid() {
        for account in CUSTOMERS.iter().flat_map(|customer| customer.accounts) {
            assert!(is_kontonr(account.kontonr), "{}", account.kontonr);
        }
        for (kontonr, iban) in [
            (super::DNB_KONTONR, super::DNB_IBAN),
            (super::SPAREBANK1_KONTONR, super::SPAREBANK1_IBAN),
            (super::NORDEA_KONTONR, super::NORDEA_IBAN),
        ] {
            assert_eq!(iban_of(kontonr).as_deref(), Some(iban));
            assert!(is_iban(iban));
        }
    }
}
