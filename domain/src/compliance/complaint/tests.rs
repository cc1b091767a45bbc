//! Deadlines by the table of facts, and every step from every state by every officer.
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::ComplaintStatus::{Escalated, Investigating, Received, Resolved};
use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn officer(name: &str) -> UserId {
    UserId::parse(&format!("usr_{name}")).unwrap()
}

fn complaint(status: ComplaintStatus) -> Complaint {
    Complaint {
        status,
        days: Deadlines::of_complaint(day("2026-11-24")),
        acknowledged: status != Received,
        assigned_to: None,
    }
}

fn step(from: ComplaintStatus, step: ComplaintStep, role: Role) -> Result<Complaint, ComplaintError> {
    complaint(from).take(step, (&officer("a"), role), day("2026-12-18"), day("2026-11-25"))
}

#[test]
fn deadlines() {
    for (received, due, last) in [
        ("2026-03-20", "2026-04-15", "2026-05-15"),
        ("2026-04-27", "2026-05-20", "2026-06-18"),
        ("2026-12-11", "2027-01-05", "2027-02-02"),
        ("2027-05-03", "2027-05-26", "2027-06-23"),
    ] {
        let days = Deadlines::of_complaint(day(received));
        assert_eq!((days.due_on, days.last_due_on), (day(due), day(last)), "{received}");
    }
}

#[test]
fn another_day_lies_between_the_one_that_holds_and_the_last() {
    let days = Deadlines::of_complaint(day("2026-12-11"));
    let moved = |until: &str, today: &str| days.moved(day(until), day(today)).map(|days| days.due_on);
    assert_eq!(moved("2027-01-05", "2027-01-04"), Err(DayError::TooEarly), "the same day");
    assert_eq!(moved("2027-01-06", "2027-01-04"), Ok(day("2027-01-06")));
    assert_eq!(moved("2027-02-02", "2027-01-04"), Ok(day("2027-02-02")), "the 35th business day");
    assert_eq!(moved("2027-02-03", "2027-01-04"), Err(DayError::TooLate));
    assert_eq!(moved("2027-01-06", "2027-01-07"), Err(DayError::TooEarly), "past");
}

#[test]
fn time_left_counts_business_days() {
    let left = |due: &str, today: &str| TimeLeft::until(day(due), day(today));
    // Christmas: 24 December is a business day, 25 is not, and neither is New Year's Day.
    assert_eq!(left("2027-01-05", "2026-12-23"), TimeLeft::Days(7));
    assert_eq!(left("2026-11-27", "2026-11-27"), TimeLeft::Today);
    assert_eq!(left("2026-11-27", "2026-11-28"), TimeLeft::Over(0), "the Saturday after");
    assert_eq!(left("2026-11-27", "2026-12-01"), TimeLeft::Over(2));
    assert_eq!(left("2026-11-30", "2026-11-28"), TimeLeft::Days(1));
}

#[test]
fn every_step_from_every_state_by_an_officer() {
    use ComplaintError::{Acknowledged, Answered, LeadOnly, NotEscalated};
    // Acknowledge, take, reply, hold, resolve, escalate, hand back, note.
    for (from, wanted) in [
        (
            Received,
            [
                Ok(Investigating),
                Ok(Received),
                Ok(Investigating),
                Ok(Investigating),
                Ok(Resolved),
                Ok(Escalated),
                Err(NotEscalated),
                Ok(Received),
            ],
        ),
        (
            Investigating,
            [
                Err(Acknowledged),
                Ok(Investigating),
                Ok(Investigating),
                Ok(Investigating),
                Ok(Resolved),
                Ok(Escalated),
                Err(NotEscalated),
                Ok(Investigating),
            ],
        ),
        (
            Escalated,
            [
                Err(LeadOnly),
                Err(LeadOnly),
                Err(LeadOnly),
                Err(LeadOnly),
                Err(LeadOnly),
                Err(ComplaintError::Escalated),
                Err(LeadOnly),
                Ok(Escalated),
            ],
        ),
        (
            Resolved,
            [
                Err(Answered),
                Err(Answered),
                Err(Answered),
                Err(Answered),
                Err(Answered),
                Err(Answered),
                Err(Answered),
                Ok(Resolved),
            ],
        ),
    ] {
        for (&one, wanted) in ComplaintStep::ALL.iter().zip(wanted) {
            let after = step(from, one, Role::Compliance).map(|complaint| complaint.status);
            assert_eq!(after, wanted, "{one} from {from}");
        }
    }
}

#[test]
fn what_the_lead_has_the_lead_answers_or_gives_back() {
    let lead = |one| step(Escalated, one, Role::Admin).map(|complaint| complaint.status);
    assert_eq!(lead(ComplaintStep::Resolve), Ok(Resolved));
    assert_eq!(lead(ComplaintStep::Reply), Ok(Escalated));
    assert_eq!(lead(ComplaintStep::HandBack), Ok(Investigating));
    assert_eq!(lead(ComplaintStep::Escalate), Err(ComplaintError::Escalated));
}

#[test]
fn whoever_answers_first_has_it_until_somebody_takes_it() {
    let replied = step(Received, ComplaintStep::Reply, Role::Compliance).unwrap();
    assert_eq!((replied.acknowledged, &replied.assigned_to), (true, &Some(officer("a"))));
    let by = officer("b");
    let also = replied.clone().take(
        ComplaintStep::Reply,
        (&by, Role::Compliance),
        day("2026-12-18"),
        day("2026-11-25"),
    );
    assert_eq!(also.unwrap().assigned_to, Some(officer("a")));
    let taken =
        replied.take(ComplaintStep::Take, (&by, Role::Compliance), day("2026-12-18"), day("2026-11-25"));
    assert_eq!(taken.unwrap().assigned_to, Some(by));
}

#[test]
fn a_holding_reply_names_the_new_day() {
    let held = step(Received, ComplaintStep::Hold, Role::Compliance).unwrap();
    assert_eq!(held.days.due_on, day("2026-12-18"));
    assert_eq!(held.days.last_due_on, complaint(Received).days.last_due_on);
}

#[test]
fn addresses() {
    let query =
        ComplaintsQuery { queue: "overdue".to_owned(), search: "Å".to_owned(), ..Default::default() };
    assert_eq!(query.path(None), "/admin/complaints?status=overdue&q=%C3%85");
    let strange = ComplaintsQuery { queue: "x".to_owned(), category: "y".to_owned(), ..Default::default() };
    assert_eq!(strange.read(), (ComplaintQueue::Open, None, None));
}

proptest! {
    #[test]
    fn no_holding_reply_goes_past_the_last_day(days in 0_u64..20_000, until in 0_u64..200, today in 0_u64..100) {
        let received = day("2020-01-01") + chrono::Days::new(days);
        let deadlines = Deadlines::of_complaint(received);
        let (until, today) = (received + chrono::Days::new(until), received + chrono::Days::new(today));
        if let Ok(moved) = deadlines.moved(until, today) {
            prop_assert!(moved.due_on > deadlines.due_on && moved.due_on <= deadlines.last_due_on);
            prop_assert_eq!(business_days_between(received, moved.last_due_on), 35);
        }
    }
}
