//! What is sealed opens in its place, with its key, and nowhere else.
use std::sync::Arc;

use domain::clock::testing::SeededEntropy;
use sqlx::PgPool;

use super::service::{
    CONSENT_REF, Rotated, consent_link, consent_ref, letter, payment_link, rotate, subscription,
};
use super::{Keys, KeysError, Vault, VaultError};
use crate::testing::{demo_payment, world};

const NEW: &str = "b:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const DEV: &str = "dev:ZHJvcCBkZXZlbG9wbWVudCBrZXksIG5vIHNlY3JldCE=";

fn vault(keys: &str) -> Vault {
    Vault::new(keys.parse().unwrap(), Arc::new(SeededEntropy::new(3)))
}

#[test]
fn a_value_opens_in_its_own_place_only() {
    let vault = vault(DEV);
    let sealed = vault.seal(consent_ref("bcn_1"), "opens a bank").unwrap();
    assert!(sealed.starts_with("v1.dev."), "{sealed}");
    assert_ne!(sealed, vault.seal(consent_ref("bcn_1"), "opens a bank").unwrap(), "never the same twice");
    assert_eq!(vault.open(consent_ref("bcn_1"), &sealed).unwrap(), "opens a bank");
    for elsewhere in [consent_ref("bcn_2"), consent_link("bcn_1"), payment_link("bcn_1")] {
        assert!(matches!(vault.open(elsewhere, &sealed), Err(VaultError::Altered { .. })), "{elsewhere:?}");
    }
}

#[test]
fn a_changed_value_does_not_open() {
    let vault = vault(DEV);
    let sealed = vault.seal(consent_ref("bcn_1"), "opens a bank").unwrap();
    let mut changed = sealed.clone();
    let last = if changed.pop() == Some('A') { 'B' } else { 'A' };
    changed.push(last);
    for wrong in [changed.as_str(), "v1.dev.", "v1.dev.AAAA", "v1.dev", "v2.dev.AAAA", "", "v1.dev.æ"] {
        let answer = vault.open(consent_ref("bcn_1"), wrong);
        assert!(matches!(answer, Err(VaultError::Altered { .. })), "{wrong}");
    }
    assert_eq!(vault.open_old(consent_ref("bcn_1"), "from before").unwrap(), "from before");
    assert!(vault.open_old(consent_ref("bcn_1"), &changed).is_err());
}

#[test]
fn an_unknown_key_is_named_and_a_known_older_one_opens() {
    let sealed = vault(DEV).seal(consent_ref("bcn_1"), "opens a bank").unwrap();
    let error = vault(NEW).open(consent_ref("bcn_1"), &sealed).unwrap_err();
    assert!(error.to_string().contains("\"dev\", which DROP_SECRET_KEYS does not hold"), "{error}");
    let both = vault(&format!("{NEW},{DEV}"));
    assert_eq!(both.open(consent_ref("bcn_1"), &sealed).unwrap(), "opens a bank");
    assert!(both.seal(consent_ref("bcn_1"), "x").unwrap().starts_with("v1.b."), "the first one seals");
}

#[test]
fn fingerprints_find_equal_values_of_one_column() {
    let (old, both) = (vault(DEV), vault(&format!("{NEW}, {DEV}")));
    assert_eq!(old.fingerprint("a", "x"), old.fingerprint("a", "x"));
    assert_ne!(old.fingerprint("a", "x"), old.fingerprint("b", "x"));
    assert_ne!(old.fingerprint("a", "bx"), old.fingerprint("ab", "x"));
    assert_eq!(both.fingerprints("a", "x"), [vault(NEW).fingerprint("a", "x"), old.fingerprint("a", "x")]);
}

#[test]
fn a_link_is_signed_by_one_key_for_one_purpose() {
    let (old, both) = (vault(DEV), vault(&format!("{NEW},{DEV}")));
    assert_eq!((old.link_key(), both.link_key()), ("dev", "b"));
    let tag: [u8; 10] = old.link_tag("dev", "a", "x").unwrap();
    assert_eq!(both.link_tag("dev", "a", "x"), Some(tag), "what is printed stays true");
    assert_ne!(both.link_tag("b", "a", "x"), Some(tag));
    assert_eq!(both.link_signer("a", "x", &tag), Some("dev"));
    for (purpose, text, tag) in
        [("b", "x", &tag[..]), ("a", "y", &tag), ("a", "x", &tag[1..]), ("a", "x", &[])]
    {
        assert_eq!(both.link_signer(purpose, text, tag), None, "{purpose} {text} {tag:?}");
    }
    let newer = vault(NEW);
    assert_eq!((newer.link_tag::<10>("dev", "a", "x"), newer.link_signer("a", "x", &tag)), (None, None));
    assert_ne!(hex::encode(old.link_tag::<32>("dev", "a", "x").unwrap()), old.fingerprint("a", "x"));
}

