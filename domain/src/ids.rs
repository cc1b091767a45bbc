//! Every identifier is its own type: a prefix that names the table, then the part that is unique.

use thiserror::Error;

use crate::clock::Entropy;

/// Random bytes in a new id: 64 bits, 16 hexadecimal characters (the schema document's `randomId`).
const RANDOM_BYTES: usize = 8;
/// Longest part after the prefix.
const TAIL_MAX_CHARS: usize = 32;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an identifier that starts with `{prefix}`")]
pub struct IdError {
    /// The prefix that was wanted.
    pub prefix: &'static str,
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident($prefix:literal)),+ $(,)?) => {$(
        validated_text! { $(#[$meta])* pub struct $name, IdError }

        impl $name {
            /// What every id of this kind starts with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id: the prefix and 16 lower-case hexadecimal characters.
            #[must_use]
            pub fn generate(entropy: &dyn Entropy) -> Self {
                Self(format!("{}{}", Self::PREFIX, entropy.hex(RANDOM_BYTES)))
            }

            /// Reads an id: the prefix and 1 to 32 characters of `a-z`, `0-9` and `_`.
            ///
            /// # Errors
            /// [`IdError`] with the prefix that was wanted.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if is_id(text, Self::PREFIX) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError { prefix: Self::PREFIX })
                }
            }
        }
    )+

        /// Every prefix, in the order of declaration.
        pub const PREFIXES: &[&str] = &[$($prefix),+];
    };
}

ids! {
    /// A row of `users`.
    UserId("usr_"),
    /// A row of `recipients`.
    RecipientId("rcp_"),
    /// A row of `merchants`.
    MerchantId("mer_"),
    /// A row of `transactions`.
    TransactionId("txn_"),
    /// A row of `bank_accounts`.
    BankAccountId("bac_"),
    /// A row of the cards tables.
    CardId("crd_"),
    /// A row of `sessions`: one login on one device.
    LoginId("ses_"),
    /// A row of `notifications`.
    NotificationId("ntf_"),
    /// A row of `audit_log`.
    AuditId("aud_"),
    /// A row of `aml_alerts`.
    AlertId("aml_"),
    /// A row of `str_reports`.
    ReportId("str_"),
    /// A row of `screening_results`.
    ScreeningId("scr_"),
    /// A row of `consents`: what a customer agreed to or withdrew.
    ConsentId("cns_"),
    /// A data request under the GDPR.
    DataRequestId("dar_"),
    /// A row of `complaints`.
    ComplaintId("cmp_"),
    /// A quote of a remittance.
    QuoteId("quo_"),
    /// A payment order at a bank.
    PaymentOrderId("pay_"),
    /// A consent to read accounts at a bank.
    BankConsentId("bcn_"),
    /// A row of `qr_codes`.
    QrCodeId("qrc_"),
    /// A row of `jobs`: work to be done later.
    JobId("job_"),
    /// A row of `aml_findings`: what one rule found in one payment.
    FindingId("fnd_"),
    /// A row of `rule_settings`: one version of a rule's mode and parameters.
    RuleSettingId("rul_"),
    /// A row of `payment_holds`: a payment that waits for an officer before any bank hears of it.
    HoldId("hld_"),
    /// A row of `watchlists`: one imported version of one published list.
    WatchlistId("wls_"),
    /// A row of `kyc_cases`: one submission of a customer's identity.
    KycCaseId("kyc_"),
    /// A row of `data_exports`: a copy of a customer's data.
    DataExportId("dex_"),
    /// A row of `mail_outbox`: a letter by e-mail.
    LetterId("ltr_"),
    /// A row of `push_subscriptions`: a browser that gets messages.
    PushId("psh_"),
    /// A row of `passkeys`.
    PasskeyId("psk_"),
}

impl TransactionId {
    /// What people read to each other: the last eight characters of the id in upper case, `ABCD-1234`.
    /// An id with a shorter part after its prefix gives that part, ungrouped.
    #[must_use]
    pub fn reference(&self) -> String {
        let tail = &self.as_str()[Self::PREFIX.len()..];
        match tail.len().checked_sub(8) {
            Some(start) => format!("{}-{}", &tail[start..start + 4], &tail[start + 4..]).to_ascii_uppercase(),
            None => tail.to_ascii_uppercase(),
        }
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|tail| {
        (1..=TAIL_MAX_CHARS).contains(&tail.len())
            && tail.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::clock::testing::SeededEntropy;

    #[test]
    fn new_ids_read_back() {
        let id = UserId::generate(&SeededEntropy::new(0));
        assert_eq!(id.as_str(), "usr_e220a8397b1dcdaf");
        assert_eq!(UserId::parse(id.as_str()), Ok(id.clone()));
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"usr_e220a8397b1dcdaf\"");
        assert_eq!(String::from(id.clone()), id.into_string());
    }

    #[test]
    fn prefixes_are_distinct() {
        assert_eq!(PREFIXES.len(), PREFIXES.iter().collect::<HashSet<_>>().len());
    }

    #[test]
    fn only_the_right_shape_is_read() {
        assert!(UserId::parse("usr_demo1").is_ok());
        let too_long = format!("usr_{}", "a".repeat(33));
        for text in
            ["", "usr_", "rcp_demo1", "usr_Demo", "usr_a-b", "usr_a b", "USR_a", "usr_é", " usr_a", &too_long]
        {
            assert_eq!(UserId::parse(text), Err(IdError { prefix: "usr_" }), "{text:?}");
            assert!(serde_json::from_value::<UserId>(text.into()).is_err());
        }
    }

    #[test]
    fn references() {
        for (id, reference) in
            [("txn_0123456789abcdef", "89AB-CDEF"), ("txn_abcd1234", "ABCD-1234"), ("txn_demo1", "DEMO1")]
        {
            assert_eq!(TransactionId::parse(id).unwrap().reference(), reference);
        }
    }
}
