//! Turns `locales/` into typed keys: a missing translation is a compile error, not a blank on a page.
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

const NAMESPACES: [&str; 31] = [
    "common",
    "landing",
    "about",
    "errors",
    "identity",
    "accounts",
    "send",
    "recipients",
    "activity",
    "shops",
    "codes",
    "pay",
    "till",
    "sales",
    "notifications",
    "kyc",
    "backoffice",
    "overview",
    "alerts",
    "reports",
    "customer",
    "hits",
    "kyc_review",
    "merchants",
    "holds",
    "complaints",
    "requests",
    "rules",
    "audit",
    "staff",
    "second_factor",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=../locales");
    // A new migration must reach the tests that embed them.
    println!("cargo::rerun-if-changed=../migrations");
    let config = Config::new("nb")?
        .add_locale("en")?
        .add_namespaces(NAMESPACES)?
        .locales_path("../locales")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    translations.generate_i18n_module(out)?;
    Ok(())
}
