//! The environment is read as a whole, and every mistake is named.
use app::mail::gateway::Way;

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
    Config::from_lookup(|name| {
        variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

const DB: (&str, &str) = ("DATABASE_URL", "postgres://drop:secret@db.example/drop");
const SMTP: (&str, &str) = ("DROP_SMTP_URL", "smtps://drop:secret@mail.example:465");
const FROM: (&str, &str) = ("DROP_MAIL_FROM", "Drop <post@drop.example>");
const KEYS: (&str, &str) = ("DROP_SECRET_KEYS", "2026-11:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

#[test]
fn development_needs_only_a_database() {
    let config = read(&[DB]).unwrap();
    assert_eq!(config.base_url(), "http://localhost:3000");
    assert_eq!(config.sandbox_public_url(), "http://localhost:3001");
    assert!(config.seed_demo && config.sandbox.is_some() && !config.secure_cookies());
}

#[test]
fn production_is_strict() {
    let config =
        read(&[DB, KEYS, SMTP, FROM, ("DROP_ENV", "production"), ("DROP_BASE_URL", "https://drop.example")])
            .unwrap();
    assert!(!config.seed_demo && config.sandbox.is_none() && config.secure_cookies());
    let errors = read(&[DB, ("DROP_ENV", "production"), ("DROP_SANDBOX", "on")]).unwrap_err().0;
    assert!(errors.iter().any(|error| error.starts_with("DROP_BASE_URL")), "{errors:?}");
    assert!(errors.iter().any(|error| error.starts_with("DROP_SANDBOX")), "{errors:?}");
}

#[test]
fn a_real_site_says_what_it_is() {
    let errors = read(&[DB, ("DROP_BASE_URL", "https://drop.example")]).unwrap_err().0;
    assert!(errors.iter().any(|error| error.starts_with("DROP_ENV")), "{errors:?}");
}

#[test]
fn rates_come_from_norges_bank_in_production() {
    let site = [DB, KEYS, SMTP, FROM, ("DROP_ENV", "production"), ("DROP_BASE_URL", "https://drop.example")];
    let rates = read(&site).unwrap().rates;
    assert_eq!((rates.source, rates.url.as_str()), (SourceName::NorgesBank, "https://data.norges-bank.no"));
    let invented = [&site[..], &[("DROP_RATES", "seed")]].concat();
    let errors = read(&invented).unwrap_err().0;
    assert!(errors.iter().any(|error| error.starts_with("DROP_RATES: ")), "{errors:?}");
    assert!(read(&[&invented[..], &[("SEED_DEMO", "true")]].concat()).is_ok(), "a demo may");
    let rates = read(&[DB, ("DROP_RATE_MARGIN_BASIS_POINTS", "1000")]).unwrap().rates;
    assert_eq!((rates.source, rates.margin), (SourceName::Seed, MARGIN_MAX));
}

#[test]
fn businesses_are_looked_up_at_bronnoysund_in_production() {
    let site = [DB, KEYS, SMTP, FROM, ("DROP_ENV", "production"), ("DROP_BASE_URL", "https://drop.example")];
    let register = read(&site).unwrap().register;
    assert_eq!((register.source, register.url.as_str()), (RegisterName::Brreg, "https://data.brreg.no"));
    let invented = [&site[..], &[("DROP_REGISTER", "built-in")]].concat();
    let errors = read(&invented).unwrap_err().0;
    assert!(errors.iter().any(|error| error.starts_with("DROP_REGISTER: ")), "{errors:?}");
    assert!(read(&[&invented[..], &[("SEED_DEMO", "true")]].concat()).is_ok(), "a demo may");
    assert_eq!(read(&[DB]).unwrap().register, RegisterSettings::default());
}

#[test]
fn nobody_is_approved_without_an_officer_unless_that_is_asked_for() {
    assert!(!read(&[DB]).unwrap().kyc_auto_approval);
    assert!(read(&[DB, ("DROP_KYC_AUTO_APPROVAL", "on")]).unwrap().kyc_auto_approval);
}

#[test]
fn only_a_demo_runs_itself() {
    assert_eq!(read(&[DB, ("SEED_DEMO", "false")]).unwrap().operator, Operator::default());
    assert_eq!(read(&[DB, ("SEED_DEMO", "true")]).unwrap().operator.name.as_deref(), Some("Drop (demo)"));
    let named =
        read(&[DB, ("DROP_OPERATOR", "Drop AS"), ("DROP_CONTACT_EMAIL", "hei@drop.example")]).unwrap();
    assert_eq!(named.operator.name.as_deref(), Some("Drop AS"));
    assert_eq!(named.operator.email.as_deref(), Some("hei@drop.example"));
}

#[test]
fn every_mistake_is_named_at_once() {
    let errors = read(&[
        ("DROP_ENV", "staging"),
        ("DROP_BASE_URL", "localhost"),
        ("DROP_ADDR", "everywhere"),
        ("SEED_DEMO", "perhaps"),
        ("DROP_TRUSTED_PROXY_HOPS", "-1"),
        ("DROP_DB_MAX_CONNECTIONS", "1"),
        ("DROP_LOG_FORMAT", "xml"),
        ("DROP_SECRET_KEYS", "no key"),
        ("DROP_SANDBOX_SETTLE_MILLIS", "soon"),
        ("DROP_RATES", "ecb"),
        ("DROP_RATES_URL", "data.norges-bank.no"),
        ("DROP_RATE_MARGIN_BASIS_POINTS", "1001"),
        ("DROP_REGISTER", "proff"),
        ("DROP_KYC_AUTO_APPROVAL", "sometimes"),
        ("DROP_REGISTER_URL", "data.brreg.no"),
        ("DROP_SMTP_URL", "mail.example"),
        ("DROP_VAPID_KEY", "short"),
    ])
    .unwrap_err()
    .0;
    for name in [
        "DATABASE_URL",
        "DROP_ENV",
        "DROP_BASE_URL",
        "DROP_ADDR",
        "SEED_DEMO",
        "DROP_TRUSTED_PROXY_HOPS",
        "DROP_DB_MAX_CONNECTIONS",
        "DROP_LOG_FORMAT",
        "DROP_SANDBOX_SETTLE_MILLIS",
        "DROP_RATES",
        "DROP_RATES_URL",
        "DROP_RATE_MARGIN_BASIS_POINTS",
        "DROP_REGISTER",
        "DROP_REGISTER_URL",
        "DROP_KYC_AUTO_APPROVAL",
        "DROP_SMTP_URL",
        "DROP_MAIL_FROM",
        "DROP_VAPID_KEY",
    ] {
        assert!(errors.iter().any(|error| error.starts_with(&format!("{name}: "))), "{name}: {errors:?}");
    }
}

#[test]
fn the_password_is_never_printed() {
    let config = read(&[DB]).unwrap();
    assert!(!format!("{config:?}").contains("secret"));
    let errors = read(&[("DATABASE_URL", "mysql://drop:secret@db/drop")]).unwrap_err();
    assert!(!errors.to_string().contains("secret"));
}

#[test]
fn production_needs_a_key_of_its_own_and_an_error_never_shows_one() {
    let production = [DB, ("DROP_ENV", "production"), ("DROP_BASE_URL", "https://drop.example")];
    let errors = read(&production).unwrap_err().0;
    assert!(errors[0].starts_with("DROP_SECRET_KEYS: is not set"), "{errors:?}");
    assert!(errors[0].contains("openssl rand -base64 32"), "{errors:?}");
    let published = ("DROP_SECRET_KEYS", "a:ZHJvcCBkZXZlbG9wbWVudCBrZXksIG5vIHNlY3JldCE=");
    for wrong in [published, ("DROP_SECRET_KEYS", "a:c2hvcnQ="), ("DROP_SECRET_KEYS", "c2VjcmV0")] {
        let errors = read(&[&production[..], &[wrong]].concat()).unwrap_err().0;
        assert!(errors[0].starts_with("DROP_SECRET_KEYS: "), "{errors:?}");
        assert!(!errors[0].contains("c2"), "{errors:?}");
    }
    assert!(read(&[DB, published]).is_ok(), "development may have any");
    assert!(!format!("{:?}", read(&[DB, KEYS]).unwrap()).contains("MDEy"));
}

#[test]
fn letters_leave_as_the_configuration_says() {
    let folder = |path: &str| Way::Folder(path.into());
    assert_eq!(read(&[DB]).unwrap().mail.way, folder("target/mail"));
    assert_eq!(read(&[DB, ("DROP_MAIL_DIR", "/tmp/x")]).unwrap().mail.way, folder("/tmp/x"));
    assert_eq!(read(&[DB, ("DROP_ENV", "test")]).unwrap().mail.way, Way::Nowhere);
    assert!(matches!(read(&[DB, SMTP, FROM]).unwrap().mail.way, Way::Smtp(_)));
    let production = [DB, KEYS, ("DROP_ENV", "production"), ("DROP_BASE_URL", "https://drop.example")];
    let errors = read(&production).unwrap_err().0;
    assert!(errors[0].starts_with("DROP_SMTP_URL: is not set"), "{errors:?}");
    let clear = ("DROP_SMTP_URL", "smtp://mail.example:25");
    let errors = read(&[&production[..], &[clear, FROM]].concat()).unwrap_err().0;
    assert!(errors[0].starts_with("DROP_SMTP_URL: letters hold links"), "{errors:?}");
    assert!(read(&[DB, clear, FROM]).is_ok(), "a developer's mail catcher speaks no TLS");
    let demo = read(&[&production[..], &[("SEED_DEMO", "true")]].concat()).unwrap();
    assert_eq!(demo.mail.way, Way::Nowhere, "a demo shows its letters");
}

#[test]
fn what_sends_is_never_printed() {
    let key = ("DROP_VAPID_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    let config = read(&[DB, SMTP, FROM, key]).unwrap();
    assert_eq!(config.vapid_key.as_ref().unwrap().bytes(), b"0123456789abcdef0123456789abcdef");
    let printed = format!("{config:?}");
    assert!(!printed.contains("secret") && !printed.contains("48, 49"), "{printed}");
    let errors = read(&[DB, ("DROP_SMTP_URL", "https://drop:secret@mail.example")]).unwrap_err();
    assert!(!errors.to_string().contains("secret"));
}

#[test]
fn the_fallback_is_a_url() {
    assert_eq!(fallback_url().as_str(), "http://localhost/");
}
