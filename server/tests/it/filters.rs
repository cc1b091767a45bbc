//! Filters of the history and of a shop's sales, as a page without scripts shows them.
use sqlx::PgPool;

use crate::harness::Site;

/// The tag of the field that has this name in the address.
fn tag<'a>(page: &'a str, field: &str) -> &'a str {
    let at = page.find(&format!("id=\"filter-{field}\"")).unwrap_or_else(|| panic!("no field {field}"));
    let (start, end) = (page[..at].rfind('<').unwrap(), page[at..].find('>').unwrap() + at);
    &page[start..end]
}

fn is_marked(page: &str, field: &str) -> bool {
    let error = format!("filter-{field}-error");
    let marks = [
        tag(page, field).contains("aria-invalid"),
        tag(page, field).contains(&error),
        page.contains(&format!("id=\"{error}\"")),
    ];
    assert!(marks.iter().all(|mark| *mark == marks[0]), "all or nothing of {field}: {marks:?}");
    marks[0]
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn what_cannot_be_read_stays_and_is_marked_in_both_lists(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    for (list, chosen) in [("/activity", "type=remittance"), ("/shops/mer_demo1/sales", "code=till")] {
        for (language, words) in [
            (
                "nb",
                [
                    "Utelatt, fordi det ikke kunne leses: Fra og med, Høyst (kr).",
                    "Skriv datoen slik: 2026-11-01.",
                    "Skriv beløpet slik: 1 000,50.",
                ],
            ),
            (
                "en",
                [
                    "Left out, since it could not be read: From, At most (NOK).",
                    "Write the date like this: 2026-11-01.",
                    "Write the amount like this: 1,000.50.",
                ],
            ),
        ] {
            browser.cookies.lock().unwrap().insert("drop_language".to_owned(), language.to_owned());
            let page = browser
                .get(&format!("{list}?{chosen}&from=1.11.2026&max=%22%3E%3Cb%3Emye&min=1+000%2C5"))
                .await;
            assert_eq!(page.status, 200, "{list}");
            for word in words {
                assert!(page.body.contains(word), "{list} in {language}: {word}");
            }
            let marked =
                ["q", "status", "from", "to", "min", "max"].map(|field| is_marked(&page.body, field));
            assert_eq!(marked, [false, false, true, false, false, true], "{list}");
            let from = tag(&page.body, "from");
            assert!(from.contains("value=\"1.11.2026\"") && from.contains("type=\"text\""), "{from}");
            assert!(tag(&page.body, "to").contains("type=\"date\""));
            assert!(tag(&page.body, "min").contains("value=\"1 000,5\""));
            assert!(!page.body.contains("<b>mye"), "what was typed is text");
            assert!(page.body.contains("<details open class=\"more-filters\">"), "the form is in sight");
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn both_ends_of_what_is_backwards_are_marked(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    for list in ["/activity", "/shops/mer_demo1/sales"] {
        let page =
            browser.get(&format!("{list}?from=2026-12-01&to=2026-01-01&status=lost&min=5&max=6")).await.body;
        let marked = ["status", "from", "to", "min", "max"].map(|field| is_marked(&page, field));
        assert_eq!(marked, [true, true, true, false, false], "{list}");
        assert!(page.contains("Perioden eller beløpet slutter før det begynner"), "{list}");
        let amounts = browser.get(&format!("{list}?min=200&max=100")).await.body;
        let marked = ["from", "to", "min", "max"].map(|field| is_marked(&amounts, field));
        assert_eq!(marked, [false, false, true, true], "{list}");
        let right = browser.get(&format!("{list}?from=2026-01-01&max=100")).await.body;
        assert!(["from", "to", "min", "max"].iter().all(|field| !is_marked(&right, field)), "{list}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn filters_travel_as_the_browsers_code_sends_them(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    for (path, list) in [("/api/activity/history", None), ("/api/sales/list", Some(("shop", "mer_demo1")))] {
        let fields = [("query[bounds][from]", "yesterday"), ("query[bounds][max]", "100"), ("cursor", "")];
        let fields: Vec<_> = fields.into_iter().chain(list).collect();
        let answer = browser.call(path, &fields).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let page: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(page["filter"]["bounds"]["from"], "yesterday", "{path}");
        assert_eq!(
            page["problems"],
            serde_json::json!([{ "field": "from", "fault": "unreadable" }]),
            "{path}"
        );
    }
}
