//! The words for a payment: the bank's, ours, and the customer's.

text_enum! {
    /// ISO 20022 `ExternalPaymentTransactionStatus1Code`, as NextGenPSD2 1.3 sends it.
    pub enum TransactionStatus {
        /// Received.
        Rcvd = "RCVD",
        /// Pending: more checks to come.
        Pdng = "PDNG",
        /// Some of the needed approvals are there.
        Patc = "PATC",
        /// Authentication and syntax are right.
        Actc = "ACTC",
        /// The customer profile was checked too.
        Accp = "ACCP",
        /// Settlement is in process.
        Acsp = "ACSP",
        /// Funds were checked too.
        Acfc = "ACFC",
        /// Accepted, with a change such as the date.
        Acwc = "ACWC",
        /// Accepted, not yet posted to the creditor.
        Acwp = "ACWP",
        /// Some of several transactions were accepted.
        Part = "PART",
        /// Settled on the debtor's account: the money has left.
        Acsc = "ACSC",
        /// Settled on the creditor's account: the money has arrived.
        Accc = "ACCC",
        /// Rejected.
        Rjct = "RJCT",
        /// Cancelled.
        Canc = "CANC",
    }
}

impl TransactionStatus {
    /// The ISO 20022 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.as_str()
    }
}

text_enum! {
    /// Our finer state of a remittance or payment, the column of the payment-order row.
    pub enum OrderState {
        /// Ours alone; no bank has been asked.
        Created = "created",
        /// Stopped before the bank (hvitvaskingsloven § 27). Customers see "processing".
        Held = "held",
        /// The bank has it.
        Submitted = "submitted",
        /// The bank waits for the customer's approval.
        AwaitingSca = "awaiting_sca",
        /// The customer approved and the bank accepted.
        Accepted = "accepted",
        /// The money has left the customer's bank.
        Settled = "settled",
        /// It failed, or came back.
        Rejected = "rejected",
        /// The customer or the bank called it off.
        Cancelled = "cancelled",
        /// The customer did not approve in time.
        Expired = "expired",
    }
}

impl OrderState {
    /// Failed for good. [`OrderState::Settled`] is not among them: money can still be credited or returned.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Cancelled | Self::Expired)
    }

    /// Is there something to ask the bank for? A settled order is asked after until it is credited. An
    /// order that is created or held has nothing at the bank yet.
    #[must_use]
    pub const fn needs_polling(self, credited: bool) -> bool {
        match self {
            Self::Submitted | Self::AwaitingSca | Self::Accepted => true,
            Self::Settled => !credited,
            Self::Created | Self::Held | Self::Rejected | Self::Cancelled | Self::Expired => false,
        }
    }

    /// How far along: no event lowers it.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Created | Self::Held => 0,
            Self::Submitted => 1,
            Self::AwaitingSca => 2,
            Self::Accepted => 3,
            Self::Cancelled | Self::Expired => 4,
            Self::Settled => 5,
            Self::Rejected => 6,
        }
    }
}

text_enum! {
    /// Why an order failed. `refused` is our own decision on a held order and must not reach a customer
    /// as such (hvitvaskingsloven § 28): pages give it the same words as `rejected_by_bank`.
    pub enum FailureReason {
        /// The customer said no at the bank.
        DeclinedByCustomer = "declined_by_customer",
        /// The bank rejected the payment.
        RejectedByBank = "rejected_by_bank",
        /// Not enough money on the account.
        InsufficientFunds = "insufficient_funds",
        /// Not approved in time.
        Expired = "expired",
        /// The customer called it off.
        CancelledByCustomer = "cancelled_by_customer",
        /// The money left and came back.
        Returned = "returned",
        /// The bank refused our request itself; no payment was made there.
        BankRefusedRequest = "bank_refused_request",
        /// An officer refused a held order; it never reached the bank.
        Refused = "refused",
    }
}

impl FailureReason {
    /// As `transactions.failure_reason` has it, and every page: an officer's refusal cannot be told from a bank's.
    #[must_use]
    pub const fn shown(self) -> Self {
        match self {
            Self::Refused => Self::RejectedByBank,
            other => other,
        }
    }

    /// Did the customer want it so? They need not be told of it then.
    #[must_use]
    pub const fn is_the_customers(self) -> bool {
        matches!(self, Self::DeclinedByCustomer | Self::CancelledByCustomer)
    }
}

text_enum! {
    /// `transactions.status`: what customers see.
    pub enum TransactionState {
        /// Under way.
        Processing = "processing",
        /// The money has left.
        Completed = "completed",
        /// It failed, or came back.
        Failed = "failed",
    }
}

text_enum! {
    /// Why a person has to look at an order: what the bank did is unknown, and asking it again does not tell.
    pub enum Attention {
        /// The bank did not answer while the price held, and may have the payment.
        Unanswered = "unanswered",
        /// It refused an asking after one that it did not answer, which may have made a payment.
        RefusedAfterSilence = "refused_after_silence",
        /// It has the payment, and says nothing final about it.
        NoLastWord = "no_last_word",
        /// Two customers have paid one sale: the bank told of one payment only after it was given up here.
        PaidTwice = "paid_twice",
    }
}
