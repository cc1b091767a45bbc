//! Published sanctions lists: what an entry says, what screening against it finds, and what that means for a payment.

mod entry;

use chrono::Duration;

pub use entry::{Content, Listed, Name};

use super::screening::Score;
use crate::ids::{MerchantId, RecipientId, UserId};

text_enum! {
    /// `watchlists.source`: who publishes the list.
    pub enum Source {
        /// The United States' Office of Foreign Assets Control: Specially Designated Nationals.
        Ofac = "ofac",
        /// The Security Council's consolidated list, which is law in Norway (FN-loven).
        Un = "un",
        /// The European Union's consolidated list, which is law in Norway (sanksjonsloven).
        Eu = "eu",
        /// OpenSanctions' collection of lists.
        OpenSanctions = "opensanctions",
        /// Invented people, for development and tests.
        BuiltIn = "built-in",
    }
}

text_enum! {
    /// How surely a name belongs to an entry. The order is the order in which names are kept.
    pub enum NameQuality {
        /// The name under which the entry is listed.
        Primary = "primary",
        /// Another name, or the name in another script.
        Strong = "strong",
        /// A nickname or a name of low quality, as the publisher says.
        Weak = "weak",
    }
}

text_enum! {
    /// `screening_runs.at_kind`: who is compared with the lists. The order is that of a run through everybody.
    pub enum SubjectKind {
        /// Somebody who sends or pays.
        Customer = "customer",
        /// Somebody who is sent money to.
        Recipient = "recipient",
        /// A shop, by its name and its registered name.
        Shop = "shop",
    }
}

impl SubjectKind {
    /// Whose id this is, by its prefix.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let starts = [
            (UserId::PREFIX, Self::Customer),
            (RecipientId::PREFIX, Self::Recipient),
            (MerchantId::PREFIX, Self::Shop),
        ];
        starts.into_iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, kind)| kind)
    }

    /// What comes after it in a run.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Customer => Some(Self::Recipient),
            Self::Recipient => Some(Self::Shop),
            Self::Shop => None,
        }
    }
}

text_enum! {
    /// `screening_results.result`. The order is the order of gravity.
    pub enum ScreeningResult {
        /// Nobody on a list is like this.
        Clear = "clear",
        /// It could not be found out: no list, or a failure. Never to be read as clear.
        Error = "error",
        /// Somebody on a list may be meant.
        PotentialMatch = "potential_match",
        /// The same name, and nothing that speaks against it.
        Match = "match",
    }
}

/// From here on two profiles are as good as the same.
const MATCH_FROM: Score = Score::of(9_500);

impl ScreeningResult {
    /// What a score at or over the threshold means.
    #[must_use]
    pub fn of(score: Score) -> Self {
        if score >= MATCH_FROM { Self::Match } else { Self::PotentialMatch }
    }

    /// Does it name an entry?
    #[must_use]
    pub const fn is_hit(self) -> bool {
        matches!(self, Self::PotentialMatch | Self::Match)
    }
}

text_enum! {
    /// `screening_results.settled_as`: what officers have said about a match.
    pub enum Settlement {
        /// It is this person.
        TrueMatch = "true_match",
        /// It is somebody else. Two officers say so.
        FalseMatch = "false_match",
    }
}

/// One result that holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What was found.
    pub result: ScreeningResult,
    /// What officers said.
    pub settled_as: Option<Settlement>,
    /// The hash of what was compared then.
    pub subject_hash: Option<String>,
}

/// What the results that hold say of a subject, which is now `subject_hash`. Nothing when it has to be screened: it
/// never was, that failed, or it has another name since. A match that is not settled as false stands in any case.
#[must_use]
pub fn standing(holding: &[Holding], subject_hash: &str) -> Option<ScreeningResult> {
    let open = |it: &&Holding| it.result.is_hit() && it.settled_as != Some(Settlement::FalseMatch);
    if let Some(gravest) = holding.iter().filter(open).map(|it| it.result).max() {
        return Some(gravest);
    }
    let says = |it: &Holding| {
        it.result != ScreeningResult::Error && it.subject_hash.as_deref() == Some(subject_hash)
    };
    (!holding.is_empty() && holding.iter().all(says)).then_some(ScreeningResult::Clear)
}

/// After this long without a new version somebody should ask the publisher.
pub const FRESH: Duration = Duration::days(7);

/// More entries than this at once, and more than this part of the list, do not leave it by themselves.
const REMOVED_MAX: u64 = 20;
const REMOVED_PART: u64 = 5;

/// Does a new version lack so much of the one before that half of it may be missing?
#[must_use]
pub const fn lacks_much(before: u64, removed: u64) -> bool {
    removed > REMOVED_MAX && removed > before / REMOVED_PART
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_who_is_meant() {
        for (id, kind) in [
            ("usr_demo1", Some(SubjectKind::Customer)),
            ("rcp_demo1", Some(SubjectKind::Recipient)),
            ("mer_demo1", Some(SubjectKind::Shop)),
            ("txn_demo1", None),
        ] {
            assert_eq!(SubjectKind::of_id(id), kind, "{id}");
        }
        let after: Vec<_> = SubjectKind::ALL.iter().map(|kind| kind.next()).collect();
        assert_eq!(after, [Some(SubjectKind::Recipient), Some(SubjectKind::Shop), None]);
    }

    #[test]
    fn scores_become_results() {
        assert_eq!(ScreeningResult::of(Score::of(9_499)), ScreeningResult::PotentialMatch);
        assert_eq!(ScreeningResult::of(Score::of(9_500)), ScreeningResult::Match);
        assert!(ScreeningResult::ALL.is_sorted());
    }

    #[test]
    fn nothing_but_a_result_about_the_same_name_is_clear() {
        use ScreeningResult::{Clear, Error, Match, PotentialMatch};
        let row = |result, settled_as, hash: &str| Holding {
            result,
            settled_as,
            subject_hash: Some(hash.to_owned()),
        };
        let falsely = Some(Settlement::FalseMatch);
        for (rows, expected) in [
            (vec![], None),
            (vec![row(Clear, None, "a")], Some(Clear)),
            (vec![row(Clear, None, "b")], None),
            (vec![row(Error, None, "a")], None),
            (vec![row(Error, None, "a"), row(PotentialMatch, falsely, "a")], None),
            (vec![row(Error, None, "a"), row(PotentialMatch, None, "a")], Some(PotentialMatch)),
            (vec![row(PotentialMatch, falsely, "a")], Some(Clear)),
            (vec![row(PotentialMatch, falsely, "b")], None),
            (vec![row(PotentialMatch, None, "b")], Some(PotentialMatch)),
            (vec![row(Match, Some(Settlement::TrueMatch), "a")], Some(Match)),
            (vec![row(PotentialMatch, falsely, "a"), row(Match, None, "a")], Some(Match)),
        ] {
            assert_eq!(standing(&rows, "a"), expected, "{rows:?}");
        }
    }

    #[test]
    fn a_list_that_lost_a_fifth_is_doubted() {
        for (before, removed, doubted) in
            [(10, 10, false), (100, 20, false), (100, 21, true), (1_000, 200, false), (1_000, 201, true)]
        {
            assert_eq!(lacks_much(before, removed), doubted, "{before} {removed}");
        }
    }
}
