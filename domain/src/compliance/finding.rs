//! What a monitoring rule says about a payment, and how grave it is (hvitvaskingsloven § 25).

text_enum! {
    /// `aml_alerts.severity`. The order is the order of gravity.
    pub enum Severity {
        /// Worth knowing beside others.
        Low = "low",
        /// To be looked at.
        Medium = "medium",
        /// To be looked at today.
        High = "high",
        /// The payment waits for an officer (§ 27).
        Critical = "critical",
    }
}

impl Severity {
    /// Is the payment held until an officer has decided?
    #[must_use]
    pub const fn holds_the_payment(self) -> bool {
        matches!(self, Self::Critical)
    }
}

text_enum! {
    /// `aml_alerts.alert_type`: the rule that found something.
    pub enum RuleName {
        /// Several amounts just under a threshold.
        Structuring = "structuring",
        /// Many payments, or much money, in a short time.
        Velocity = "velocity",
        /// Money to a country under increased monitoring.
        HighRiskCorridor = "high_risk_corridor",
        /// An amount that is large as such, or against the customer's own history.
        LargeAmount = "large_amount",
        /// A new account that sends much at once.
        NewAccountBurst = "new_account_burst",
        /// One customer to many recipients.
        FanOut = "fan_out",
        /// Several customers to one bank account.
        SharedBeneficiary = "shared_beneficiary",
        /// An account that was quiet for long.
        DormantReactivated = "dormant_reactivated",
        /// A habit of round amounts.
        RoundAmounts = "round_amounts",
        /// The same payment again, minutes later.
        RapidRepeat = "rapid_repeat",
        /// A merchant who pays in their own circle.
        MerchantSelfPayment = "merchant_self_payment",
        /// A shop that suddenly sells much more than it did.
        MerchantSpike = "merchant_spike",
    }
}

text_enum! {
    /// What is done with what a rule finds.
    pub enum RuleMode {
        /// The rule does not run.
        Off = "off",
        /// Findings are kept and counted, and reach nobody's queue.
        Test = "test",
        /// Findings raise alerts, and critical ones hold the payment.
        Live = "live",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_in_order_and_only_the_gravest_holds() {
        assert!(Severity::ALL.is_sorted());
        let holding: Vec<_> = Severity::ALL.iter().filter(|it| it.holds_the_payment()).collect();
        assert_eq!(holding, [&Severity::Critical]);
    }
}
