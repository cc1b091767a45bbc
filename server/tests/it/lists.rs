//! Matches and rules at the desk without JavaScript, through the real router.
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

fn assert_says(page: &Page, words: &[&str]) {
    for word in words {
        assert!(page.body.contains(word), "{word}: {page:?}");
    }
}

async fn follow(browser: &Browser<'_>, answer: Page) -> Page {
    let path = answer.location().unwrap_or_else(|| panic!("leads nowhere: {answer:?}")).to_owned();
    browser.get(&path).await
}

async fn at_the_desk(db: PgPool) -> Site {
    let site = Site::open(db).await;
    app::demo::service::seed_lists(&site.state).await.unwrap();
    site
}

async fn match_of(site: &Site, subject: &str) -> String {
    sqlx::query_scalar("select id from screening_results where subject_id = $1 and superseded_at is null")
        .bind(subject)
        .fetch_one(&site.db)
        .await
        .unwrap()
}

async fn says(browser: &Browser<'_>, id: &str, answer: &str, reason: &str) -> Page {
    let fields = [("form[id]", id), ("form[answer]", answer), ("form[reason]", reason)];
    let answer = browser.post_form("/api/admin/screening/answer", &fields).await;
    follow(browser, answer).await
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_match_is_settled_by_ordinary_forms(db: PgPool) {
    let site = at_the_desk(db).await;
    let (officer, lead) = (site.officer().await, site.lead().await);
    let queue = officer.get("/admin/screening").await;
    assert_says(&queue, &["Ivan Vymyshlenny", "Dragutin Nepostojić", "NEPOSTOJIC, Dragutin", "Sterkt treff"]);
    assert!(!queue.body.contains("Wiesław Zmyślony"), "it waits for a second officer: {queue:?}");
    assert_says(&officer.get("/admin/screening?state=second").await, &["Wiesław Zmyślony"]);
    assert_says(
        &officer.get("/admin/screening?state=settled").await,
        &["Hüseyin Uydurma", "En annen", "Samme person"],
    );
    assert_says(&officer.get("/admin/screening?search=dragutin").await, &["Dragutin Nepostojić"]);

    let id = match_of(&site, "rcp_demo_hit3").await;
    let page = officer.get(&format!("/admin/screening/{id}")).await;
    assert_says(
        &page,
        &["Side ved side", "Bosnia-Hercegovina (BA)", "Navnene, del for del", "Непостојић Драгутин"],
    );
    let empty = says(&officer, &id, "false_match", "").await;
    assert_says(&empty, &["Fyll ut"]);
    assert_says(
        &says(&officer, &id, "false_match", "Født i 1990.").await,
        &["Venter på en til", "Født i 1990."],
    );
    let own = says(&officer, &id, "confirm", "").await;
    assert_says(&own, &["Venter på en til"]);
    assert_says(&says(&lead, &id, "confirm", "").await, &["Avgjort som en annen", "Åpne igjen"]);
    assert_says(&says(&lead, &id, "return", "Nytt pass.").await, &["Avgjør treffet", "Nytt pass."]);
    assert_eq!(officer.get("/admin/screening/scr_none").await.status, 404);
    assert_eq!(officer.get("/admin/screening/nonsense").await.status, 404);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn lists_and_names_are_looked_at(db: PgPool) {
    let site = at_the_desk(db).await;
    let officer = site.officer().await;
    let lists = officer.get("/admin/screening/lists").await;
    assert_says(&lists, &["FNs sikkerhetsråd", "Aldri lest inn", "Innebygd, oppdiktede navn"]);
    let found = officer.get("/admin/screening/look-up?name=Huseyin+Uydurma&kind=person").await;
    assert_says(&found, &["UYDURMA, Huseyin Hayali", "12 oppføringer"]);
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_rule_is_changed_by_ordinary_forms(db: PgPool) {
    let site = at_the_desk(db).await;
    let (officer, lead) = (site.officer().await, site.lead().await);
    assert_says(&officer.get("/admin/rules").await, &["Oppdeling", "Ditt forslag om «Oppdeling»", "I drift"]);
    assert_says(&lead.get("/admin/rules").await, &["Ingrid Solberg foreslår en endring av «Oppdeling»"]);
    let rule = officer.get("/admin/rules/fan_out").await;
    assert_says(&rule, &["Mange nye mottakere", "Antall i kort periode", "Fulgte med programmet."]);
    let wrong = officer.get("/admin/rules/fan_out/change?mode=live&short_count=mange").await;
    assert_says(&wrong, &["Skriv et helt tall.", "value=\"mange\""]);
    let tried = officer.get("/admin/rules/fan_out/change?mode=test&short_count=6").await;
    assert_says(&tried, &["Prøvd på de siste 90 dagene", "når ingen kø", "name=\"form[short_count]\""]);
    let fields = [("form[rule]", "fan_out"), ("form[mode]", "test"), ("form[short_count]", "6")];
    let silent = officer.post_form("/api/admin/rules/propose", &fields).await;
    assert_says(&follow(&officer, silent).await, &["Fyll ut", "Prøvd på de siste 90 dagene"]);
    let fields = [fields.as_slice(), &[("form[reason]", "For mange falske.")]].concat();
    let proposed = officer.post_form("/api/admin/rules/propose", &fields).await;
    assert_says(&follow(&officer, proposed).await, &["Dette er ditt forslag.", "For mange falske."]);
    let proposal: String =
        sqlx::query_scalar("select id from rule_settings where rule = 'fan_out' and decision is null")
            .fetch_one(&site.db)
            .await
            .unwrap();
    let fields = [
        ("form[rule]", "fan_out"),
        ("form[proposal]", proposal.as_str()),
        ("form[decision]", "approve"),
        ("form[reason]", "Enig."),
    ];
    let own = officer.call("/api/admin/rules/decide", &fields).await;
    assert!(own.body.contains("needs_another_officer"), "{own:?}");
    let approved = lead.post_form("/api/admin/rules/decide", &fields).await;
    assert_says(&follow(&lead, approved).await, &["Utgave 2", "Prøves", "Henrik Dahl godkjente:"]);
    assert_eq!(officer.get("/admin/rules/nonsense").await.status, 404);
}
