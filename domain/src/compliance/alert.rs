//! How officers work off an alert: its states, what each step does to it, and when it is due.

use chrono::{DateTime, Days, Duration, Utc};
use thiserror::Error;

use super::finding::Severity;
use crate::access::Role;
use crate::calendar::{add_business_days, oslo_date, oslo_midnight};
use crate::ids::UserId;

/// So much an officer writes about an alert at most.
pub const NOTE_MAX_CHARS: usize = 2_000;
/// The longest that an alert may rest.
pub const SNOOZE_MAX_DAYS: i64 = 30;
/// Hours within which a critical and a high alert are to be closed.
const CRITICAL_HOURS: i64 = 4;
const HIGH_HOURS: i64 = 24;
/// Business days within which a medium and a low one are.
const MEDIUM_DAYS: u32 = 3;
const LOW_DAYS: u32 = 10;
/// What is due within this time is soon due.
const SOON_HOURS: i64 = 4;

/// When an alert that is raised now has to be closed: hours on the clock, or the end of the last business day in Oslo.
#[must_use]
pub fn due_at(severity: Severity, raised_at: DateTime<Utc>) -> DateTime<Utc> {
    let end_of_day = |days| oslo_midnight(add_business_days(oslo_date(raised_at), days) + Days::new(1));
    match severity {
        Severity::Critical => raised_at + Duration::hours(CRITICAL_HOURS),
        Severity::High => raised_at + Duration::hours(HIGH_HOURS),
        Severity::Medium => end_of_day(MEDIUM_DAYS),
        Severity::Low => end_of_day(LOW_DAYS),
    }
}

text_enum! {
    /// How an open alert stands to its time.
    pub enum Urgency {
        /// Its time is over.
        Overdue = "overdue",
        /// It ends within four hours.
        Soon = "soon",
        /// There is time.
        InTime = "in_time",
    }
}

impl Urgency {
    /// Of what is due at some moment.
    #[must_use]
    pub fn of(due_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        if due_at <= now {
            Self::Overdue
        } else if due_at <= now + Duration::hours(SOON_HOURS) {
            Self::Soon
        } else {
            Self::InTime
        }
    }
}

text_enum! {
    /// `aml_alerts.status`.
    pub enum AlertStatus {
        /// Nobody has begun; what the same rule finds is attached to it.
        Open = "open",
        /// An officer works on it, or has.
        Investigating = "investigating",
        /// Closed with an outcome.
        Resolved = "resolved",
        /// The lead decides.
        Escalated = "escalated",
        /// Reported to Økokrim (§ 26).
        Filed = "filed",
    }
}

impl AlertStatus {
    /// Is nothing to be done any more?
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Resolved | Self::Filed)
    }
}

text_enum! {
    /// What the investigation came to.
    pub enum Outcome {
        /// There was nothing: the rule was wrong.
        FalsePositive = "false_positive",
        /// It was unusual, and there is a good reason.
        Explained = "explained",
        /// The suspicion remains.
        Confirmed = "confirmed",
    }
}

text_enum! {
    /// The name of a step: `aml_alert_events.step`.
    pub enum StepName {
        /// It gets somebody's.
        Assign = "assign",
        /// It is nobody's again.
        Release = "release",
        /// Something was written down.
        Note = "note",
        /// It rests until a day.
        Snooze = "snooze",
        /// It rests no longer.
        Wake = "wake",
        /// Closed.
        Resolve = "resolve",
        /// Worked on again.
        Reopen = "reopen",
        /// Given to the lead.
        Escalate = "escalate",
        /// The lead gives it back.
        Return = "return",
        /// A report to Økokrim has it.
        File = "file",
    }
}

impl StepName {
    /// Does whoever takes it have to say why?
    #[must_use]
    pub const fn needs_note(self) -> bool {
        matches!(
            self,
            Self::Note | Self::Snooze | Self::Resolve | Self::Reopen | Self::Escalate | Self::Return
        )
    }
}

/// What is done with an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Gives it to somebody of the staff, who may be whoever gives.
    Assign {
        /// Who gets it.
        to: UserId,
        /// Their role: what is escalated is the lead's.
        role: Role,
    },
    /// Gives it back to the queue.
    Release,
    /// Writes something down.
    Note,
    /// Lets it rest. Its time goes on.
    Snooze {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Lets it rest no longer.
    Wake,
    /// Closes it.
    Resolve {
        /// What it came to.
        outcome: Outcome,
    },
    /// Opens a closed one again.
    Reopen,
    /// Gives it to the lead.
    Escalate,
    /// The lead gives it back.
    Return,
    /// A submitted report has it.
    File,
}

