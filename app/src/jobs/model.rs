//! The closed list of jobs, and how each is treated.
use chrono::{DateTime, Duration, Utc};
use domain::ids::{DataExportId, DataRequestId, JobId, KycCaseId, LetterId, PushId};
use serde::{Deserialize, Serialize};

/// What can be done later. A new job is a variant here and a file in `server/src/jobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Job {
    /// Screens a customer who has handed in who they are, and puts them into a class.
    AssessIdentity {
        case: KycCaseId,
    },
    /// Makes a copy of a customer's data.
    BuildExport {
        export: DataExportId,
    },
    /// Erases what an officer has decided to erase.
    CarryOutErasure {
        request: DataRequestId,
    },
    /// Goes on with a walk along the audit log's chain; a long one takes several legs.
    CheckAudit {
        check: i64,
        leg: i32,
    },
    CloseAccounts,
    ConfirmShops,
    DeleteExpiredExports,
    DeleteExpiredSessions,
    DeletePastRetention,
    EndConsentsAtBanks,
    NoteAuditHead,
    PruneIdempotencyKeys,
    PruneLetters,
    PruneRateLimits,
    RefreshBalances,
    RefreshRates,
    /// Goes on with a run through everybody; a run that is long takes several legs.
    Rescreen {
        run: i64,
        leg: i32,
    },
    /// Screens a customer, a recipient or a shop, by id.
    Screen {
        subject: String,
    },
    /// Finds out who has an address, and writes the letter with a link that was asked for.
    SendLink {
        link: i64,
    },
    /// Sends a letter of the outbox.
    SendLetter {
        letter: LetterId,
    },
    /// Tells a browser that there is news.
    SendPush {
        subscription: PushId,
    },
}

/// Tries of a job before it is a dead letter: with the delays between them about nine hours.
const ATTEMPTS_MAX: i32 = 20;

impl Job {
    /// What is done again and again, whether or not anybody asks for it.
    pub const PERIODIC: [Self; 12] = [
        Self::CloseAccounts,
        Self::ConfirmShops,
        Self::DeleteExpiredExports,
        Self::DeleteExpiredSessions,
        Self::DeletePastRetention,
        Self::EndConsentsAtBanks,
        Self::NoteAuditHead,
        Self::PruneIdempotencyKeys,
        Self::PruneLetters,
        Self::PruneRateLimits,
        Self::RefreshBalances,
        Self::RefreshRates,
    ];

    /// As it stands in `jobs.kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AssessIdentity { .. } => "assess_identity",
            Self::BuildExport { .. } => "build_export",
            Self::CarryOutErasure { .. } => "carry_out_erasure",
            Self::CheckAudit { .. } => "check_audit",
            Self::CloseAccounts => "close_accounts",
            Self::ConfirmShops => "confirm_shops",
            Self::DeleteExpiredExports => "delete_expired_exports",
            Self::DeleteExpiredSessions => "delete_expired_sessions",
            Self::DeletePastRetention => "delete_past_retention",
            Self::EndConsentsAtBanks => "end_consents_at_banks",
            Self::NoteAuditHead => "note_audit_head",
            Self::PruneIdempotencyKeys => "prune_idempotency_keys",
            Self::PruneLetters => "prune_letters",
            Self::PruneRateLimits => "prune_rate_limits",
            Self::RefreshBalances => "refresh_balances",
            Self::RefreshRates => "refresh_rates",
            Self::Rescreen { .. } => "rescreen",
            Self::Screen { .. } => "screen",
            Self::SendLetter { .. } => "send_letter",
            Self::SendPush { .. } => "send_push",
            Self::SendLink { .. } => "send_link",
        }
    }

    /// How long after it was done it is due again; nothing for what is done once.
    #[must_use]
    pub const fn period(&self) -> Option<Duration> {
        match self {
            Self::AssessIdentity { .. } | Self::BuildExport { .. } | Self::CarryOutErasure { .. } => None,
            Self::EndConsentsAtBanks => Some(Duration::seconds(15)),
            Self::RefreshBalances => Some(Duration::minutes(1)),
            Self::ConfirmShops => Some(Duration::minutes(10)),
            Self::CloseAccounts
            | Self::DeleteExpiredExports
            | Self::DeleteExpiredSessions
            | Self::DeletePastRetention
            | Self::NoteAuditHead
            | Self::PruneIdempotencyKeys
            | Self::PruneLetters
            | Self::PruneRateLimits
            | Self::RefreshRates => Some(Duration::hours(1)),
            Self::CheckAudit { .. }
            | Self::Rescreen { .. }
            | Self::Screen { .. }
            | Self::SendLetter { .. }
            | Self::SendPush { .. }
            | Self::SendLink { .. } => None,
        }
    }

    /// Two jobs with the same key are one while the first waits.
    #[must_use]
    pub fn unique_key(&self) -> Option<String> {
        match self {
            Self::AssessIdentity { case } => Some(format!("{}:{case}", self.kind())),
            Self::BuildExport { export } => Some(format!("{}:{export}", self.kind())),
            Self::CarryOutErasure { request } => Some(format!("{}:{request}", self.kind())),
            Self::CheckAudit { check, leg } => Some(format!("{}:{check}:{leg}", self.kind())),
            Self::Rescreen { run, leg } => Some(format!("{}:{run}:{leg}", self.kind())),
            // One that is being carried out has read the name already: another name is another job.
            Self::Screen { .. } => None,
            // A letter that is asked for again while the first is being written is another job.
            Self::SendLink { .. } => None,
            Self::SendLetter { letter } => Some(format!("{}:{letter}", self.kind())),
            Self::SendPush { subscription } => Some(format!("{}:{subscription}", self.kind())),
            _ => self.period().map(|_| self.kind().to_owned()),
        }
    }

    /// After how many tries a person must look; never for what comes again anyway.
    #[must_use]
    pub const fn attempts_max(&self) -> Option<i32> {
        if self.period().is_some() { None } else { Some(ATTEMPTS_MAX) }
    }
}

/// A job that this worker holds until its claim runs out.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: JobId,
    pub job: Job,
    /// Tries so far, this one included.
    pub attempts: i32,
    /// The claim itself: whoever took the job over since has another.
    pub claimed_until: DateTime<Utc>,
}

/// A job as an operator sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    pub kind: String,
    pub dead: bool,
    pub run_at: DateTime<Utc>,
    pub attempts: i32,
    pub last_error: Option<String>,
}
