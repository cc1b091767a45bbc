//! High-risk corridor: money to a country under increased monitoring.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{History, count, days, since};
use super::levels::{level, minor};
use super::payment::{CountryCode, Payment};
use super::report::{Evidence, Figures, Finding, Subject, nok};
use super::rule::{Range, RuleParameters};
use crate::compliance::finding::{RuleName, Severity};

/// A country on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Which.
    pub country: CountryCode,
    /// From which day, in UTC.
    pub since: NaiveDate,
}

/// Which countries, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The countries under increased monitoring.
    pub countries: Vec<Listed>,
    /// What a customer sends to one of them is summed over so long.
    pub window_days: u32,
    /// From this sum it is low …
    pub low_kroner: u32,
    /// … from this medium …
    pub medium_kroner: u32,
    /// … and from this high.
    pub high_kroner: u32,
}

impl Default for Parameters {
    fn default() -> Self {
        let bosnia = CountryCode::parse("BA").ok();
        let since = NaiveDate::from_ymd_opt(2026, 6, 1);
        let listed = bosnia.zip(since).map(|(country, since)| Listed { country, since });
        Self {
            countries: listed.into_iter().collect(),
            window_days: 30,
            low_kroner: 8_000,
            medium_kroner: 40_000,
            high_kroner: 100_000,
        }
    }
}

/// As many countries as there are.
const COUNTRIES_MAX: u32 = 250;

impl RuleParameters for Parameters {
    const RULE: RuleName = RuleName::HighRiskCorridor;
    const REASON: &'static str = "Hvitvaskingsloven § 25: always looked into when money goes to a country with \
        inadequate measures. Bosnia and Herzegovina stands on FATF's list of increased monitoring since June 2026; \
        being on it is not inadequacy, so small sums are let be: from NOK 8,000, the amount of § 10 for transfers, it \
        is low. The list is dated and is kept by officers.";

    fn ranges(&self) -> Vec<Range> {
        vec![
            Range::new("countries (how many)", count(self.countries.len()), 0, COUNTRIES_MAX),
            Range::new("window_days", self.window_days, 1, 180),
            Range::new("low_kroner", self.low_kroner, 1, 10_000_000),
            Range::new("medium_kroner", self.medium_kroner, self.low_kroner, 10_000_000),
            Range::new("high_kroner", self.high_kroner, self.medium_kroner, 10_000_000),
        ]
    }

    fn check(&self, history: &History<'_>) -> Option<Finding> {
        let country = history.payment.country?;
        let listed = self.countries.iter().find(|it| it.country == country)?;
        let is_counted = |it: &&Payment| {
            it.country == Some(country) && it.kind.is_transfer() && it.at.utc().date_naive() >= listed.since
        };
        let window = since(history.own, history.payment, days(self.window_days));
        let counted: Vec<&Payment> =
            window.iter().chain([history.payment]).filter(|it| is_counted(it)).collect();
        // A payment of the day before the list is nobody's finding.
        counted.last().filter(|last| last.transaction == history.payment.transaction)?;
        let total = counted.iter().fold(0_i64, |sum, it| sum.saturating_add(it.amount_minor));
        let levels = [
            (minor(self.low_kroner), Severity::Low),
            (minor(self.medium_kroner), Severity::Medium),
            (minor(self.high_kroner), Severity::High),
        ];
        let (severity, score) = level(total, &levels)?;
        let boundary = levels.iter().find(|(_, it)| *it == severity)?.0;
        let figures = Figures::Corridor {
            country,
            listed_since: listed.since,
            total: nok(total),
            boundary: nok(boundary),
            window_days: self.window_days,
        };
        let transactions = counted.iter().map(|it| it.transaction).collect();
        let evidence = Evidence { transactions, figures };
        Some(Finding { rule: Self::RULE, severity, score, subject: Subject::Sender, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{DAY, Scene, kr};
    use super::*;
    use Severity::{High, Low, Medium};

    fn to_bosnia(amount: i64) -> Scene {
        Scene::sending(amount).into_country("BA")
    }

    #[test]
    fn the_sum() {
        for (amount, wanted) in [
            (kr(8_000) - 1, None),
            (kr(8_000), Some(Low)),
            (kr(40_000) - 1, Some(Low)),
            (kr(40_000), Some(Medium)),
            (kr(100_000) - 1, Some(Medium)),
            (kr(100_000), Some(High)),
        ] {
            assert_eq!(to_bosnia(amount).severity::<Parameters>(), wanted, "{amount} øre");
        }
    }

    #[test]
    fn earlier_ones_are_summed_within_the_window() {
        let earlier = |minutes| to_bosnia(kr(4_000)).own(minutes, kr(4_000));
        assert_eq!(earlier(30 * DAY).severity::<Parameters>(), Some(Low));
        assert_eq!(earlier(30 * DAY + 1).severity::<Parameters>(), None);
    }

    #[test]
    fn other_countries_and_shops() {
        assert_eq!(Scene::sending(kr(50_000)).severity::<Parameters>(), None);
        assert_eq!(Scene::sending(kr(50_000)).into_country("TR").severity::<Parameters>(), None);
        assert_eq!(Scene::shopping(kr(50_000)).into_country("BA").severity::<Parameters>(), None);
    }

    #[test]
    fn the_day_of_the_list() {
        let on = |since: &str| Parameters {
            countries: vec![Listed {
                country: CountryCode::parse("TR").unwrap(),
                since: since.parse().unwrap(),
            }],
            ..Parameters::default()
        };
        let scene = Scene::sending(kr(9_000)).into_country("TR");
        assert!(scene.finding(&on("2026-11-24")).is_some());
        assert_eq!(scene.finding(&on("2026-11-25")), None);
        // What was sent before that day is not summed.
        let with_earlier = Scene::sending(kr(5_000)).into_country("TR").own(DAY, kr(5_000));
        assert_eq!(with_earlier.finding(&on("2026-11-24")), None);
        assert!(with_earlier.finding(&on("2026-11-23")).is_some());
    }
}
