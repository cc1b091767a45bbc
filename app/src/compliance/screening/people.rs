//! Comparing people with the lists: many at once, on every core.
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::lists::Loaded;
use super::model::{Hit, Person};

/// Entries that one subject is said to be like; more would not be read.
const HITS_MAX: usize = 20;

/// What comparing one subject has come to: entries, none of them, or a failure.
#[derive(Clone, Debug)]
pub struct Finding {
    pub person: Person,
    pub hits: Result<Vec<Hit>, &'static str>,
}

/// Compares one subject. A defect that one name brings to light is a failure of this one, not of all.
#[must_use]
pub fn screen(loaded: &Loaded, person: Person) -> Finding {
    let compared = catch_unwind(AssertUnwindSafe(|| loaded.hits(&person.profile(), HITS_MAX)));
    Finding { person, hits: compared.map_err(|_| "comparing failed") }
}

/// Compares many, on as many threads as there are cores. It blocks.
#[must_use]
pub fn screen_all(loaded: &Loaded, mut people: Vec<Person>) -> Vec<Finding> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = people.len().div_ceil(cores).max(1);
    let mut shares = Vec::with_capacity(cores);
    while !people.is_empty() {
        let rest = people.split_off(share.min(people.len()));
        shares.push(std::mem::replace(&mut people, rest));
    }
    std::thread::scope(|scope| {
        let work = |share: Vec<Person>| {
            scope.spawn(move || share.into_iter().map(|it| screen(loaded, it)).collect())
        };
        let working: Vec<_> = shares.into_iter().map(work).collect();
        working.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| Vec::new())).collect()
    })
}
