//! Chance that is told: the seed is printed, and the same seed rolls the same.
use std::time::Duration;

use domain::clock::Entropy;
use domain::clock::testing::SeededEntropy;

pub struct Chance(SeededEntropy);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    pub fn roll(&self, below: u64) -> u64 {
        let mut bytes = [0_u8; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % below
    }

    pub fn one<'a, T>(&self, of: &'a [T]) -> &'a T {
        let index = self.roll(of.len() as u64);
        &of[usize::try_from(index).unwrap()]
    }

    pub fn millis(&self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.roll(most - least))
    }
}
