//! The twelve rules as one type: named, checked, read and written as their parameters.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::history::History;
use super::report::Finding;
use super::{
    dormant_reactivated, fan_out, high_risk_corridor, large_amount, merchant_self_payment, merchant_spike,
    new_account_burst, rapid_repeat, round_amounts, shared_beneficiary, structuring, velocity,
};
use crate::compliance::finding::RuleName;

/// What one parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The parameter's name.
    pub name: &'static str,
    /// What it is.
    pub value: i64,
    /// The least it may be.
    pub least: i64,
    /// The most it may be.
    pub most: i64,
}

impl Range {
    pub(super) fn new(name: &'static str, value: u32, least: u32, most: u32) -> Self {
        Self { name, value: value.into(), least: least.into(), most: most.into() }
    }
}

/// A parameter that makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{name} is {value}; it must be {least} to {most}")]
pub struct OutOfRange {
    /// The parameter's name.
    pub name: &'static str,
    /// What was given.
    pub value: i64,
    /// The least it may be.
    pub least: i64,
    /// The most it may be.
    pub most: i64,
}

/// One rule's parameters, and the rule itself.
pub trait RuleParameters: Default + Clone + PartialEq + Serialize + DeserializeOwned {
    /// Which rule.
    const RULE: RuleName;
    /// Why the defaults are as they are, with the law or the published source. It is the reason of version 1.
    const REASON: &'static str;

    /// Every parameter with what it may be.
    fn ranges(&self) -> Vec<Range>;

    /// What the rule finds in a payment.
    fn check(&self, history: &History<'_>) -> Option<Finding>;
}

macro_rules! rules {
    ($($variant:ident($module:ident)),+ $(,)?) => {
        /// A rule with the parameters that are in force. As JSON it is the parameters alone.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Rule {
            $(
                #[doc = concat!("See [`", stringify!($module), "`].")]
                $variant($module::Parameters)
            ),+
        }

        impl Rule {
            /// The rule with its default parameters.
            #[must_use]
            pub fn default_of(name: RuleName) -> Self {
                match name { $(RuleName::$variant => Self::$variant(Default::default())),+ }
            }

            /// Which one it is.
            #[must_use]
            pub const fn name(&self) -> RuleName {
                match self { $(Self::$variant(_) => RuleName::$variant),+ }
            }

            /// Why the defaults are as they are.
            #[must_use]
            pub const fn reason(name: RuleName) -> &'static str {
                match name { $(RuleName::$variant => <$module::Parameters as RuleParameters>::REASON),+ }
            }

            /// Every parameter with what it may be.
            #[must_use]
            pub fn ranges(&self) -> Vec<Range> {
                match self { $(Self::$variant(parameters) => parameters.ranges()),+ }
            }

            /// What the rule finds in a payment.
            #[must_use]
            pub fn check(&self, history: &History<'_>) -> Option<Finding> {
                match self { $(Self::$variant(parameters) => parameters.check(history)),+ }
            }

            /// Reads the parameters of a rule. An unknown or a missing one is an error.
            ///
            /// # Errors
            /// What the format says.
            pub fn read<'de, D: Deserializer<'de>>(name: RuleName, from: D) -> Result<Self, D::Error> {
                Ok(match name {
                    $(RuleName::$variant => Self::$variant($module::Parameters::deserialize(from)?)),+
                })
            }
        }

        impl Serialize for Rule {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$variant(parameters) => parameters.serialize(to)),+ }
            }
        }
    };
}

rules! {
    Structuring(structuring),
    Velocity(velocity),
    HighRiskCorridor(high_risk_corridor),
    LargeAmount(large_amount),
    NewAccountBurst(new_account_burst),
    FanOut(fan_out),
    SharedBeneficiary(shared_beneficiary),
    DormantReactivated(dormant_reactivated),
    RoundAmounts(round_amounts),
    RapidRepeat(rapid_repeat),
    MerchantSelfPayment(merchant_self_payment),
    MerchantSpike(merchant_spike),
}

impl Rule {
    /// All twelve with their defaults.
    #[must_use]
    pub fn all_defaults() -> Vec<Self> {
        RuleName::ALL.iter().map(|name| Self::default_of(*name)).collect()
    }

    /// Do the parameters make sense?
    ///
    /// # Errors
    /// The first that is [`OutOfRange`].
    pub fn validate(&self) -> Result<(), OutOfRange> {
        let wrong = self.ranges().into_iter().find(|it| !(it.least..=it.most).contains(&it.value));
        wrong
            .map_or(Ok(()), |Range { name, value, least, most }| Err(OutOfRange { name, value, least, most }))
    }
}
