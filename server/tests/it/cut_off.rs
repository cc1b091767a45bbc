//! Browsers that leave before the page is there: nothing of it may panic afterwards.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::PgPool;

use crate::harness::Site;

static DISPOSED: AtomicUsize = AtomicUsize::new(0);

/// Work for a page goes on in tasks of its own, whose panics nobody sees but the log: they are counted.
fn count_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.to_string().contains("disposed") {
            DISPOSED.fetch_add(1, Ordering::SeqCst);
        }
        before(panic);
    }));
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_page_that_nobody_waits_for_leaves_no_panic(db: PgPool) {
    let site = Site::open(db).await;
    let browser = site.logged_in_as("demo@drop.example").await;
    count_panics();
    let pages =
        ["/home", "/activity", "/activity/txn_demo1", "/activity/txn_none", "/send", "/accounts", "/me"];
    for millis in 0..40 {
        for page in pages {
            let patience = Duration::from_millis(millis);
            let _ = tokio::time::timeout(patience, browser.get(page)).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(DISPOSED.load(Ordering::SeqCst), 0);
    assert_eq!(browser.get("/home").await.status, 200, "and the site is well");
}
