//! The till, as a browser without JavaScript uses it.
use sqlx::PgPool;

use crate::harness::Site;

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_sale_from_the_keypad_to_its_end(db: PgPool) {
    let site = Site::open(db.clone()).await;
    let owner = site.logged_in_as("demo@drop.example").await;
    let till = owner.get("/shops/mer_demo1/till").await;
    for word in ["Vis koden", "Siste salg", "DEMO4", "248,00\u{a0}kr"] {
        assert!(till.body.contains(word), "{word}: {till:?}");
    }
    assert!(owner.get("/shops/mer_demo1/till?ref=EMO4").await.body.contains("DEMO4"));
    assert!(owner.get("/shops/mer_demo1/till?ref=XXXX").await.body.contains("slutter på XXXX"));
    let wrong = [("form[shop]", "mer_demo1"), ("form[amount]", "0,50"), ("form[reference]", "Bord 4")];
    let back = owner.post_form("/api/till/new", &wrong).await;
    let back = owner.get(back.location().expect("led back")).await;
    assert!(back.body.contains("Beløpet må være minst 1 kr."), "{back:?}");
    assert_eq!(back.field("form[reference]").as_deref(), Some("Bord 4"));
    let sale = [("form[shop]", "mer_demo1"), ("form[amount]", "129"), ("form[reference]", "Bord 4")];
    let made = owner.post_form("/api/till/new", &sale).await;
    let path = made.location().expect("the sale's screen").to_owned();
    let screen = owner.get(&path).await;
    for word in
        ["129,00\u{a0}kr", "Bord 4", "Skann koden", "/code.svg", "http-equiv=\"refresh\"", "Avbryt salget"]
    {
        assert!(screen.body.contains(word), "{word}: {screen:?}");
    }
    let code = path.rsplit('/').next().unwrap();
    let picture = owner.get(&format!("/shops/mer_demo1/codes/{code}/code.svg")).await;
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    let cancelled = owner.post_form("/api/till/cancel", &[("shop", "mer_demo1"), ("code", code)]).await;
    assert_eq!(cancelled.location(), Some(path.as_str()));
    let screen = owner.get(&path).await;
    assert!(screen.body.contains("Salget er avbrutt"), "{screen:?}");
    for word in ["/code.svg", "http-equiv", "Avbryt salget"] {
        assert!(!screen.body.contains(word), "{word}: {screen:?}");
    }
}