impl Step {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> StepName {
        match self {
            Self::Assign { .. } => StepName::Assign,
            Self::Release => StepName::Release,
            Self::Note => StepName::Note,
            Self::Snooze { .. } => StepName::Snooze,
            Self::Wake => StepName::Wake,
            Self::Resolve { .. } => StepName::Resolve,
            Self::Reopen => StepName::Reopen,
            Self::Escalate => StepName::Escalate,
            Self::Return => StepName::Return,
            Self::File => StepName::File,
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AlertError {
    /// It is closed; reopen it first.
    #[error("it is {0} already")]
    Closed(AlertStatus),
    /// A reported alert stays so.
    #[error("it is reported")]
    Filed,
    /// It is not closed, so it cannot be opened again.
    #[error("it is not closed")]
    NotClosed,
    /// It is not with the lead.
    #[error("it is not escalated")]
    NotEscalated,
    /// It is with the lead already.
    #[error("it is escalated already")]
    EscalatedAlready,
    /// Only the lead decides what is escalated.
    #[error("the lead decides this one")]
    NeedsLead,
    /// Somebody else has it.
    #[error("somebody else has it")]
    SomebodyElses,
    /// Alerts belong to people of the staff.
    #[error("only staff can have an alert")]
    NotStaff,
    /// Not in the future, or too far in it.
    #[error("a day from tomorrow on, within {} days", SNOOZE_MAX_DAYS)]
    SnoozeOutOfRange,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The officer.
    pub officer: &'a UserId,
    /// Is it the lead?
    pub role: Role,
}

/// One alert. [`Alert::take`] consumes it, so that an old state is not changed twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// How grave.
    pub severity: Severity,
    /// Where it stands.
    pub status: AlertStatus,
    /// Who has it.
    pub assigned_to: Option<UserId>,
    /// Until when it rests.
    pub snoozed_until: Option<DateTime<Utc>>,
    /// What it came to, once it is closed.
    pub outcome: Option<Outcome>,
    /// When it has to be closed.
    pub due_at: DateTime<Utc>,
}

impl Alert {
    /// A step of an officer.
    ///
    /// # Errors
    /// See [`AlertError`].
    pub fn take(self, step: &Step, by: By<'_>, now: DateTime<Utc>) -> Result<Self, AlertError> {
        match step {
            Step::Note => Ok(self),
            Step::Reopen => self.reopen(by, now),
            Step::File if self.status == AlertStatus::Filed => Err(AlertError::Filed),
            Step::File => Ok(self.closed(AlertStatus::Filed, Outcome::Confirmed, by)),
            _ if self.status.is_closed() => Err(AlertError::Closed(self.status)),
            Step::Assign { to, role } => self.assign(to, *role),
            Step::Release => Ok(Self { assigned_to: None, ..self }),
            Step::Snooze { until } => {
                let latest = now + Duration::days(SNOOZE_MAX_DAYS);
                let is_in_range = *until > now && *until <= latest;
                let rests = Self { snoozed_until: Some(*until), ..self };
                if is_in_range { Ok(rests) } else { Err(AlertError::SnoozeOutOfRange) }
            }
            Step::Wake => Ok(Self { snoozed_until: None, ..self }),
            Step::Resolve { outcome } => {
                self.is_for(by)?;
                Ok(self.closed(AlertStatus::Resolved, *outcome, by))
            }
            Step::Escalate if self.status == AlertStatus::Escalated => Err(AlertError::EscalatedAlready),
            Step::Escalate => {
                self.is_for(by)?;
                Ok(Self { status: AlertStatus::Escalated, assigned_to: None, snoozed_until: None, ..self })
            }
            Step::Return if self.status != AlertStatus::Escalated => Err(AlertError::NotEscalated),
            Step::Return => {
                self.is_for(by)?;
                Ok(Self { status: AlertStatus::Investigating, assigned_to: None, ..self })
            }
        }
    }

    /// May this officer decide it? What is escalated is the lead's, and otherwise it is for whoever has it, for anybody
    /// while nobody has it, and for the lead.
    fn is_for(&self, by: By<'_>) -> Result<(), AlertError> {
        if by.role == Role::Admin {
            return Ok(());
        }
        if self.status == AlertStatus::Escalated {
            return Err(AlertError::NeedsLead);
        }
        match &self.assigned_to {
            Some(other) if other != by.officer => Err(AlertError::SomebodyElses),
            _ => Ok(()),
        }
    }

    fn assign(self, to: &UserId, role: Role) -> Result<Self, AlertError> {
        if !role.is_staff() {
            return Err(AlertError::NotStaff);
        }
        if self.status == AlertStatus::Escalated && role != Role::Admin {
            return Err(AlertError::NeedsLead);
        }
        let status = match self.status {
            AlertStatus::Open => AlertStatus::Investigating,
            other => other,
        };
        Ok(Self { status, assigned_to: Some(to.clone()), ..self })
    }

    fn closed(self, status: AlertStatus, outcome: Outcome, by: By<'_>) -> Self {
        let assigned_to = self.assigned_to.or_else(|| Some(by.officer.clone()));
        Self { status, assigned_to, snoozed_until: None, outcome: Some(outcome), ..self }
    }

    /// Worked on again, by whoever opens it, and with its whole time.
    fn reopen(self, by: By<'_>, now: DateTime<Utc>) -> Result<Self, AlertError> {
        match self.status {
            AlertStatus::Filed => Err(AlertError::Filed),
            AlertStatus::Resolved => Ok(Self {
                status: AlertStatus::Investigating,
                assigned_to: Some(by.officer.clone()),
                outcome: None,
                due_at: due_at(self.severity, now),
                ..self
            }),
            _ => Err(AlertError::NotClosed),
        }
    }
}

#[cfg(test)]
mod tests;
