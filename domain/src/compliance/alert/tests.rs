//! Every step from every state, and when alerts are due.
use AlertStatus::{Escalated, Filed, Investigating, Open, Resolved};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn person(name: &str) -> UserId {
    UserId::parse(&format!("usr_{name}")).unwrap()
}

fn alert(status: AlertStatus, assigned_to: Option<&str>) -> Alert {
    Alert {
        severity: Severity::High,
        status,
        assigned_to: assigned_to.map(person),
        snoozed_until: None,
        outcome: status.is_closed().then_some(Outcome::Confirmed),
        due_at: at("2026-11-25T09:00:00Z"),
    }
}

fn now() -> DateTime<Utc> {
    at("2026-11-24T09:00:00Z")
}

#[test]
fn dates_by_severity() {
    // A Tuesday; the Friday before Easter's week with Oslo's summer time; the evening before Christmas Eve.
    for (raised, critical, high, medium, low) in [
        (
            "2026-11-24T09:00:00Z",
            "2026-11-24T13:00:00Z",
            "2026-11-25T09:00:00Z",
            "2026-11-27T23:00:00Z",
            "2026-12-08T23:00:00Z",
        ),
        (
            "2026-03-27T12:00:00Z",
            "2026-03-27T16:00:00Z",
            "2026-03-28T12:00:00Z",
            "2026-04-01T22:00:00Z",
            "2026-04-15T22:00:00Z",
        ),
        (
            "2026-12-23T22:00:00Z",
            "2026-12-24T02:00:00Z",
            "2026-12-24T22:00:00Z",
            "2026-12-29T23:00:00Z",
            "2027-01-08T23:00:00Z",
        ),
    ] {
        let due = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
            .map(|severity| due_at(severity, at(raised)));
        assert_eq!(due, [critical, high, medium, low].map(at), "{raised}");
    }
}

#[test]
fn a_graver_alert_is_due_earlier() {
    for hour in 0..24 * 400 {
        let raised = at("2026-01-01T00:30:00Z") + Duration::hours(hour);
        let due = Severity::ALL.iter().rev().map(|&severity| due_at(severity, raised));
        assert!(due.is_sorted(), "{raised}");
    }
}

#[test]
fn urgency() {
    for (due, wanted) in [
        ("2026-11-24T09:00:00Z", Urgency::Overdue),
        ("2026-11-24T09:00:01Z", Urgency::Soon),
        ("2026-11-24T13:00:00Z", Urgency::Soon),
        ("2026-11-24T13:00:01Z", Urgency::InTime),
    ] {
        assert_eq!(Urgency::of(at(due), now()), wanted, "{due}");
    }
}

/// Where a step of an officer who has the alert leads from each status: open, investigating, resolved, escalated, filed.
fn table(step: &Step, role: Role) -> [Result<AlertStatus, AlertError>; 5] {
    let me = person("me");
    let by = By { officer: &me, role };
    [Open, Investigating, Resolved, Escalated, Filed]
        .map(|status| alert(status, Some("me")).take(step, by, now()).map(|alert| alert.status))
}

