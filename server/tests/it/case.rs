//! A whole case: from a pattern that a customer types in, payment by payment, to a report that Økokrim has.
use std::sync::Arc;

use domain::clock::testing::FixedClock;
use sha2::{Digest, Sha256};
use sqlx::PgPool;

use crate::harness::{Browser, Page, Site};

/// Just under the 8,000 kroner from which money transfers need due diligence (hvitvaskingsloven § 10).
const JUST_UNDER: &str = "7990";
/// So many in a week are grave.
const PAYMENTS: usize = 5;
const SUSPICION: &str = "Kunden har sendt fem like beløp like under grensen på en formiddag, til samme mottaker. \
    Kunden sier at det er gaver, men beløpene er større enn lønnen på skattekortet.";
const ACTION: &str = "Kunden er spurt to ganger om hvor pengene kommer fra, uten svar.";

/// What the demo customer types: the same amount again and again. The last payment's id.
async fn split_payments(site: &Site, customer: &Browser<'_>, clock: &FixedClock) -> String {
    for number in 0..PAYMENTS {
        let quote = customer.quote("rcp_demo1", JUST_UNDER).await;
        let page = customer.confirm(&quote, "bac_demo1", &format!("case-{number}")).await;
        assert!(page.status.is_redirection(), "{page:?}");
        clock.advance(chrono::Duration::minutes(3));
    }
    sqlx::query_scalar(
        "select id from transactions where user_id = 'usr_demo1' and send_amount = 7990 order by created_at desc limit 1",
    )
    .fetch_one(&site.db)
    .await
    .unwrap()
}

async fn alert_of(db: &PgPool, payment: &str) -> String {
    sqlx::query_scalar("select alert_id from aml_findings where transaction_id = $1 and rule = 'structuring'")
        .bind(payment)
        .fetch_one(db)
        .await
        .expect("structuring was found")
}

async fn status_of(db: &PgPool, alert: &str) -> String {
    sqlx::query_scalar("select status from aml_alerts where id = $1").bind(alert).fetch_one(db).await.unwrap()
}

/// A step that an officer takes on the report's page.
async fn decide(officer: &Browser<'_>, report: &str, step: &str, more: (&str, &str)) -> Page {
    let page = officer.get(&format!("/admin/reports/{report}")).await;
    let version = page.field("form[version]").unwrap_or_else(|| panic!("nothing to decide: {page:?}"));
    let fields = [("form[report]", report), ("form[version]", version.as_str()), ("form[step]", step), more];
    officer.post_form("/api/admin/reports/decide", &fields).await
}

