//! The banks that this one process plays.

/// A bank, known by the first part of the path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bank {
    pub slug: &'static str,
    pub name: &'static str,
    /// First four digits of the account numbers that the sandbox makes for it.
    pub clearing: &'static str,
}

pub(crate) const BANKS: [Bank; 4] = [
    Bank { slug: "dnb", name: "DNB", clearing: "1503" },
    Bank { slug: "sparebank1", name: "SpareBank 1", clearing: "1813" },
    Bank { slug: "nordea", name: "Nordea", clearing: "6011" },
    Bank { slug: "handelsbanken", name: "Handelsbanken", clearing: "9046" },
];

pub(crate) fn find(slug: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.slug == slug)
}
