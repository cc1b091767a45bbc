//! Time and randomness, injected: rules and services never reach for them.

use chrono::{DateTime, Utc};

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present instant, UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// Where random bytes come from. In production it must be a cryptographic generator.
pub trait Entropy: Send + Sync {
    /// Fills the whole slice with random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// `bytes` random bytes as lower-case hexadecimal, two characters each.
    fn hex(&self, bytes: usize) -> String {
        let mut buffer = vec![0; bytes];
        self.fill(&mut buffer);
        hex::encode(buffer)
    }
}

/// Doubles for the tests of every crate. Predictable: never for production.
pub mod testing {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use chrono::{DateTime, Duration, Utc};

    use super::{Clock, Entropy};

    /// A clock that stands still until it is told to move.
    #[derive(Debug)]
    pub struct FixedClock(Mutex<DateTime<Utc>>);

    impl FixedClock {
        /// A clock that shows `now`.
        #[must_use]
        pub const fn new(now: DateTime<Utc>) -> Self {
            Self(Mutex::new(now))
        }

        /// Moves the clock by `duration`, which may be negative.
        pub fn advance(&self, duration: Duration) {
            *lock(&self.0) += duration;
        }

        /// Moves the clock to `now`.
        pub fn set(&self, now: DateTime<Utc>) {
            *lock(&self.0) = now;
        }
    }

    impl Clock for FixedClock {
        fn now(&self) -> DateTime<Utc> {
            *lock(&self.0)
        }
    }

    /// The same bytes for the same seed (splitmix64).
    #[derive(Debug)]
    pub struct SeededEntropy(Mutex<u64>);

    impl SeededEntropy {
        /// A sequence that starts at `seed`.
        #[must_use]
        pub const fn new(seed: u64) -> Self {
            Self(Mutex::new(seed))
        }
    }

    impl Entropy for SeededEntropy {
        fn fill(&self, bytes: &mut [u8]) {
            let mut state = lock(&self.0);
            for chunk in bytes.chunks_mut(8) {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut word = *state;
                word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                word ^= word >> 31;
                chunk.copy_from_slice(&word.to_be_bytes()[..chunk.len()]);
            }
        }
    }

    /// A test that panicked elsewhere leaves nothing half written here.
    fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::testing::{FixedClock, SeededEntropy};
    use super::*;

    #[test]
    fn the_clock_moves_only_when_told() {
        let clock = FixedClock::new(DateTime::UNIX_EPOCH);
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH);
        clock.advance(Duration::minutes(30));
        assert_eq!(clock.now().timestamp(), 1800);
        clock.set(DateTime::UNIX_EPOCH);
        assert_eq!(clock.now().timestamp(), 0);
    }

    #[test]
    fn seeded_bytes_repeat_and_differ() {
        // The first output of splitmix64 for seed 0.
        assert_eq!(SeededEntropy::new(0).hex(8), "e220a8397b1dcdaf");
        let entropy = SeededEntropy::new(7);
        let (first, second) = (entropy.hex(16), entropy.hex(16));
        assert_eq!(first.len(), 32);
        assert_ne!(first, second);
        assert_eq!(SeededEntropy::new(7).hex(16), first);
    }
}