#[test]
fn every_step_from_every_status() {
    use AlertError::{Closed, EscalatedAlready, NeedsLead, NotClosed, NotEscalated};
    let over = [Err(Closed(Resolved)), Err(Closed(Filed))];
    let officer = Role::Compliance;
    let to_me = Step::Assign { to: person("me"), role: officer };
    assert_eq!(
        table(&to_me, officer),
        [Ok(Investigating), Ok(Investigating), over[0], Err(NeedsLead), over[1]]
    );
    let to_lead = Step::Assign { to: person("lead"), role: Role::Admin };
    assert_eq!(table(&to_lead, officer)[3], Ok(Escalated));
    let steps = [Step::Release, Step::Wake, Step::Snooze { until: now() + Duration::days(2) }];
    for step in steps {
        let wanted = [Ok(Open), Ok(Investigating), over[0], Ok(Escalated), over[1]];
        assert_eq!(table(&step, officer), wanted, "{step:?}");
    }
    assert_eq!(
        table(&Step::Note, officer),
        [Ok(Open), Ok(Investigating), Ok(Resolved), Ok(Escalated), Ok(Filed)]
    );
    let resolve = Step::Resolve { outcome: Outcome::Explained };
    assert_eq!(table(&resolve, officer), [Ok(Resolved), Ok(Resolved), over[0], Err(NeedsLead), over[1]]);
    assert_eq!(table(&resolve, Role::Admin)[3], Ok(Resolved));
    assert_eq!(
        table(&Step::Escalate, officer),
        [Ok(Escalated), Ok(Escalated), over[0], Err(EscalatedAlready), over[1]]
    );
    assert_eq!(
        table(&Step::Return, officer),
        [Err(NotEscalated), Err(NotEscalated), over[0], Err(NeedsLead), over[1]]
    );
    assert_eq!(table(&Step::Return, Role::Admin)[3], Ok(Investigating));
    assert_eq!(
        table(&Step::Reopen, officer),
        [Err(NotClosed), Err(NotClosed), Ok(Investigating), Err(NotClosed), Err(AlertError::Filed)]
    );
    assert_eq!(
        table(&Step::File, officer),
        [Ok(Filed), Ok(Filed), Ok(Filed), Ok(Filed), Err(AlertError::Filed)]
    );
}

#[test]
fn another_officers_alert_is_theirs() {
    let me = person("me");
    let officer = By { officer: &me, role: Role::Compliance };
    let lead = By { officer: &me, role: Role::Admin };
    for step in [Step::Resolve { outcome: Outcome::FalsePositive }, Step::Escalate] {
        let theirs = alert(Investigating, Some("other"));
        assert_eq!(theirs.clone().take(&step, officer, now()), Err(AlertError::SomebodyElses));
        assert!(theirs.take(&step, lead, now()).is_ok());
        assert!(alert(Open, None).take(&step, officer, now()).is_ok(), "nobody's is everybody's");
    }
    let taken = alert(Investigating, Some("other"));
    let taken = taken.take(&Step::Assign { to: me.clone(), role: Role::Compliance }, officer, now());
    assert_eq!(taken.unwrap().assigned_to, Some(me.clone()));
    let to_customer = Step::Assign { to: person("kari"), role: Role::User };
    assert_eq!(alert(Open, None).take(&to_customer, officer, now()), Err(AlertError::NotStaff));
}

#[test]
fn what_is_closed_has_an_outcome_and_rests_no_more() {
    let me = person("me");
    let by = By { officer: &me, role: Role::Compliance };
    let rests = Alert { snoozed_until: Some(now() + Duration::days(1)), ..alert(Open, None) };
    let closed = rests.take(&Step::Resolve { outcome: Outcome::Explained }, by, now()).unwrap();
    assert_eq!((closed.outcome, closed.snoozed_until), (Some(Outcome::Explained), None));
    assert_eq!(closed.assigned_to, Some(me.clone()), "whoever closes it has had it");
    let later = now() + Duration::days(10);
    let again = closed.take(&Step::Reopen, by, later).unwrap();
    assert_eq!((again.outcome, again.due_at), (None, later + Duration::hours(HIGH_HOURS)));
    let filed = again.take(&Step::File, by, later).unwrap();
    assert_eq!(filed.outcome, Some(Outcome::Confirmed));
}

#[test]
fn an_alert_rests_for_a_month_at_most() {
    let me = person("me");
    let by = By { officer: &me, role: Role::Compliance };
    for (days, fine) in [(-1, false), (0, false), (1, true), (30, true), (31, false)] {
        let step = Step::Snooze { until: now() + Duration::days(days) };
        assert_eq!(alert(Open, None).take(&step, by, now()).is_ok(), fine, "{days}");
    }
}
