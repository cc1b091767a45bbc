//! What goes wrong, as the browser hears it: closed codes, never text from a database or a bank.
use std::collections::BTreeMap;

use domain::form::FieldCode;
use domain::ids::RecipientId;
use domain::merchant::paying::Obstacle;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Errors of a form, by the name of the field.
pub type FieldErrors = BTreeMap<String, FieldCode>;

/// The one error that crosses the wire. Pages translate the codes; see `ui::error_text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", content = "detail", rename_all = "snake_case")]
pub enum AppError {
    /// One or more fields were not accepted; nothing was saved.
    #[error("the form has errors")]
    Form(FieldErrors),
    #[error("not logged in")]
    LoggedOut,
    /// Also the answer for another customer's thing: it does not tell that the thing exists.
    #[error("not found")]
    NotFound,
    #[error("not allowed")]
    NotAllowed,
    /// Another officer, or the customer, was faster: what is shown is no longer how it is. Nothing was saved.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// Four eyes: whoever did the first half cannot do the second.
    #[error("another officer has to do this")]
    NeedsAnotherOfficer,
    /// The customer's identity is not confirmed yet.
    #[error("identity not confirmed")]
    KycRequired,
    /// Unknown e-mail or wrong password: the same answer for both.
    #[error("wrong e-mail or password")]
    WrongCredentials,
    /// Whoever changes what opens the account has to show again who they are.
    #[error("show again who you are")]
    StepUpNeeded,
    /// A passkey that opens nothing, or that has answered too late.
    #[error("not a passkey that opens")]
    PasskeyRefused,
    #[error("at most {max} passkeys")]
    TooManyPasskeys { max: u32 },
    /// A link out of a letter that has been used, was replaced by a newer one, or is too old.
    #[error("the link opens nothing")]
    LinkDead,
    #[error("too many attempts; try again in {retry_after_seconds} s")]
    TooManyAttempts { retry_after_seconds: u32 },
    #[error("the quote has expired")]
    QuoteExpired,
    /// The price was made for an account that the recipient no longer has.
    #[error("the recipient has another account now")]
    RecipientReplaced,
    #[error("the recipient was removed")]
    RecipientRemoved,
    /// The form was filled from an older version; nothing was saved.
    #[error("the recipient was changed meanwhile")]
    RecipientChanged,
    /// One of the customer's own recipients has this account already.
    #[error("another recipient has this account")]
    RecipientExists { recipient: RecipientId },
    #[error("at most {max} recipients")]
    TooManyRecipients { max: u32 },
    #[error("at most {max} shops")]
    TooManyShops { max: u32 },
    /// An officer has stopped the shop: nothing of it can be changed or paid.
    #[error("the shop is suspended")]
    ShopSuspended,
    #[error("the shop is closed")]
    ShopClosed,
    #[error("at most {max} codes")]
    TooManyCodes { max: u32 },
    /// Somebody is paying this sale, or has paid it: it cannot be cancelled.
    #[error("the sale is taken")]
    SaleTaken,
    /// Something stands in the way of paying a code.
    #[error("this code cannot be paid: {why}")]
    CannotPay { why: Obstacle },
    /// A refund of a sale of which the shop does not have the money.
    #[error("the sale is not paid")]
    SaleNotPaid,
    /// What is left of the sale, in whole øre.
    #[error("more than is left of the sale")]
    RefundTooLarge { left_minor: i64 },
    /// The bank account that the sale was paid from.
    #[error("nobody knows where the sale was paid from")]
    PayerUnknown,
    #[error("no fresh exchange rate")]
    RateStale,
    /// What is left of the day's or month's limit, in whole øre.
    #[error("daily limit")]
    DayLimit { left_minor: i64 },
    #[error("monthly limit")]
    MonthLimit { left_minor: i64 },
    /// The same idempotency key with another request.
    #[error("this form was already used for another payment")]
    KeyReused,
    /// The same command is being carried out right now.
    #[error("still processing")]
    StillProcessing,
    #[error("the bank did not answer")]
    BankUnavailable,
    /// Logged on the server with the request id; the customer sees only that it failed.
    #[error("unexpected")]
    Unexpected,
}

impl AppError {
    /// One field with one error.
    #[must_use]
    pub fn field(name: &str, code: FieldCode) -> Self {
        Self::Form(FieldErrors::from([(name.to_owned(), code)]))
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            // A post that lacks a field or holds something else in it: nobody's page sends that.
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Form(FieldErrors::new()),
            _ => {
                leptos::logging::debug_warn!("server function: {value}");
                Self::Unexpected
            }
        }
    }
}

#[cfg(feature = "ssr")]
impl From<domain::access::Refusal> for AppError {
    fn from(refusal: domain::access::Refusal) -> Self {
        use domain::access::Refusal;
        match refusal {
            Refusal::NotLoggedIn => Self::LoggedOut,
            Refusal::NotFound => Self::NotFound,
            Refusal::NotAllowed => Self::NotAllowed,
            Refusal::KycRequired => Self::KycRequired,
        }
    }
}
