//! A report of suspicious transactions to Økokrim (hvitvaskingsloven § 26): who may do what with it, and when it is whole.

mod content;

use std::fmt;

use thiserror::Error;

pub use content::{
    AlertOnFile, Content, NumberOnFile, Reported, ReportedPayment, Signatory, Statement as ReportedStatement,
};

use super::finding::RuleName;
use crate::ids::UserId;

/// The longest text that a report holds (goAML's `comments_type`).
pub const TEXT_MAX_CHARS: usize = 8_000;
/// Shorter than this nobody who was not there understands why it is suspicious.
pub const SUSPICION_MIN_CHARS: usize = 100;
/// And what was done about it.
pub const ACTION_MIN_CHARS: usize = 20;
/// One thing that happened.
pub const STATEMENT_MAX_CHARS: usize = 4_000;
/// Things that one report tells.
pub const STATEMENTS_MAX: usize = 20;
/// Payments in one of them.
pub const PAYMENTS_MAX: usize = 200;
/// So much an officer writes at least who sends a report back, or drops it.
pub const REASON_MIN_CHARS: usize = 10;
/// And at most.
pub const REASON_MAX_CHARS: usize = 1_000;
/// The authority's receipt.
pub const RECEIPT_MAX_CHARS: usize = 64;

text_enum! {
    /// `str_reports.state`.
    pub enum State {
        /// Somebody is writing it.
        Draft = "draft",
        /// It is whole, says one officer; another has to look.
        Proposed = "proposed",
        /// It was handed to Økokrim.
        Submitted = "submitted",
        /// Økokrim has it.
        Acknowledged = "acknowledged",
        /// It was dropped before anybody proposed it.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Is it as it will always be?
    #[must_use]
    pub const fn is_locked(self) -> bool {
        matches!(self, Self::Submitted | Self::Acknowledged)
    }
}

text_enum! {
    /// `str_report_steps.step`.
    pub enum Step {
        /// Begins the draft.
        Begin = "begin",
        /// Says that it is whole.
        Propose = "propose",
        /// Gives it back to be written on.
        Return = "return",
        /// Hands it in.
        Submit = "submit",
        /// Writes down the authority's receipt.
        Acknowledge = "acknowledge",
        /// Drops it.
        Withdraw = "withdraw",
    }
}

impl Step {
    /// Does whoever takes it have to say why?
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Withdraw)
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StepError {
    /// Not while it is so.
    #[error("it is {0}")]
    NotNow(State),
    /// Something that has to be in it is missing.
    #[error("it is not complete")]
    Incomplete,
    /// Whoever proposed it does not submit it.
    #[error("another officer has to submit it")]
    SameOfficer,
}

/// Where a step leads.
///
/// # Errors
/// The [`StepError`].
pub fn take(
    state: State,
    step: Step,
    officer: &UserId,
    proposed_by: Option<&UserId>,
    is_complete: bool,
) -> Result<State, StepError> {
    match (state, step) {
        (State::Draft, Step::Propose) | (State::Proposed, Step::Submit) if !is_complete => {
            Err(StepError::Incomplete)
        }
        (State::Draft, Step::Propose) => Ok(State::Proposed),
        (State::Draft, Step::Withdraw) => Ok(State::Withdrawn),
        (State::Proposed, Step::Return) => Ok(State::Draft),
        (State::Proposed, Step::Submit) if proposed_by == Some(officer) => Err(StepError::SameOfficer),
        (State::Proposed, Step::Submit) => Ok(State::Submitted),
        (State::Submitted, Step::Acknowledge) => Ok(State::Acknowledged),
        _ => Err(StepError::NotNow(state)),
    }
}

/// The steps that this officer may take now, apart from what is missing.
#[must_use]
pub fn open_steps(state: State, officer: &UserId, proposed_by: Option<&UserId>) -> Vec<Step> {
    let may = |step: &Step| take(state, *step, officer, proposed_by, true).is_ok();
    Step::ALL.iter().copied().filter(may).collect()
}

text_enum! {
    /// What kind of suspicion it is.
    pub enum Indicator {
        /// Amounts split so that each stays under a threshold.
        Structuring = "structuring",
        /// More, or more often, than fits the customer.
        UnusualPattern = "unusual_pattern",
        /// An amount that does not fit.
        UnusualAmount = "unusual_amount",
        /// To or from a country with inadequate measures.
        HighRiskCountry = "high_risk_country",
        /// Several people to one account, or one to many.
        CommonBeneficiary = "common_beneficiary",
        /// Money that only passes through.
        PassThrough = "pass_through",
        /// A shop whose takings are not sales.
        ShopTakings = "shop_takings",
        /// Nobody can say where the money comes from.
        SourceOfFunds = "source_of_funds",
        /// No purpose that makes sense.
        NoPurpose = "no_purpose",
        /// Somebody acts for somebody else, or is not who they say.
        Identity = "identity",
        /// Somebody in it may be sanctioned.
        Sanctions = "sanctions",
        /// It may finance terror.
        TerrorFinancing = "terror_financing",
        /// It may come from fraud.
        Fraud = "fraud",
        /// Something else.
        Other = "other",
    }
}

impl Indicator {
    /// What a rule's finding points at.
    #[must_use]
    pub const fn of(rule: RuleName) -> Self {
        match rule {
            RuleName::Structuring => Self::Structuring,
            RuleName::Velocity => Self::PassThrough,
            RuleName::HighRiskCorridor => Self::HighRiskCountry,
            RuleName::LargeAmount => Self::UnusualAmount,
            RuleName::NewAccountBurst
            | RuleName::DormantReactivated
            | RuleName::RoundAmounts
            | RuleName::RapidRepeat => Self::UnusualPattern,
            RuleName::FanOut | RuleName::SharedBeneficiary => Self::CommonBeneficiary,
            RuleName::MerchantSelfPayment | RuleName::MerchantSpike => Self::ShopTakings,
        }
    }
}

text_enum! {
    /// What a report lacks. The first ones have to be there before it is proposed; who is reported may be unknown in part.
    pub enum Gap {
        /// Why it is suspicious is not said, or in too few words.
        Suspicion = "suspicion",
        /// What was done about it is not said.
        Action = "action",
        /// No kind of suspicion is chosen.
        Indicators = "indicators",
        /// It tells nothing that happened.
        Statements = "statements",
        /// It tells something without a payment.
        StatementPayments = "statement_payments",
        /// It is about no alert.
        Alerts = "alerts",
        /// When they were born is not known.
        BirthDate = "birth_date",
        /// Their national identity number is not known.
        NationalId = "national_id",
        /// Where they live is not known.
        Address = "address",
        /// What they do is not known.
        Occupation = "occupation",
    }
}

impl Gap {
    /// Must it be filled before the report goes on?
    #[must_use]
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::BirthDate | Self::NationalId | Self::Address | Self::Occupation)
    }
}

