//! What a server keeps in memory of monitoring: the rules in force, and what shops usually take.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use domain::compliance::finding::RuleMode;
use domain::compliance::rules::Rule;
use domain::ids::{MerchantId, RuleSettingId};

/// Shops whose usual takings are remembered; with more, all are forgotten and asked for again.
const SHOPS_MAX: usize = 10_000;

/// A rule that runs, by which version of its settings.
#[derive(Clone, Debug)]
pub(super) struct Active {
    pub setting: RuleSettingId,
    pub mode: RuleMode,
    pub rule: Rule,
}

/// All rules that run.
#[derive(Debug)]
pub(super) struct InForce {
    /// Grows with every approved change. Each payment reads the database's: rules here are never older than that.
    pub revision: i64,
    pub active: Vec<Active>,
}

/// A shop's takings of the days before one day.
#[derive(Clone, Copy, Debug)]
pub(super) struct UsualTakings {
    /// `domain::compliance::rules::day_of`.
    pub day: i64,
    pub before_minor: i64,
    pub days: u32,
}

/// Clones are the same. Nothing in it is the truth: that is in the database.
#[derive(Clone, Default)]
pub struct Monitoring(Arc<Kept>);

#[derive(Default)]
struct Kept {
    in_force: RwLock<Option<Arc<InForce>>>,
    takings: Mutex<HashMap<MerchantId, UsualTakings>>,
}

impl Monitoring {
    /// The rules of this revision, if they are the ones that are kept.
    pub(super) fn in_force(&self, revision: i64) -> Option<Arc<InForce>> {
        let kept = self.0.in_force.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|it| it.revision == revision).cloned()
    }

    pub(super) fn keep(&self, in_force: InForce) -> Arc<InForce> {
        let shared = Arc::new(in_force);
        *self.0.in_force.write().unwrap_or_else(PoisonError::into_inner) = Some(shared.clone());
        shared
    }

    pub(super) fn usual_takings(&self, shop: &MerchantId, day: i64) -> Option<UsualTakings> {
        self.takings().get(shop).filter(|it| it.day == day).copied()
    }

    pub(super) fn keep_takings(&self, shop: &MerchantId, usual: UsualTakings) {
        let mut takings = self.takings();
        if takings.len() >= SHOPS_MAX {
            takings.clear();
        }
        takings.insert(shop.clone(), usual);
    }

    fn takings(&self) -> MutexGuard<'_, HashMap<MerchantId, UsualTakings>> {
        self.0.takings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
