//! Pages of many visitors at once, on several threads: none may touch what belongs to another's rendering.
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use sqlx::PgPool;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::harness::Site;

const VISITORS: usize = 12;
const PAGES_EACH: usize = 100;
const BODY_MAX_BYTES: usize = 1024 * 1024;
/// Pages that are shown or refused without asking the database: the pool belongs to the test's own runtime.
const PATHS: [&str; 5] = ["/login", "/register", "/me", "/send", "/nowhere"];

/// What a reactive value that is read after its rendering has ended looks like: now and then a panic, or another
/// visitor's language. `<Title text=move || …>` is such a reading, `<Title text=…>` is not.
#[sqlx::test(migrator = "server::MIGRATOR")]
async fn renderings_do_not_meet(db: PgPool) {
    let site = Site::open(db).await;
    let router = site.router();
    let problems = tokio::task::spawn_blocking(move || {
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        threads.block_on(render_all(router))
    });
    let problems = problems.await.unwrap();
    assert!(problems.is_empty(), "{} of {}: {:?}", problems.len(), VISITORS * PAGES_EACH, problems.first());
}

async fn render_all(router: Router) -> Vec<String> {
    let mut visitors = JoinSet::new();
    for visitor in 0..VISITORS {
        let router = router.clone();
        let language = if visitor % 2 == 0 { "nb" } else { "en" };
        visitors.spawn(async move {
            let mut problems = Vec::new();
            for page in 0..PAGES_EACH {
                let path = PATHS[(page + visitor) % PATHS.len()];
                problems.extend(render(&router, path, language).await);
            }
            problems
        });
    }
    visitors.join_all().await.into_iter().flatten().collect()
}

async fn render(router: &Router, path: &str, language: &str) -> Option<String> {
    let request = Request::builder()
        .uri(path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_LANGUAGE, language)
        .body(Body::empty())
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), BODY_MAX_BYTES).await.unwrap();
    let text = String::from_utf8_lossy(&body);
    if status.is_server_error() {
        return Some(format!("{path}: {status}"));
    }
    let wanted = format!("<html lang=\"{language}\"");
    let whole = status.is_redirection() || text.contains(&wanted);
    (!whole).then(|| format!("{path} in {language}: {status} {}", text.get(..80).unwrap_or_default()))
}