/// What is missing, in the order of the report.
#[must_use]
pub fn gaps(content: &Content) -> Vec<Gap> {
    let short = |text: &str, least: usize| text.trim().chars().count() < least;
    let without_payments = content.statements.iter().any(|it| it.payments.is_empty());
    let person = &content.person;
    let missing = |gap: &Gap| match gap {
        Gap::Suspicion => short(&content.suspicion, SUSPICION_MIN_CHARS),
        Gap::Action => short(&content.action, ACTION_MIN_CHARS),
        Gap::Indicators => content.indicators.is_empty(),
        Gap::Statements => content.statements.is_empty(),
        Gap::StatementPayments => without_payments,
        Gap::Alerts => content.alerts.is_empty(),
        Gap::BirthDate => person.birth_date.is_none(),
        Gap::NationalId => person.number.is_none(),
        Gap::Address => person.street.is_none(),
        Gap::Occupation => person.occupation.is_none(),
    };
    Gap::ALL.iter().copied().filter(missing).collect()
}

/// May it go on?
#[must_use]
pub fn is_complete(gaps: &[Gap]) -> bool {
    !gaps.iter().any(|gap| gap.blocks())
}

/// The number under which a report is known, in this house and to Økokrim: `STR-2026-00017`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The year in Oslo in which it was submitted.
    pub year: i32,
    /// Counts on, over the years.
    pub number: i64,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "STR-{}-{:05}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests;
