//! Deadlines, steps, and what an erasure may not take.
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_month_and_two_more() {
    for (received, due, last) in [
        ("2026-11-24", "2026-12-24", "2027-02-24"),
        // A month without that day ends on its last one (regulation 1182/71 art. 3(2)(c)).
        ("2027-01-31", "2027-02-28", "2027-04-30"),
        ("2026-11-30", "2026-12-30", "2027-02-28"),
    ] {
        let days = deadlines_of_request(day(received));
        assert_eq!((days.due_on, days.last_due_on), (day(due), day(last)), "{received}");
    }
}

#[test]
fn each_kind_has_its_own_decision() {
    use RequestStatus::{Completed, Pending, Processing, Rejected};
    let decisions = [RequestStep::Approve, RequestStep::Erase, RequestStep::Rectify, RequestStep::Restrict];
    for (&kind, granted) in RequestKind::ALL.iter().zip([Processing, Processing, Completed, Processing]) {
        let own: Vec<_> =
            decisions.iter().filter(|step| step_of_request(kind, Pending, **step).is_ok()).collect();
        assert_eq!(own.len(), 1, "{kind}: {own:?}");
        assert_eq!(step_of_request(kind, Pending, *own[0]), Ok(granted), "{kind}");
        assert_eq!(step_of_request(kind, Pending, RequestStep::Refuse), Ok(Rejected));
        for status in [Processing, Completed, Rejected] {
            assert_eq!(step_of_request(kind, status, *own[0]), Err(RequestError::Decided), "{kind} {status}");
            assert_eq!(step_of_request(kind, status, RequestStep::Extend), Err(RequestError::Decided));
            assert_eq!(step_of_request(kind, status, RequestStep::Note), Ok(status));
        }
        let lifted = step_of_request(kind, Processing, RequestStep::Lift);
        assert_eq!(lifted.is_ok(), kind == RequestKind::Restriction, "{kind}");
        assert!(step_of_request(kind, Pending, RequestStep::Lift).is_err());
    }
}

#[test]
fn what_the_law_keeps_is_not_erased() {
    for &kind in DataKind::ALL {
        let must = kind.duty().is_some();
        assert_eq!(ErasureLine::chosen(kind, "erase").is_err(), must, "{kind}");
        assert_eq!(ErasureLine::chosen(kind, "legal_duty").is_ok(), must, "{kind}");
        let proposed = kind.proposed().map_or("erase", KeepGround::as_str);
        assert_eq!(ErasureLine::chosen(kind, proposed).map(|line| line.kept), Ok(kind.proposed()), "{kind}");
        assert!(ErasureLine::chosen(kind, "because").is_err(), "{kind}");
    }
}

#[test]
fn a_refusal_names_a_ground_of_its_kind() {
    let fitting = |kind| RefusalGround::ALL.iter().filter(|ground| ground.fits(kind)).count();
    assert_eq!(RequestKind::ALL.iter().map(|&kind| fitting(kind)).collect::<Vec<_>>(), [2, 3, 3, 3]);
    assert!(!RefusalGround::LegalDuty.fits(RequestKind::Export));
}

#[test]
fn addresses() {
    let query =
        RequestsQuery { queue: "decided".to_owned(), kind: "erasure".to_owned(), ..Default::default() };
    assert_eq!(query.path(Some("x")), "/admin/requests?status=decided&type=erasure&after=x");
    assert_eq!(RequestsQuery::default().read(), (RequestQueue::Open, None, None));
}
