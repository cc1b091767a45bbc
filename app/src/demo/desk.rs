//! Complaints and data requests of the demo customers: some new, some late, some answered. Their days are counted from
//! today, by the rules that real ones are counted by.
use chrono::{DateTime, Days, Utc};
use domain::calendar::{add_business_days, oslo_date};
use domain::compliance::complaint::Deadlines;
use domain::compliance::privacy::deadlines_of_request;
use serde_json::{Value, json};

/// A complaint: id, whose, how many days ago, category, subject, what happened, status, outcome, whose it is.
type Complaint = (
    &'static str,
    &'static str,
    u64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
);

const OFFICER: &str = "usr_demo_officer";
const LEAD: &str = "usr_demo_lead";

const COMPLAINTS: &[Complaint] = &[
    (
        "cmp_demo1",
        "usr_demo1",
        2,
        "transaction",
        "Overføringen til Serbia kom to dager for sent",
        "Jeg sendte 2 000 kroner på mandag og fikk oppgitt at de skulle være framme neste dag. De kom på torsdag. \
         Søsteren min måtte betale purregebyr på husleien. Jeg vil at dere dekker gebyret på 1 200 dinarer.",
        "received",
        None,
        None,
    ),
    (
        "cmp_demo2",
        "usr_demo2",
        19,
        "fees",
        "Kursen var en annen enn den jeg så",
        "Da jeg begynte, sto det at jeg fikk 3,60 zloty for ti kroner. Da jeg hadde godkjent i banken, var det 3,55. \
         Hva gjelder?",
        "investigating",
        None,
        Some(OFFICER),
    ),
    (
        "cmp_demo3",
        "usr_demo3",
        27,
        "service",
        "Får ikke svar om identiteten min",
        "Jeg sendte inn alt for flere uker siden. Når kan jeg begynne å sende penger?",
        "received",
        None,
        None,
    ),
    (
        "cmp_demo4",
        "usr_demo1",
        30,
        "technical",
        "QR-koden i butikken virker ikke på eldre telefoner",
        "Tre kunder denne uka fikk ikke skannet koden ved disken. Alle hadde telefoner som er fire–fem år gamle.",
        "investigating",
        None,
        Some(OFFICER),
    ),
    (
        "cmp_demo5",
        "usr_demo2",
        8,
        "privacy",
        "Hvorfor må dere ha fødselsnummeret mitt?",
        "Jeg vil vite med hvilken hjemmel dere ber om fødselsnummer, og hvem som kan se det.",
        "escalated",
        None,
        None,
    ),
    (
        "cmp_demo6",
        "usr_demo1",
        48,
        "fees",
        "Trukket gebyr to ganger",
        "Det står 10 kroner i gebyr på kvitteringen, men banken viser 20.",
        "resolved",
        Some("upheld"),
        Some(OFFICER),
    ),
    (
        "cmp_demo7",
        "usr_demo2",
        60,
        "other",
        "Appen finnes ikke på min telefon",
        "Jeg finner dere ikke der jeg pleier å hente apper.",
        "resolved",
        Some("rejected"),
        Some(LEAD),
    ),
];

/// A letter or a step: whose complaint, how many days ago, kind, by whom, text.
const LETTERS: &[(&str, u64, &str, &str, &str)] = &[
    ("cmp_demo2", 18, "acknowledgement", OFFICER, ""),
    (
        "cmp_demo2",
        14,
        "reply",
        OFFICER,
        "Hei, Kari! Kan du sende oss referansen til betalingen? Den står øverst på kvitteringen, som ABCD-1234.",
    ),
    (
        "cmp_demo2",
        13,
        "customer",
        "usr_demo2",
        "Jeg finner ikke kvitteringen igjen, men det var den 3. i måneden.",
    ),
    ("cmp_demo4", 29, "acknowledgement", OFFICER, ""),
    (
        "cmp_demo4",
        10,
        "holding",
        OFFICER,
        "Vi har bedt leverandøren av klistremerkene om å prøve dem på flere telefoner, og venter på svar fra dem.",
    ),
    ("cmp_demo6", 47, "acknowledgement", OFFICER, ""),
    (
        "cmp_demo6",
        41,
        "final",
        OFFICER,
        "Du har rett. Gebyret ble ført to ganger hos oss. Vi har betalt tilbake 10 kroner til kontoen du sendte fra, og \
         rettet feilen.\n\nEr du ikke enig i svaret, kan du ta saken til Finansklagenemnda på finkn.no. Det koster \
         ingenting.",
    ),
    (
        "cmp_demo7",
        55,
        "final",
        LEAD,
        "Drop brukes i nettleseren og trenger ingen app. Du kan legge siden på startskjermen fra nettleserens meny.\n\n\
         Er du ikke enig i svaret, kan du ta saken til Finansklagenemnda på finkn.no. Det koster ingenting.",
    ),
];

