//! The language files, and how a browser gets their words.
use std::collections::{BTreeMap, BTreeSet};

use app::i18n::{Dictionary, Locale, NAMESPACES_OF_CUSTOMERS, WORDS_HASH, dictionary};
use axum::http::StatusCode;
use serde_json::Value;
use sqlx::PgPool;

use crate::harness::Site;

/// Officers work in these two; customers in all.
const OF_STAFF: [Locale; 2] = [Locale::nb, Locale::en];

type Texts = BTreeMap<String, Value>;

/// A language's texts, by `namespace.key`.
fn texts(locale: Locale) -> Texts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales").join(locale.as_str());
    let mut found = Texts::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let namespace = path.file_stem().unwrap().to_string_lossy().into_owned();
        let keys: Texts = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        found.extend(keys.into_iter().map(|(key, text)| (format!("{namespace}.{key}"), text)));
    }
    found
}

fn is_customers(key: &str) -> bool {
    key.split_once('.').is_some_and(|(namespace, _)| NAMESPACES_OF_CUSTOMERS.contains(&namespace))
}

/// The plural categories that a whole number can have (Unicode CLDR 46).
fn categories(locale: Locale) -> BTreeSet<&'static str> {
    let names = match locale {
        Locale::nb | Locale::en | Locale::tr | Locale::ur => ["one", "other"].as_slice(),
        Locale::pl => &["one", "few", "many", "other"],
        Locale::sr | Locale::bs => &["one", "few", "other"],
    };
    names.iter().copied().collect()
}

#[test]
fn every_language_has_every_word() {
    let norwegian = texts(Locale::nb);
    for locale in Locale::ALL {
        let own = texts(locale);
        let wanted = norwegian.keys().filter(|key| OF_STAFF.contains(&locale) || is_customers(key));
        let missing: Vec<_> = wanted.filter(|key| !own.contains_key(*key)).collect();
        let extra: Vec<_> = own.keys().filter(|key| !norwegian.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{locale:?}: missing {missing:?}, extra {extra:?}");
    }
}

#[test]
fn no_text_is_empty_and_every_number_has_its_forms() {
    for locale in Locale::ALL {
        for (key, text) in texts(locale) {
            let forms = match &text {
                Value::String(text) => vec![("other", text.as_str())],
                Value::Object(forms) => {
                    let forms = forms.iter().filter(|(name, _)| *name != "by");
                    let forms: Vec<_> = forms
                        .map(|(name, text)| (name.as_str(), text.as_str().unwrap_or_default()))
                        .collect();
                    let names: BTreeSet<_> = forms.iter().map(|(name, _)| *name).collect();
                    assert_eq!(names, categories(locale), "{locale:?}: {key}");
                    forms
                }
                other => panic!("{locale:?}: {key} is {other}"),
            };
            assert!(forms.iter().all(|(_, text)| !text.trim().is_empty()), "{locale:?}: {key} is empty");
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_browser_fetches_the_words_of_its_page(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let page = browser.get("/login").await;
    let address = format!("/words/{WORDS_HASH}/nb/customers.json");
    assert!(page.body.contains(&address), "the page names them");
    let words = browser.get(&address).await;
    assert_eq!(words.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let list: Vec<String> = serde_json::from_str(&words.body).unwrap();
    assert_eq!(list, dictionary(Locale::nb, Dictionary::Customers));
    let english = browser.get(&address.replace("/nb/", "/en/")).await;
    assert_ne!(english.body, words.body);
    for unknown in [
        address.replace(WORDS_HASH, "0123456789abcdef"),
        address.replace("/nb/", "/xx/"),
        address.replace("customers", "everybody"),
    ] {
        assert_eq!(browser.get(&unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}
