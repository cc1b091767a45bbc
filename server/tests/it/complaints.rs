//! Complaints over HTTP, as a browser without JavaScript sends its forms: the customer's pages, the officers' pages and
//! the queue as a file.
use sqlx::PgPool;

use crate::harness::Site;

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_complaint_goes_from_the_customer_to_the_final_reply(db: PgPool) {
    let site = Site::open(db).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let filed = [
        ("form[category]", "fees"),
        ("form[subject]", "Trukket to ganger"),
        ("form[description]", "Det sto 10 kroner, men banken tok 20."),
    ];
    let page = kari.post_form("/api/complaints/file", &filed).await;
    let thread = page.location().unwrap().to_owned();
    assert!(kari.get("/complaints").await.body.contains("Trukket to ganger"));
    let id = thread.strip_prefix("/complaints/").unwrap();

    let officer = site.officer().await;
    let queue = officer.get("/admin/complaints?q=trukket+to").await;
    assert!(
        queue.body.contains("Trukket to ganger") && queue.body.contains("15 virkedager igjen"),
        "{queue:?}"
    );
    let case = format!("/admin{thread}");
    assert!(officer.get(&case).await.body.contains("Bekreft mottak"));
    let step = |step: &'static str, version: &'static str, body: &'static str| {
        [
            ("form[complaint]", id),
            ("form[version]", version),
            ("form[step]", step),
            ("form[body]", body),
            ("form[outcome]", "upheld"),
        ]
    };
    let page = officer.post_form("/api/admin/complaints/step", &step("acknowledge", "1", "")).await;
    assert_eq!(page.location(), Some(&*format!("{case}?done=acknowledge")), "{page:?}");
    // An old page, and a reply that says nothing: both are turned back.
    for (form, wanted) in [
        (step("resolve", "1", "Du har rett, og får pengene."), "har endret dette i mellomtiden"),
        (step("resolve", "2", "Nei."), "Dette er for kort."),
    ] {
        let page = officer.post_form("/api/admin/complaints/step", &form).await;
        assert_eq!(page.location(), Some(&*format!("{case}?again=1")), "{page:?}");
        let page = officer.get(page.location().unwrap()).await;
        assert!(page.body.contains(wanted), "{page:?}");
    }
    let form = step("resolve", "2", "Du har rett, og får pengene.");
    let page = officer.post_form("/api/admin/complaints/step", &form).await;
    assert_eq!(page.location(), Some(&*format!("{case}?done=resolve")), "{page:?}");
    let page = kari.get(&thread).await;
    assert!(
        page.body.contains("Du har rett, og får pengene.") && page.body.contains("Finansklagenemnda"),
        "{page:?}"
    );
    assert!(kari.get("/notifications").await.body.contains("Nytt i klagen din"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_queue_is_a_file_for_officers_only(db: PgPool) {
    let site = Site::open(db).await;
    let address = "/admin/complaints/export.csv?status=overdue";
    let page = site.officer().await.get(address).await;
    assert_eq!(page.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(page.body.contains("cmp_demo3") && !page.body.contains("cmp_demo1"), "{page:?}");
    let page = site.logged_in_as("demo@drop.example").await.get(address).await;
    assert_eq!(page.status, 404, "{page:?}");
    let page = site.browser().get(address).await;
    assert!(page.location().is_some_and(|to| to.starts_with("/login?next=/admin/complaints")), "{page:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn data_requests_are_decided_on_their_pages(db: PgPool) {
    let site = Site::open(db).await;
    let officer = site.officer().await;
    assert!(officer.get("/admin/requests").await.body.contains("/admin/requests/dar_demo2"));
    let page = officer.get("/admin/requests/dar_demo2").await;
    assert!(page.body.contains("hvitvaskingsloven § 30, bokføringsloven § 13"), "{page:?}");
    let form = [
        ("form[request]", "dar_demo2"),
        ("form[version]", "1"),
        ("form[step]", "erase"),
        ("form[body]", "Det vi kan slette, slettes nå."),
        ("form[identity]", "legal_duty"),
        ("form[payments]", "legal_duty"),
        ("form[profile]", "contract"),
        ("form[recipients]", "erase"),
        ("form[bank_links]", "erase"),
        ("form[logins]", "security"),
        ("form[notifications]", "erase"),
        ("form[quotes]", "erase"),
        ("form[marketing]", "erase"),
        ("form[complaints]", "claims"),
    ];
    let page = officer.post_form("/api/admin/requests/step", &form).await;
    assert_eq!(page.location(), Some("/admin/requests/dar_demo2?done=erase"), "{page:?}");
    let page = officer.get("/admin/requests/dar_demo2").await;
    assert!(page.body.contains("Besluttet, slettes") && page.body.contains("art. 17 nr. 3 e"), "{page:?}");
    assert_eq!(officer.get("/admin/requests/dar_nosuch").await.status, 404);
    assert_eq!(officer.get("/admin/complaints/cmp_nosuch").await.status, 404);
}