/// What officers did: which complaint, how many days ago, step, by whom, status before and after, note.
type Event =
    (&'static str, u64, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const EVENTS: &[Event] = &[
    ("cmp_demo2", 18, "acknowledge", OFFICER, "received", "investigating", None),
    ("cmp_demo2", 14, "reply", OFFICER, "investigating", "investigating", None),
    (
        "cmp_demo2",
        13,
        "note",
        OFFICER,
        "investigating",
        "investigating",
        Some("Kursen ble fornyet etter 30 minutter. Sjekk om siden sa fra om den nye prisen."),
    ),
    ("cmp_demo4", 29, "acknowledge", OFFICER, "received", "investigating", None),
    ("cmp_demo4", 10, "hold", OFFICER, "investigating", "investigating", None),
    ("cmp_demo5", 7, "take", OFFICER, "received", "received", None),
    (
        "cmp_demo5",
        6,
        "escalate",
        OFFICER,
        "received",
        "escalated",
        Some("Trenger et svar som er lest gjennom av personvernombudet."),
    ),
    ("cmp_demo6", 41, "resolve", OFFICER, "investigating", "resolved", None),
    ("cmp_demo7", 55, "resolve", LEAD, "received", "resolved", None),
];

/// A request: id, whose, how many days ago, kind, status, what the customer wrote, answer, ground.
type Request = (
    &'static str,
    &'static str,
    u64,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
);

const REQUESTS: &[Request] = &[
    ("dar_demo1", "usr_demo1", 5, "export", "pending", None, None, None),
    (
        "dar_demo2",
        "usr_demo2",
        25,
        "erasure",
        "pending",
        Some("Jeg vil at dere sletter alt om meg som dere ikke må ha."),
        None,
        None,
    ),
    (
        "dar_demo3",
        "usr_demo3",
        1,
        "rectification",
        "pending",
        Some("Telefonnummeret mitt er feil. Det riktige er 400 00 030."),
        None,
        None,
    ),
    ("dar_demo4", "usr_demo2", 35, "restriction", "pending", None, None, None),
    (
        "dar_demo5",
        "usr_demo3",
        20,
        "restriction",
        "processing",
        Some("Jeg er uenig i at adressen er riktig. Ikke bruk den før det er avklart."),
        Some("Behandlingen av adressen din er begrenset til vi har avklart hva som er riktig."),
        None,
    ),
    (
        "dar_demo6",
        "usr_demo1",
        50,
        "erasure",
        "rejected",
        Some("Slett alle betalingene mine fra i fjor."),
        Some("Betalinger må vi beholde i fem år etter hvitvaskingsloven § 30 og bokføringsloven § 13."),
        Some("legal_duty"),
    ),
];

/// All of it, as `desk.sql` reads it.
pub(super) fn rows(now: DateTime<Utc>) -> Value {
    let ago = |days: u64| now - Days::new(days);
    let complaints =
        COMPLAINTS.iter().map(|&(id, user, days, category, subject, text, status, outcome, officer)| {
            let received = oslo_date(ago(days));
            let mut due = Deadlines::of_complaint(received);
            if id == "cmp_demo4" {
                due.due_on = add_business_days(received, 30);
            }
            let ended =
                EVENTS.iter().find(|event| event.0 == id && event.2 == "resolve").map(|event| ago(event.1));
            let answer =
                LETTERS.iter().find(|letter| letter.0 == id && letter.2 == "final").map(|letter| letter.4);
            json!({
                "id": id, "user_id": user, "category": category, "subject": subject, "description": text,
                "status": status, "outcome": outcome, "assigned_to": officer, "resolution": answer,
                "received_on": due.received_on, "due_on": due.due_on, "last_due_on": due.last_due_on,
                "created_at": ago(days), "resolved_at": ended,
            })
        });
    let letters = LETTERS.iter().map(|&(complaint, days, kind, author, body)| {
        json!({ "complaint_id": complaint, "kind": kind, "author_id": author, "body": body, "at": ago(days) })
    });
    let events = EVENTS.iter().map(|&(complaint, days, step, officer, before, after, note)| {
        json!({
            "complaint_id": complaint, "step": step, "officer_id": officer, "status_before": before,
            "status_after": after, "note": note, "at": ago(days),
        })
    });
    let requests = REQUESTS.iter().map(|&(id, user, days, kind, status, details, answer, ground)| {
        let due = deadlines_of_request(oslo_date(ago(days)));
        json!({
            "id": id, "user_id": user, "kind": kind, "status": status, "details": details, "answer": answer,
            "ground": ground, "received_on": due.received_on, "due_on": due.due_on,
            "last_due_on": due.last_due_on, "requested_at": ago(days), "decided_at": answer.map(|_| ago(days / 2)),
        })
    });
    json!({
        "complaints": complaints.collect::<Vec<_>>(),
        "letters": letters.collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "requests": requests.collect::<Vec<_>>(),
    })
}
