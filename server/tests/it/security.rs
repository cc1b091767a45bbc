//! Headers, cookies and the refusal of other sites' requests.
use axum::body::Body;
use axum::http::{Request, StatusCode};
use sqlx::PgPool;

use crate::harness::{BASE_URL, Page, Site};

fn nonce(page: &Page) -> Option<String> {
    let policy = page.header("content-security-policy")?;
    let from = policy.split("'nonce-").nth(1)?;
    from.split('\'').next().map(str::to_owned)
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn every_answer_carries_the_headers(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let pages = [
        browser.get("/").await,
        browser.get("/login").await,
        browser.get("/home").await,
        browser.get("/nowhere").await,
        browser.get("/pkg/nothing.js").await,
        browser.get("/favicon.ico").await,
        browser.get("/health").await,
        browser.get("/api/me/hub").await,
        browser.call("/api/identity/demo-logins", &[]).await,
        browser.call("/api/no/such", &[]).await,
    ];
    for page in &pages {
        for (name, value) in [
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), Some(value), "{name} of {page:?}");
        }
        assert!(page.header("permissions-policy").unwrap().contains("camera=(self)"));
        assert_eq!(page.header("x-request-id").unwrap().len(), 36);
        let policy = page.header("content-security-policy").unwrap();
        for part in
            ["default-src 'none';", "object-src 'none';", "base-uri 'none';", "frame-ancestors 'none';"]
        {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(policy.ends_with(&format!("form-action 'self' {}", site.bank)), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
    assert_eq!(pages[3].status, StatusCode::NOT_FOUND);
    assert!(pages[3].body.contains("<html"), "the application's own page");
    assert_eq!(pages[4].status, StatusCode::NOT_FOUND);
    assert_eq!(pages[7].status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(pages[9].status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn pages_name_a_nonce_that_is_new_every_time(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.browser();
    let inline = regex::Regex::new(r"<script(?P<attributes>[^>]*)>(?P<content>.{0,9})").unwrap();
    for path in ["/", "/login", "/nowhere"] {
        let (first, second) = (browser.get(path).await, browser.get(path).await);
        let (one, two) = (nonce(&first).expect(path), nonce(&second).expect(path));
        assert_ne!(one, two, "{path}");
        assert!(first.body.contains(&format!("nonce=\"{one}\"")), "{path}: the scripts carry the nonce");
        for script in inline.captures_iter(&first.body) {
            // An empty script runs nothing, and browsers do not look at its nonce.
            let empty = &script["content"] == "</script>";
            assert!(empty || script["attributes"].contains(&one), "{path}: {}", &script[0]);
        }
        assert!(!first.body.contains(" style=\""), "{path}: no inline style");
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn other_sites_are_refused(db: PgPool) {
    let site = Site::open(db).await;
    let logins = "/api/identity/demo-logins";
    let cases: [(&[(&str, &str)], bool); 7] = [
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("origin", BASE_URL)], true),
        (&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
        (&[], false),
    ];
    for (headers, accepted) in cases {
        let mut request = Request::builder()
            .method("POST")
            .uri(logins)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let page = site.send(request.body(Body::empty()).unwrap()).await;
        let expected = if accepted { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(page.status, expected, "{headers:?}: {}", page.body);
        if !accepted {
            assert!(page.body.contains("ikke utført") && page.body.contains("nothing was done"));
        }
    }
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn the_cookie_is_bound_to_the_host(db: PgPool) {
    let site = Site::open(db).await;
    let page = site.browser().register("ny@example.no").await;
    let cookies: Vec<&str> =
        page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-drop=")).expect("a session cookie");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(session.contains(attribute), "{attribute} in {session}");
    }
    assert!(!session.contains("Domain="));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_body_that_is_too_large_is_refused(db: PgPool) {
    let site = Site::open(db).await;
    let large = "x".repeat(70 * 1024);
    let page = site.browser().call("/api/identity/login", &[("form[email]", &large)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn only_pages_of_this_site_are_followed_after_a_login(db: PgPool) {
    let site = Site::open(db).await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nset-cookie: a=b"] {
        let fields = [
            ("form[email]", "demo@drop.example"),
            ("form[password]", "fjord-lampe-42"),
            ("form[next]", next),
        ];
        let page = site.browser().post_form("/api/identity/login", &fields).await;
        assert_eq!(page.location(), Some("/home"), "{next:?}");
    }
}
