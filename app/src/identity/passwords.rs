//! Hashing passwords: argon2id, off the async threads, and never more at once than there are cores.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use domain::clock::Entropy;
use domain::form::Password;
use tokio::sync::Semaphore;

/// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashingFailed(String);

/// What checking a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, but stored in an older format: hash it again now that the password is at hand.
    RightButOutdated,
}

#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    entropy: Arc<dyn Entropy>,
    /// Checked when an account does not exist, so that the answer takes as long.
    decoy: Arc<str>,
    computed: Arc<AtomicU64>,
}

impl Passwords {
    /// `at_once`: how many hashes may be computed at the same time; each takes 19 MiB.
    ///
    /// # Errors
    /// When argon2 refuses its parameters.
    pub fn new(at_once: usize, entropy: Arc<dyn Entropy>) -> Result<Self, HashingFailed> {
        let decoy = hash_now(b"no account has this password", entropy.as_ref())?.into();
        Ok(Self {
            places: Arc::new(Semaphore::new(at_once.max(1))),
            entropy,
            decoy,
            computed: Arc::default(),
        })
    }

    /// A PHC string to store.
    ///
    /// # Errors
    /// When the machine cannot compute it.
    pub async fn hash(&self, password: &Password) -> Result<String, HashingFailed> {
        let (secret, entropy) = (password.as_str().to_owned(), self.entropy.clone());
        self.off_thread(move || hash_now(secret.as_bytes(), entropy.as_ref())).await?
    }

    /// Compares with a stored hash; without one it spends the same time and says [`Verdict::Wrong`].
    ///
    /// # Errors
    /// When the machine cannot compute it.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict, HashingFailed> {
        let (secret, known) = (password.to_owned(), stored.is_some());
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let verdict = self.off_thread(move || verify_now(secret.as_bytes(), &stored)).await?;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    /// How many hashes were computed so far: what two answers must have in common, whatever the clock says.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashingFailed> {
        self.computed.fetch_add(1, Ordering::Relaxed);
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(|error| HashingFailed(error.to_string()))?;
        // The place goes along: a request that is given up does not stop the hashing, nor free its place.
        let placed = move || {
            let done = work();
            drop(place);
            done
        };
        tokio::task::spawn_blocking(placed).await.map_err(|error| HashingFailed(error.to_string()))
    }
}

fn argon2id() -> Result<Argon2<'static>, HashingFailed> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| HashingFailed(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(secret: &[u8], entropy: &dyn Entropy) -> Result<String, HashingFailed> {
    let mut salt = [0_u8; SALT_BYTES];
    entropy.fill(&mut salt);
    let salt = SaltString::encode_b64(&salt).map_err(|error| HashingFailed(error.to_string()))?;
    let hash = argon2id()?.hash_password(secret, &salt).map_err(|error| HashingFailed(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify_now(secret: &[u8], stored: &str) -> Verdict {
    // The schema document's older format.
    if stored.starts_with("$2") {
        return match bcrypt::verify(secret, stored) {
            Ok(true) => Verdict::RightButOutdated,
            Ok(false) | Err(_) => Verdict::Wrong,
        };
    }
    let Ok(parsed) = PasswordHash::new(stored) else { return Verdict::Wrong };
    let Ok(argon2) = argon2id() else { return Verdict::Wrong };
    if argon2.verify_password(secret, &parsed).is_err() {
        return Verdict::Wrong;
    }
    let current = Params::try_from(&parsed).is_ok_and(|params| {
        parsed.algorithm.as_str() == "argon2id" && params.m_cost() >= MEMORY_KIB && params.t_cost() >= PASSES
    });
    if current { Verdict::Right } else { Verdict::RightButOutdated }
}