#[sqlx::test(migrator = "server::MIGRATOR")]
async fn a_pattern_that_a_customer_types_becomes_a_submitted_report(db: PgPool) {
    let clock = Arc::new(FixedClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
    let site = Site::open_at(db.clone(), clock.clone()).await;
    let customer = site.logged_in_as("demo@drop.example").await;
    let payment = split_payments(&site, &customer, &clock).await;
    let alert = alert_of(&db, &payment).await;

    // The first officer finds the alert and begins a report of it.
    let officer = site.officer().await;
    let page = officer.get(&format!("/admin/reports/new?alert={alert}")).await;
    assert!(page.status.is_success() && page.body.contains("Ny rapport om Amir Ahmetov"), "{page:?}");
    let ticked = format!("form[alerts][{alert}]");
    let fields = [("form[alert]", alert.as_str()), (ticked.as_str(), "true"), ("form[into]", "")];
    let begun = officer.post_form("/api/admin/reports/begin", &fields).await;
    let path = begun.location().unwrap_or_else(|| panic!("no report: {begun:?}")).to_owned();
    let report = path.strip_prefix("/admin/reports/").unwrap().to_owned();
    let page = officer.get(&path).await;
    let body = page.body.replace('\u{a0}', " ");
    for words in
        ["Utkast", "Dette mangler", "like under 8 000,00 kr", "7 990,00", "Milica Jovanović", "*****"]
    {
        assert!(body.contains(words), "{words} is not in {body}");
    }
    assert!(!body.contains("12848800048"), "the number is masked");
    assert_eq!(decide(&officer, &report, "propose", ("form[reason]", "")).await.status.as_u16() / 100, 3);
    let incomplete = officer.get(&path).await;
    assert!(incomplete.body.contains("Utkast"), "nothing that is incomplete goes on: {incomplete:?}");

    // They write why, and say that it is whole.
    let version = incomplete.field("form[version]").unwrap();
    let written = [
        ("form[report]", report.as_str()),
        ("form[version]", version.as_str()),
        ("form[suspicion]", SUSPICION),
        ("form[action]", ACTION),
        ("form[indicators][structuring]", "true"),
        ("form[indicators][source_of_funds]", "true"),
    ];
    let saved = officer.post_form("/api/admin/reports/edit", &written).await;
    assert_eq!(saved.location(), Some(path.as_str()), "{saved:?}");
    let form = officer.get(&format!("{path}/statements/1")).await;
    assert!(form.body.contains(&format!("form[payments][{payment}]")), "{form:?}");
    let proposed = decide(&officer, &report, "propose", ("form[reason]", "")).await;
    assert_eq!(proposed.location(), Some(path.as_str()), "{proposed:?}");

    // They cannot submit it themselves; the other one can.
    let page = officer.get(&path).await;
    assert!(page.body.contains("En annen må godkjenne den"), "{page:?}");
    let version = page.field("form[version]").unwrap();
    let alone =
        [("form[report]", report.as_str()), ("form[version]", version.as_str()), ("form[step]", "submit")];
    let refused = officer.call("/api/admin/reports/decide", &alone).await;
    assert!(refused.status == 409 && refused.body.contains("needs_another_officer"), "{refused:?}");
    assert_ne!(status_of(&db, &alert).await, "filed");
    let lead = site.lead().await;
    let submitted = decide(&lead, &report, "submit", ("form[reason]", "read it with the payments")).await;
    assert_eq!(submitted.location(), Some(path.as_str()), "{submitted:?}");
    assert_eq!(status_of(&db, &alert).await, "filed");
    let received = decide(&lead, &report, "acknowledge", ("form[receipt]", "AR123456789")).await;
    assert_eq!(received.location(), Some(path.as_str()), "{received:?}");
    let page = officer.get(&path).await;
    for words in ["STR-2026-", "Mottatt av Økokrim", "Rapporten er låst", "AR123456789"] {
        assert!(page.body.contains(words), "{words} is not in {page:?}");
    }
    documents(&officer, &path).await;

    // The customer has heard of nothing.
    for address in [path.clone(), format!("{path}/report.pdf"), format!("{path}/report.xml")] {
        assert_eq!(customer.get(&address).await.status, 404, "{address}");
    }
    for address in ["/home", "/activity", "/notifications"] {
        let page = customer.get(address).await;
        assert!(!page.body.contains("rapport") && !page.body.contains(&report), "{address}: {page:?}");
    }
    let chain = app::audit::service::seal(&db).await.unwrap();
    assert!(chain > 0);
}

async fn documents(officer: &Browser<'_>, path: &str) {
    let (page, bytes) = officer.get_bytes(&format!("{path}/report.pdf")).await;
    assert_eq!(page.header("content-type"), Some("application/pdf"), "{page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap().replace('\u{a0}', " ");
    for words in [
        "Rapport om mistenkelig forhold",
        "Amir Ahmetov",
        "12848800048",
        "7 990,00 kr",
        "SHA-256",
        "fem like",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let json = officer.get(&format!("{path}/report.json")).await;
    let read: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    let begins = json.body.find("{\"id\"").unwrap();
    let ends = json.body.find(",\"sha256\"").unwrap();
    assert_eq!(hex::encode(Sha256::digest(&json.body[begins..ends])), read["sha256"].as_str().unwrap());
    assert_eq!(
        (read["national_id"].as_str(), read["receipt"].as_str()),
        (Some("12848800048"), Some("AR123456789"))
    );
    let xml = officer.get(&format!("{path}/report.xml")).await;
    assert_eq!(xml.header("content-type"), Some("application/xml; charset=utf-8"));
    let orders = in_order(&xml.body);
    assert_eq!(orders["transaction"], PAYMENTS, "{}", xml.body);
    for words in
        ["<ssn>12848800048</ssn>", "<last_name>Ahmetov</last_name>", "<indicator>STRUCTURING</indicator>"]
    {
        assert!(xml.body.contains(words), "{words} is not in {}", xml.body);
    }
}

/// The order of elements in goAML 5.0.1, of those that we write.
const ORDERS: &[(&str, &[&str])] = &[
    (
        "report",
        &[
            "schema_version",
            "rentity_id",
            "rentity_branch",
            "submission_code",
            "report_code",
            "entity_reference",
            "submission_date",
            "currency_code_local",
            "reporting_person",
            "location",
            "reason",
            "action",
            "transaction",
            "report_indicators",
        ],
    ),
    ("reporting_person", PERSON),
    ("from_person", PERSON),
    ("to_person", PERSON),
    (
        "transaction",
        &[
            "transactionnumber",
            "internal_ref_number",
            "transaction_location",
            "transaction_description",
            "date_transaction",
            "transmode_code",
            "amount_local",
            "t_from_my_client",
            "t_from",
            "t_to_my_client",
            "t_to",
        ],
    ),
    (
        "t_from_my_client",
        &["from_funds_code", "from_foreign_currency", "t_conductor", "from_person", "from_country"],
    ),
    ("t_from", &["from_funds_code", "from_foreign_currency", "t_conductor", "from_person", "from_country"]),
    ("t_to", &["to_funds_code", "to_foreign_currency", "to_account", "to_person", "to_country"]),
    ("to_foreign_currency", &["foreign_currency_code", "foreign_amount", "foreign_exchange_rate"]),
    ("to_account", &["institution_name", "institution_code", "account", "currency_code", "account_name"]),
    ("phones", &["phone"]),
    ("phone", &["tph_contact_type", "tph_communication_type", "tph_country_prefix", "tph_number"]),
    ("addresses", &["address"]),
    ("address", &["address_type", "address", "town", "city", "zip", "country_code"]),
    ("report_indicators", &["indicator"]),
];

const PERSON: &[&str] = &[
    "gender",
    "first_name",
    "last_name",
    "birthdate",
    "ssn",
    "nationality1",
    "residence",
    "phones",
    "addresses",
    "email",
    "occupation",
    "comments",
];

/// Checks that every element stands where the schema has it; how many there are of each.
fn in_order(xml: &str) -> std::collections::BTreeMap<String, usize> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut counts = std::collections::BTreeMap::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().into_inner().to_owned();
                // `address` is also the line of an address.
                if let Some((parent, place)) = open.last_mut() {
                    let order = ORDERS.iter().find(|(of, _)| of == parent).map(|(_, order)| *order);
                    let order = order.unwrap_or_else(|| panic!("{name} in {parent}"));
                    let at = order.iter().position(|one| *one == name);
                    let at = at.unwrap_or_else(|| panic!("{name} in {parent} is unknown"));
                    assert!(at >= *place, "{name} stands too late in {parent}");
                    *place = at;
                }
                *counts.entry(name.clone()).or_insert(0) += 1;
                open.push((name, 0));
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    counts
}