#[test]
fn keys_are_read_strictly_and_never_shown() {
    let wrong = |text: &str| text.parse::<Keys>().unwrap_err();
    assert_eq!(wrong("MDEy"), KeysError::Shape);
    assert_eq!(wrong("A:MDEy"), KeysError::Id);
    assert_eq!(wrong("a:MDEy"), KeysError::Length);
    assert_eq!(wrong(&format!("{DEV},")), KeysError::Shape);
    assert_eq!(wrong(&format!("{DEV},{DEV}")), KeysError::Twice);
    assert_eq!(Keys::secret(&format!("{NEW},{DEV}")), Err(KeysError::BuiltIn));
    assert_eq!(DEV.parse::<Keys>().unwrap(), Keys::built_in());
    assert_eq!(format!("{:?}", Keys::secret(NEW).unwrap()), "[\"b\"]");
}

/// All rows of the two tables as text, as somebody reads them who has stolen a backup.
async fn as_text(db: &PgPool) -> String {
    let rows: Vec<String> = sqlx::query_scalar(
        "select c::text from bank_consents c union all select o::text from payment_orders o",
    )
    .fetch_all(db)
    .await
    .unwrap();
    rows.join("\n")
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_that_opens_a_bank_can_be_read_in_the_tables(db: PgPool) {
    let world = world(db.clone()).await;
    demo_payment(&world).await;
    crate::payments::service::reconcile(&world.state).await.unwrap();
    let actor = crate::testing::demo_customer();
    let request = crate::testing::request();
    crate::accounts::service::start(&world.state, &actor, &request, "handelsbanken").await.unwrap();
    let links: i64 = sqlx::query_scalar("select count(*) from payment_orders where sca_redirect is not null")
        .fetch_one(&db)
        .await
        .unwrap();
    assert!(links > 0, "there is a link to look for");
    let text = as_text(&db).await;
    for secret in ["demo-consent", "consent-", "/sca/", "http"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn rotation_seals_everything_anew_and_finds_nothing_the_second_time(db: PgPool) {
    let world = world(db.clone()).await;
    demo_payment(&world).await;
    crate::payments::service::reconcile(&world.state).await.unwrap();
    sqlx::query(
        "update bank_consents set consent_ref = 'from before', consent_ref_hash = null where id = 'bcn_demo_nordea'",
    )
    .execute(&db)
    .await
    .unwrap();
    for (kind, table, column, place) in [
        ("'x', ", "mail_outbox (kind, ", "letter", letter("ltr_1")),
        (
            "'usr_demo1', 'x', 'x', ",
            "push_subscriptions (user_id, endpoint_hash, device, ",
            "subscription",
            subscription("psh_1"),
        ),
    ] {
        let insert = format!("insert into {table}id, {column}, created_at) values ({kind}$1, $2, now())");
        let sealed = world.state.vault.seal(place, "from before").unwrap();
        sqlx::query(&insert).bind(place.row).bind(sealed).execute(&db).await.unwrap();
    }
    let both = vault(&format!("{NEW},{DEV}"));
    assert!(rotate(&db, &vault(NEW)).await.is_err(), "the older key is still needed");
    assert_eq!(
        rotate(&db, &both).await.unwrap(),
        Rotated { consents: 3, payments: 1, identities: 3, factors: 3, letters: 1, browsers: 1 }
    );
    assert_eq!(rotate(&db, &both).await.unwrap(), Rotated::default());
    assert!(!as_text(&db).await.contains("v1.dev."));

    let rows: Vec<(String, String, String)> =
        sqlx::query_as("select id, consent_ref, consent_ref_hash from bank_consents order by id")
            .fetch_all(&db)
            .await
            .unwrap();
    let alone = vault(NEW);
    let opened: Vec<String> =
        rows.iter().map(|(id, sealed, _)| alone.open(consent_ref(id), sealed).unwrap()).collect();
    assert_eq!(opened, ["demo-consent-dnb", "from before", "demo-consent-sparebank1"]);
    for ((_, _, hash), plain) in rows.iter().zip(&opened) {
        assert_eq!(*hash, alone.fingerprint(CONSENT_REF, plain));
    }
}
