//! From a figure and its boundaries to how grave it is, and a score that orders findings of one gravity.

use super::report::Score;
use crate::compliance::finding::Severity;

/// Each gravity has a band of the score; how far the figure is over the boundary places it inside.
const BAND: i64 = 20;
/// Twice the boundary is the top of the band.
const TOP_PERCENT: i64 = 100;

/// The gravest level that the figure reaches. Levels are given from the least to the gravest.
pub(super) fn level(measured: i64, levels: &[(i64, Severity)]) -> Option<(Severity, Score)> {
    let (boundary, severity) = levels.iter().rev().find(|(boundary, _)| measured >= *boundary)?;
    Some((*severity, score(*severity, measured, *boundary)))
}

pub(super) fn score(severity: Severity, measured: i64, boundary: i64) -> Score {
    let band = match severity {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
        Severity::Critical => 4,
    };
    let over = measured.saturating_sub(boundary).saturating_mul(100) / boundary.max(1);
    let inside = over.clamp(0, TOP_PERCENT) * (BAND - 1) / TOP_PERCENT;
    Score::new(u8::try_from(band * BAND + inside).unwrap_or(u8::MAX))
}

/// Kroner as øre.
pub(super) fn minor(kroner: u32) -> i64 {
    i64::from(kroner) * 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_belong_to_the_graver_side() {
        let levels = [(3, Severity::Medium), (5, Severity::High)];
        let severity = |measured| level(measured, &levels).map(|(severity, _)| severity);
        assert_eq!(severity(2), None);
        assert_eq!(severity(3), Some(Severity::Medium));
        assert_eq!(severity(4), Some(Severity::Medium));
        assert_eq!(severity(5), Some(Severity::High));
    }

    #[test]
    fn a_graver_finding_always_scores_higher() {
        let scores: Vec<_> = Severity::ALL
            .iter()
            .flat_map(|severity| [10, 15, 20, 1_000].map(|measured| score(*severity, measured, 10).get()))
            .collect();
        assert_eq!(scores, [20, 29, 39, 39, 40, 49, 59, 59, 60, 69, 79, 79, 80, 89, 99, 99]);
        assert_eq!(score(Severity::Low, i64::MAX, 0).get(), 39);
    }
}
