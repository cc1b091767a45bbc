//! Who is screened, and what was found.
use chrono::NaiveDate;
use domain::compliance::screening::{Match, PartialDate, Profile, Schema};
use domain::compliance::watchlist::{Source, SubjectKind};
use domain::ids::{MerchantId, RecipientId, UserId};
use sha2::{Digest, Sha256};

/// Somebody who is compared with the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    Customer(&'a UserId),
    Recipient(&'a RecipientId),
    Shop(&'a MerchantId),
}

impl Subject<'_> {
    /// Its id; the prefix says what it is.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Customer(id) => id.as_str(),
            Self::Recipient(id) => id.as_str(),
            Self::Shop(id) => id.as_str(),
        }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Customer(_) => SubjectKind::Customer,
            Self::Recipient(_) => SubjectKind::Recipient,
            Self::Shop(_) => SubjectKind::Shop,
        }
    }
}

/// A subject with what is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub kind: SubjectKind,
    pub id: String,
    /// Whose recipient or shop it is, or the customer.
    pub user_id: String,
    pub names: Vec<String>,
    pub birth_date: Option<NaiveDate>,
}

impl Person {
    /// What the matcher compares.
    #[must_use]
    pub fn profile(&self) -> Profile {
        Profile {
            schema: match self.kind {
                SubjectKind::Customer => Schema::Person,
                // A relative or a firm: the words of the name decide.
                SubjectKind::Recipient => Schema::Other,
                SubjectKind::Shop => Schema::Organisation,
            },
            names: self.names.clone(),
            birth_dates: self.birth_date.and_then(PartialDate::of_day).into_iter().collect(),
            // The country of an account is no nationality, and one that is only declared must not speak against a match.
            countries: Vec::new(),
            gender: None,
        }
    }

    /// SHA-256 of what is compared, in hex: another one is another question.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        let born = self.birth_date.map(|date| date.to_string()).unwrap_or_default();
        let parts = self.names.iter().chain([&born]);
        for part in parts {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
        hex::encode(hasher.finalize())
    }
}

/// An entry that somebody looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub entry_id: i64,
    pub entry_hash: String,
    pub source: Source,
    pub external_id: String,
    /// The name under which it is listed.
    pub name: String,
    pub programmes: Vec<String>,
    pub found: Match,
}
