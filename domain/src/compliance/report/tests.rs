//! Tests of reports: who may take which step, and what has to be there.
use super::*;
use crate::access::KycStatus;
use crate::ids::{AlertId, ReportId, TransactionId};

fn user(name: &str) -> UserId {
    UserId::parse(&format!("usr_{name}")).unwrap()
}

#[test]
fn every_step_in_every_state() {
    use State::{Acknowledged, Draft, Proposed, Submitted, Withdrawn};
    let (author, other) = (user("author"), user("other"));
    for &state in State::ALL {
        for &step in Step::ALL {
            let wanted = match (state, step) {
                (Draft, Step::Propose) => Ok(Proposed),
                (Draft, Step::Withdraw) => Ok(Withdrawn),
                (Proposed, Step::Return) => Ok(Draft),
                (Proposed, Step::Submit) => Ok(Submitted),
                (Submitted, Step::Acknowledge) => Ok(Acknowledged),
                _ => Err(StepError::NotNow(state)),
            };
            let proposed_by = (state == Proposed).then_some(&author);
            assert_eq!(take(state, step, &other, proposed_by, true), wanted, "{state} {step}");
        }
    }
    assert_eq!(take(Proposed, Step::Submit, &author, Some(&author), true), Err(StepError::SameOfficer));
    assert_eq!(take(Draft, Step::Propose, &author, None, false), Err(StepError::Incomplete));
    assert_eq!(take(Proposed, Step::Submit, &other, Some(&author), false), Err(StepError::Incomplete));
    assert_eq!(open_steps(Proposed, &author, Some(&author)), [Step::Return]);
    assert_eq!(open_steps(Proposed, &other, Some(&author)), [Step::Return, Step::Submit]);
    assert_eq!(open_steps(Acknowledged, &other, Some(&author)), []);
}

fn empty() -> Content {
    Content {
        id: ReportId::parse("str_1").unwrap(),
        reference: None,
        submitted_at: None,
        prepared_by: None,
        approved_by: None,
        person: Reported {
            id: user("a"),
            first_name: "A".to_owned(),
            last_name: "B".to_owned(),
            birth_date: None,
            number: None,
            nationality: None,
            street: None,
            postal_code: None,
            city: None,
            occupation: None,
            phone: None,
            email: "a@example.org".to_owned(),
            customer_since: chrono::DateTime::UNIX_EPOCH,
            identity: KycStatus::Pending,
        },
        suspicion: String::new(),
        action: String::new(),
        indicators: Vec::new(),
        statements: Vec::new(),
        payments: Vec::new(),
        alerts: Vec::new(),
    }
}

#[test]
fn what_a_report_has_to_have() {
    let mut content = empty();
    let all: Vec<Gap> = Gap::ALL.iter().copied().filter(|gap| *gap != Gap::StatementPayments).collect();
    assert_eq!(gaps(&content), all);
    assert!(!is_complete(&gaps(&content)));
    content.suspicion = "x".repeat(SUSPICION_MIN_CHARS);
    content.action = "å".repeat(ACTION_MIN_CHARS);
    content.indicators = vec![Indicator::Structuring];
    content.alerts = vec![AlertOnFile {
        id: AlertId::parse("aml_1").unwrap(),
        rule: "structuring".to_owned(),
        severity: crate::compliance::finding::Severity::High,
        raised_at: chrono::DateTime::UNIX_EPOCH,
    }];
    content.statements =
        vec![ReportedStatement { number: 1, text: "Nine transfers".to_owned(), payments: Vec::new() }];
    assert!(gaps(&content).contains(&Gap::StatementPayments) && !is_complete(&gaps(&content)));
    content.statements[0].payments.push(TransactionId::parse("txn_1").unwrap());
    // Somebody who is not known in full is reported all the same.
    assert_eq!(gaps(&content), [Gap::BirthDate, Gap::NationalId, Gap::Address, Gap::Occupation]);
    assert!(is_complete(&gaps(&content)));
    content.suspicion = format!("{}   ", "x".repeat(SUSPICION_MIN_CHARS - 1));
    assert!(!is_complete(&gaps(&content)), "spaces say nothing");
}

#[test]
fn a_sealed_report_reads_back_to_the_letter() {
    let sealed = serde_json::to_string(&empty()).unwrap();
    let read: Content = serde_json::from_str(&sealed).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), sealed);
}

#[test]
fn references_and_indicators() {
    assert_eq!(Reference { year: 2026, number: 17 }.to_string(), "STR-2026-00017");
    assert_eq!(Reference { year: 2027, number: 123_456 }.to_string(), "STR-2027-123456");
    for rule in RuleName::ALL {
        assert_ne!(Indicator::of(*rule), Indicator::Other, "{rule}");
    }
}
