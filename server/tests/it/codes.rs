//! Codes of a shop: their pages, their pictures, their print sheets.
use sqlx::PgPool;

use crate::harness::Site;

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_code_is_made_shown_and_taken_back(db: PgPool) {
    let site = Site::open(db).await;
    let owner = site.logged_in_as("demo@drop.example").await;
    let empty = owner.get("/shops/mer_demo2/codes").await;
    assert!(empty.body.contains("Ingen koder ennå"), "{empty:?}");
    let id = owner.sticker("Kasse 2", "49,50").await;
    let path = format!("/shops/mer_demo1/codes/{id}");
    let page = owner.get(&path).await;
    for word in [
        "Ahmetov Kebab",
        "Kasse 2",
        "49,50\u{a0}kr",
        "https://drop.example/q/",
        "code.svg",
        "sheet.pdf?sheet=a4x8",
    ] {
        assert!(page.body.contains(word), "{word}: {page:?}");
    }
    assert!(owner.get("/shops/mer_demo1/codes").await.body.contains("Kasse 2"));
    let again = owner.post_form(
        "/api/codes/new",
        &[("form[shop]", "mer_demo1"), ("form[name]", "Kasse 2"), ("form[amount]", "12,345")],
    );
    let again = again.await;
    let back = again.location().expect("led back").to_owned();
    assert!(back.starts_with("/shops/mer_demo1/codes/new?again=1"), "{again:?}");
    let form = owner.get(&back).await;
    assert_eq!(form.field("form[amount]").as_deref(), Some("12,345"), "what was typed is still there");
    assert!(form.body.contains("Skriv et beløp"), "{form:?}");
    let revoked = owner.post_form("/api/codes/revoke", &[("shop", "mer_demo1"), ("code", &id)]).await;
    assert_eq!(revoked.location(), Some(path.as_str()));
    let page = owner.get(&path).await;
    assert!(page.body.contains("Koden er trukket tilbake") && !page.body.contains("code.svg"), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_files_of_a_code_are_its_owners(db: PgPool) {
    let site = Site::open(db).await;
    let owner = site.logged_in_as("demo@drop.example").await;
    let id = owner.sticker("Kasse 2 (øl)", "").await;
    let path = format!("/shops/mer_demo1/codes/{id}");
    let to_log_in = format!("/login?next={path}");
    for file in ["code.svg", "code.png", "sheet.pdf?sheet=a6"] {
        let file = format!("{path}/{file}");
        assert_eq!(site.browser().get(&file).await.location(), Some(to_log_in.as_str()));
        let stranger = site.logged_in_as("kari@drop.example").await;
        assert_eq!(stranger.get(&file).await.status, 404, "{file}");
    }
    for (file, status) in [
        ("/shops/mer_demo1/codes/qrc_nothing/code.svg".to_owned(), 404),
        ("/shops/mer_other/codes/qrc_nothing/code.svg".to_owned(), 404),
        ("/shops/x%20y/codes/%FF/code.svg".to_owned(), 400),
        (format!("{path}/code.png?size=many"), 400),
        (format!("{path}/code.png?size=-1"), 400),
        (format!("{path}/sheet.pdf"), 400),
        (format!("{path}/sheet.pdf?sheet=a3"), 400),
    ] {
        assert_eq!(owner.get(&file).await.status, status, "{file}");
    }
    for (file, kind, begins) in [
        ("code.svg", "image/svg+xml", &b"<svg "[..]),
        ("code.png", "image/png", b"\x89PNG"),
        ("code.png?size=99999999", "image/png", b"\x89PNG"),
        ("sheet.pdf?sheet=a6", "application/pdf", b"%PDF"),
    ] {
        let (page, bytes) = owner.get_bytes(&format!("{path}/{file}")).await;
        assert_eq!(
            (page.header("content-type"), page.header("cache-control")),
            (Some(kind), Some("no-store"))
        );
        let name = page.header("content-disposition").unwrap();
        assert!(name.starts_with("inline; filename=\"drop-ahmetov-kebab-kasse-2-ol."), "{name}");
        assert!(bytes.starts_with(begins), "{file}");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_print_sheet_says_who_is_paid_and_what_to_do(db: PgPool) {
    let site = Site::open(db).await;
    let owner = site.logged_in_as("demo@drop.example").await;
    let id = owner.sticker("Dagens rett", "129").await;
    for (sheet, copies) in [("a6", 1), ("a4", 1), ("a4x8", 8)] {
        let (_, bytes) =
            owner.get_bytes(&format!("/shops/mer_demo1/codes/{id}/sheet.pdf?sheet={sheet}")).await;
        let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace('\u{a0}', " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in
            ["Ahmetov Kebab", "988 077 917", "129,00 kr", "Dagens rett", "Skann koden", "Scan the code"]
        {
            assert_eq!(text.matches(word).count(), copies, "{sheet}: {word} in {text}");
        }
    }
}
