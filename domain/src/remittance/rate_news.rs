//! What a source's word does to the rate that is known: believed, confirmed, or doubted.

use chrono::NaiveDate;

use crate::fx::{BasisPoints, Rate};

/// A rate that moves further than this from the last known one is not believed by itself: 10 %. Currencies hardly
/// ever do that in a day; broken feeds and mistyped numbers do.
pub const JUMP_MAX: BasisPoints = BasisPoints::new(1_000);
/// What Drop keeps of the mid-market rate when nothing else is configured: 0.34 %.
pub const MARGIN_DEFAULT: BasisPoints = BasisPoints::new(34);
/// The most that may be configured: 10 %.
pub const MARGIN_MAX: BasisPoints = BasisPoints::new(1_000);

/// A mid-market rate in recipient units per krone, and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedRate {
    /// The mid-market rate.
    pub mid: Rate,
    /// The day of it, as its source says.
    pub as_of: NaiveDate,
}

/// What is to be done with a rate that a source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It is the next rate.
    New,
    /// It is the one that is known: still current.
    Confirmed,
    /// It is older than the one that is known, and says nothing.
    Older,
    /// Its day is still to come: the source is wrong.
    NotYet,
    /// It lies further from the one that is known than [`JUMP_MAX`]: a person has to look.
    Jump,
}

/// Judges what a source gives against what is known.
#[must_use]
pub fn judge(known: Option<DatedRate>, given: DatedRate, today: NaiveDate) -> News {
    let Some(known) = known else {
        return if given.as_of > today { News::NotYet } else { News::New };
    };
    if given.as_of > today {
        News::NotYet
    } else if given.as_of < known.as_of {
        News::Older
    } else if given == known {
        News::Confirmed
    } else if given.mid.is_further_than(JUMP_MAX, known.mid) {
        News::Jump
    } else {
        News::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let dated = |mid: &str, as_of: &str| DatedRate {
            mid: Rate::parse(mid).unwrap(),
            as_of: as_of.parse().unwrap(),
        };
        let (known, today) = (dated("11.7", "2026-11-25"), "2026-11-26".parse().unwrap());
        for (mid, as_of, news) in [
            ("11.7", "2026-11-25", News::Confirmed),
            ("11.7", "2026-11-26", News::New),
            ("11.8", "2026-11-26", News::New),
            // The source has corrected the day's rate.
            ("11.71", "2026-11-25", News::New),
            ("11.8", "2026-11-24", News::Older),
            ("11.8", "2026-11-27", News::NotYet),
            ("12.87", "2026-11-26", News::New),
            ("12.87000001", "2026-11-26", News::Jump),
            ("10.52999999", "2026-11-26", News::Jump),
        ] {
            assert_eq!(judge(Some(known), dated(mid, as_of), today), news, "{mid} of {as_of}");
        }
        assert_eq!(judge(None, dated("99", "2026-11-26"), today), News::New);
        assert_eq!(judge(None, dated("99", "2026-11-27"), today), News::NotYet);
    }
}
