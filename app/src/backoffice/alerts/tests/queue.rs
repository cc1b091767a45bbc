//! The queue: who gets which alert, what is found, several at once, views.
use super::*;

#[sqlx::test(migrations = "../migrations")]
async fn two_officers_never_take_the_same_alert(db: PgPool) {
    const RACES: i32 = 200;
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 2 * RACES).await;
    let mut taken = std::collections::BTreeSet::new();
    let request = request();
    for race in 0..RACES {
        let (one, two) = (officer(), second());
        let (first, other) = tokio::join!(
            service::take_next(&state, &one, &request),
            service::take_next(&state, &two, &request)
        );
        for id in [first, other] {
            let id = id.unwrap().expect("one for each");
            assert!(taken.insert(id.clone()), "race {race}: {id} twice");
        }
    }
    assert_eq!(taken.len(), 2 * RACES as usize);
    assert_eq!(service::take_next(&state, &officer(), &request).await.unwrap(), None, "none is left");
    let each = "select count(*) from aml_alerts where id like 'aml_m%' and status = 'investigating' and assigned_to = ";
    for person in ["'usr_demo_officer'", "'usr_second'"] {
        assert_eq!(count(&db, &format!("{each}{person}")).await, i64::from(RACES));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn take_next_takes_what_is_due_first_and_nothing_that_rests(db: PgPool) {
    let World { state, clock, .. } = desk(&db).await;
    raise(&db, "aml_low", "usr_demo1", Severity::Low, 30).await;
    raise(&db, "aml_high", "usr_demo2", Severity::High, 1).await;
    raise(&db, "aml_rests", "usr_demo3", Severity::Critical, 1).await;
    raise(&db, "aml_lead", "usr_second", Severity::Critical, 2).await;
    step(&state, &officer(), "aml_rests", ["snooze", "venter på banken", "2026-11-26"]).await.unwrap();
    step(&state, &officer(), "aml_lead", ["escalate", "Dette er for leder.", ""]).await.unwrap();
    let next = |actor| {
        let state = state.clone();
        async move { service::take_next(&state, &actor, &request()).await.unwrap().map(AlertId::into_string) }
    };
    assert_eq!(next(officer()).await.as_deref(), Some("aml_high"));
    assert_eq!(next(lead()).await.as_deref(), Some("aml_lead"), "what is escalated is the lead's");
    assert_eq!(next(officer()).await.as_deref(), Some("aml_low"));
    assert_eq!(next(officer()).await, None);
    assert_eq!(ids(&state, &[("status", "snoozed")]).await, ["aml_rests"]);
    // It wakes up when its day begins in Oslo.
    clock.set("2026-11-25T23:00:01Z".parse().unwrap());
    assert_eq!(ids(&state, &[("status", "snoozed")]).await, [""; 0]);
    assert_eq!(next(officer()).await.as_deref(), Some("aml_rests"));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_queue_is_narrowed_and_read_page_by_page(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_old", "usr_demo1", Severity::High, 30).await;
    raise(&db, "aml_new", "usr_demo2", Severity::Critical, 1).await;
    raise(&db, "aml_low", "usr_demo3", Severity::Low, 1).await;
    step(&state, &officer(), "aml_low", ["assign", "", ""]).await.unwrap();
    assert_eq!(ids(&state, &[]).await, ["aml_old", "aml_new", "aml_low"], "what is due first is first");
    for (pairs, wanted) in [
        ([("severity", "critical"), ("status", "")], vec!["aml_new"]),
        ([("who", "me"), ("status", "")], vec!["aml_low"]),
        ([("who", "none"), ("status", "")], vec!["aml_old", "aml_new"]),
        ([("who", "usr_second"), ("status", "")], vec![]),
        ([("due", "overdue"), ("status", "")], vec!["aml_old"]),
        ([("status", "investigating"), ("who", "")], vec!["aml_low"]),
        ([("rule", "fan_out"), ("status", "")], vec![]),
        ([("from", "2026-11-24"), ("status", "open")], vec!["aml_new"]),
        ([("to", "2026-11-23"), ("status", "")], vec!["aml_old"]),
    ] {
        assert_eq!(ids(&state, &pairs).await, wanted, "{pairs:?}");
    }
    let counts = page(&state, &[]).await.counts;
    assert_eq!((counts.active, counts.mine, counts.free, counts.overdue, counts.critical), (3, 1, 2, 1, 1));
    raise_many(&db, 120).await;
    for pairs in [vec![], vec![("status", "open")]] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = page_after(&state, &pairs, &after).await;
            seen.extend(page.rows.into_iter().map(|row| row.id));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        let all = seen.len();
        seen.dedup();
        assert_eq!((all, seen.len()), if pairs.is_empty() { (123, 123) } else { (122, 122) });
    }
    assert_eq!(page_after(&state, &[], "1.x").await.rows.len(), 50, "a broken place begins anew");
}

#[sqlx::test(migrations = "../migrations")]
async fn closed_ones_stand_newest_first(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 60).await;
    run(
        &db,
        "update aml_alerts set status = 'resolved', closed_at = created_at, reviewed_by = 'usr_second',
           outcome = case when id < 'aml_m0030' then 'explained' else 'false_positive' end,
           severity = case when id < 'aml_m0010' then 'low' else severity end
         where id like 'aml_m%'",
    )
    .await;
    let first = page(&state, &[("status", "closed")]).await;
    assert_eq!((first.rows.len(), first.rows[0].id.as_str()), (50, "aml_m0060"));
    let rest = page_after(&state, &[("status", "closed")], &first.next.unwrap()).await;
    assert_eq!((rest.rows.len(), rest.rows[0].id.as_str(), rest.next), (10, "aml_m0010", None));
    assert_eq!(ids(&state, &[("status", "resolved"), ("outcome", "explained")]).await.len(), 29);
    assert_eq!(ids(&state, &[("status", "resolved"), ("severity", "low")]).await.len(), 9);
    assert_eq!(ids(&state, &[("status", "resolved"), ("who", "usr_second")]).await.len(), 50);
    assert!(ids(&state, &[("status", "filed")]).await.is_empty());
    assert_eq!(ids(&state, &[]).await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_search_finds_by_what_officers_have_in_their_hands(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise(&db, "aml_1", "usr_demo1", Severity::High, 2).await;
    raise(&db, "aml_2", "usr_demo2", Severity::High, 1).await;
    step(&state, &officer(), "aml_1", ["resolve", WHY, "explained"]).await.unwrap();
    run(
        &db,
        "insert into transactions (id, user_id, type, status, amount, merchant_id)
         values ('txn_00000000abcd1234', 'usr_demo2', 'qr_payment', 'completed', 10, 'mer_demo1')",
    )
    .await;
    run(
        &db,
        "insert into aml_findings (id, transaction_id, user_id, rule, setting_id, mode, severity, score, evidence, alert_id)
         values ('fnd_1', 'txn_00000000abcd1234', 'usr_demo2', 'velocity', 'rul_velocity_1', 'live', 'high', 60, '{}', 'aml_2')",
    )
    .await;
    for (text, wanted) in [
        ("aml_1", vec!["aml_1"]),
        ("ABCD-1234", vec!["aml_2"]),
        ("ahmetov", vec!["aml_1"]),
        ("Amir Ahm", vec!["aml_1"]),
        ("KARI@drop.example", vec!["aml_2"]),
        ("usr_demo2", vec!["aml_2"]),
        ("milica", vec!["aml_1"]),
        ("RS35 2600 0560 1001 6113 79", vec!["aml_1"]),
        ("Kari Ahmetov", vec![]),
        ("%", vec![]),
        ("aml_nosuch", vec![]),
    ] {
        assert_eq!(ids(&state, &[("q", text)]).await, wanted, "{text}");
    }
    assert_eq!(ids(&state, &[("q", "ahmetov"), ("status", "open")]).await, [""; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn several_at_once_leave_what_has_changed_as_it_is(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    raise_many(&db, 5).await;
    let rows = page(&state, &[]).await.rows;
    step(&state, &second(), "aml_m0001", ["assign", "", ""]).await.unwrap();
    step(&state, &officer(), "aml_m0002", ["escalate", "Dette er for leder.", ""]).await.unwrap();
    let form = BulkForm {
        alerts: rows.iter().map(seen).chain(["aml_nosuch.0".to_owned(), "x".to_owned()]).collect(),
        step: "resolve".to_owned(),
        outcome: "false_positive".to_owned(),
        note: WHY.to_owned(),
        ..BulkForm::default()
    };
    let done = service::take_many(&state, &officer(), &request(), &form).await.unwrap();
    assert_eq!((done.changed, done.left), (3, 4));
    assert_eq!(count(&db, "select count(*) from aml_alerts where status = 'resolved'").await, 3);
    assert_eq!(count(&db, "select count(*) from aml_alert_events where step = 'resolve'").await, 3);
    let none = BulkForm { alerts: Vec::new(), ..form.clone() };
    let answer = service::take_many(&state, &officer(), &request(), &none).await;
    assert!(matches!(answer, Err(AlertsError::Form(_))), "{answer:?}");
    let other = BulkForm { step: "reopen".to_owned(), ..form };
    assert!(service::take_many(&state, &officer(), &request(), &other).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn views_are_an_officers_own(db: PgPool) {
    let World { state, .. } = desk(&db).await;
    let form = |name: &str, query: &str| ViewForm { name: name.to_owned(), query: query.to_owned() };
    let kept =
        service::save_view(&state, &officer(), &form(" Mine  høye ", "severity=high&who=me&open=aml_1"))
            .await;
    assert_eq!(kept.unwrap(), "severity=high&who=me", "only filters are kept");
    service::save_view(&state, &officer(), &form("Mine høye", "severity=critical")).await.unwrap();
    let views = page(&state, &[]).await.views;
    assert_eq!(views.len(), 1, "the same name again is the same view");
    assert_eq!((views[0].name.as_str(), views[0].query.as_str()), ("Mine høye", "severity=critical"));
    assert!(matches!(service::remove_view(&state, &second(), views[0].id).await, Err(AlertsError::NotFound)));
    service::remove_view(&state, &officer(), views[0].id).await.unwrap();
    for name in 0..20 {
        service::save_view(&state, &officer(), &form(&name.to_string(), "")).await.unwrap();
    }
    let full = service::save_view(&state, &officer(), &form("one more", "")).await;
    assert!(matches!(full, Err(AlertsError::Form(_))), "{full:?}");
}
