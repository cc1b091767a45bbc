//! The states of a payment (ISO 20022) and the reasons why one is rejected.

use serde::{Serialize, Serializer};

/// `transactionStatus`, as far as this bank uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransactionStatus {
    /// RCVD: waits for the customer.
    Received,
    /// ACTC: approved and technically in order.
    Validated,
    /// ACSP: on its way; the money is reserved.
    InProcess,
    /// ACSC: debited.
    Settled,
    /// ACCC: on the payee's account.
    Credited,
    /// RJCT
    Rejected,
    /// CANC
    Cancelled,
}

impl TransactionStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "RCVD",
            Self::Validated => "ACTC",
            Self::InProcess => "ACSP",
            Self::Settled => "ACSC",
            Self::Credited => "ACCC",
            Self::Rejected => "RJCT",
            Self::Cancelled => "CANC",
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the database holds an unknown code: {0}")]
pub(crate) struct UnknownCode(String);

impl TryFrom<String> for TransactionStatus {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        Ok(match code.as_str() {
            "RCVD" => Self::Received,
            "ACTC" => Self::Validated,
            "ACSP" => Self::InProcess,
            "ACSC" => Self::Settled,
            "ACCC" => Self::Credited,
            "RJCT" => Self::Rejected,
            "CANC" => Self::Cancelled,
            _ => return Err(UnknownCode(code)),
        })
    }
}

impl Serialize for TransactionStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Why a payment is RJCT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    PsuDeclined,
    FundsNotAvailable,
    ScaFailed,
    ScaExpired,
    PaymentFailed,
    PaymentReturned,
}

impl Reason {
    /// What the database keeps.
    pub fn code(self) -> &'static str {
        match self {
            Self::PsuDeclined => "PSU_DECLINED",
            Self::FundsNotAvailable => "FUNDS_NOT_AVAILABLE",
            Self::ScaFailed => "SCA_FAILED",
            Self::ScaExpired => "SCA_EXPIRED",
            Self::PaymentFailed => "PAYMENT_FAILED",
            Self::PaymentReturned => "PAYMENT_RETURNED",
        }
    }

    /// ISO 20022 external status reason code.
    pub fn iso(self) -> &'static str {
        match self {
            Self::PsuDeclined => "CUST",
            Self::FundsNotAvailable => "AM04",
            Self::ScaFailed => "NARR",
            Self::ScaExpired => "DS24",
            Self::PaymentFailed => "MS03",
            Self::PaymentReturned => "AC04",
        }
    }

    /// For the customer, in Norwegian.
    pub fn psu_message(self) -> &'static str {
        match self {
            Self::PsuDeclined => "Du avviste betalingen i banken.",
            Self::FundsNotAvailable => "Det er ikke nok penger på kontoen.",
            Self::ScaFailed => "Feil engangskode for mange ganger.",
            Self::ScaExpired => "Betalingen ble ikke godkjent i tide.",
            Self::PaymentFailed => "Banken avviste betalingen.",
            Self::PaymentReturned => "Mottakerens bank sendte pengene tilbake.",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::PsuDeclined,
            Self::FundsNotAvailable,
            Self::ScaFailed,
            Self::ScaExpired,
            Self::PaymentFailed,
            Self::PaymentReturned,
        ]
        .into_iter()
        .find(|reason| reason.code() == code)
    }
}
