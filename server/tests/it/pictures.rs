//! Codes in pictures that browsers send to the server.
use app::merchant::codes::drawing::Drawing;
use sqlx::PgPool;

use crate::harness::Site;

const PICTURE: &str = "/pay/picture";

fn png_of(text: &str) -> Vec<u8> {
    Drawing::of(text).unwrap().png(512).unwrap()
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_picture_of_a_code_leads_to_its_page(db: PgPool) {
    let site = Site::open(db).await;
    let token = site.token_of("mer_demo1", "qrc_00000000000000d1").await;
    let link = format!("https://drop.example/q/{token}");
    let nobody = site.browser().post_file(PICTURE, "picture", &png_of(&link)).await;
    assert_eq!(nobody.location(), Some("/login?next=/pay"));
    let kari = site.logged_in_as("kari@drop.example").await;
    let found = kari.post_file(PICTURE, "picture", &png_of(&link)).await;
    assert_eq!(found.location(), Some(format!("/q/{token}").as_str()), "{found:?}");
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_picture_that_leads_nowhere_says_why(db: PgPool) {
    let site = Site::open(db).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    let blank = png_of("x").into_iter().take(60).collect::<Vec<_>>();
    let large = vec![0; 11 * 1024 * 1024];
    let cases = [
        (
            png_of("https://evil.example/q/0123456789ABCDEF000G40R40M30E27Z"),
            "foreign",
            "Vi har ikke åpnet lenken",
        ),
        (png_of("Kaffe"), "other", "Vi finner ingen betalingskode"),
        (b"no picture".to_vec(), "unreadable", "Vi kan ikke åpne bildet"),
        (blank, "unreadable", "Vi kan ikke åpne bildet"),
        (Vec::new(), "unreadable", "Vi kan ikke åpne bildet"),
        (large, "large", "Bildet er for stort"),
    ];
    for (bytes, problem, words) in cases {
        let back = kari.post_file(PICTURE, "picture", &bytes).await;
        assert_eq!(back.location(), Some(format!("/pay?picture={problem}").as_str()));
        let page = kari.get(back.location().unwrap()).await;
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    let elsewhere = kari.post_file(PICTURE, "another", &png_of("Kaffe")).await;
    assert_eq!(elsewhere.location(), Some("/pay?picture=unreadable"));
    let form = kari.post_form(PICTURE, &[("picture", "x")]).await;
    assert_eq!(form.location(), Some("/pay?picture=unreadable"));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn pictures_are_counted_by_address(db: PgPool) {
    let site = Site::open(db).await;
    let kari = site.logged_in_as("kari@drop.example").await;
    for _ in 0..20 {
        assert!(kari.post_file(PICTURE, "picture", b"x").await.status.is_redirection());
    }
    let page = kari.post_file(PICTURE, "picture", b"x").await;
    assert!(page.status == 429 && page.header("retry-after").is_some(), "{page:?}");
}
