//! Hashes passwords on a bounded pool, so that no burst of them exhausts memory or processors.

mod recovery;

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use countersign_core::limits::Lane;
use countersign_core::people::password::MOST_BYTES;
use countersign_core::policy::HashCost;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use crate::AppError;

/// How long a hash may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// One turn of this many is kept for recognised devices.
const KEPT_ONE_OF: usize = 4;

/// The pool. Cheap to clone.
#[derive(Clone)]
pub(crate) struct HashPool {
    turns: Arc<Semaphore>,
    /// A stranger takes one of these first: there are fewer than turns, so that a recognised device never queues behind
    /// strangers alone.
    strangers: Arc<Semaphore>,
    key: Arc<Zeroizing<[u8; 32]>>,
    cost: HashCost,
}

/// What a comparison gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Another password, or there is none to compare with.
    Wrong,
    /// The right one.
    Right {
        /// It was hashed at a lower cost than is asked for now: hash it anew.
        stale: bool,
    },
}

/// A turn, held until the hash is done.
struct Turn {
    _stranger: Option<OwnedSemaphorePermit>,
    _turn: OwnedSemaphorePermit,
}

impl HashPool {
    pub(crate) fn new(key: [u8; 32], cost: HashCost, at_once: usize) -> Self {
        let kept = if at_once > 1 { at_once.div_ceil(KEPT_ONE_OF) } else { 0 };
        Self {
            turns: Arc::new(Semaphore::new(at_once)),
            strangers: Arc::new(Semaphore::new(at_once - kept)),
            key: Arc::new(Zeroizing::new(key)),
            cost,
        }
    }

    /// Argon2id over HMAC-SHA-256 of the password alone, as a PHC string. A copy of the database without the key
    /// recognises no password.
    pub(crate) async fn hash(
        &self,
        lane: &Lane,
        password: Zeroizing<String>,
    ) -> Result<String, AppError> {
        let (key, cost) = (Arc::clone(&self.key), self.cost);
        self.on_the_pool(lane, move || hash(&key, cost, &password)).await
    }

    /// Compares a password with a PHC string. `None`, where nobody or no password is known, costs the same and is wrong.
    pub(crate) async fn verify(
        &self,
        lane: &Lane,
        password: Zeroizing<String>,
        phc: Option<String>,
    ) -> Result<Verified, AppError> {
        if password.len() > MOST_BYTES {
            // No password is this long, so its owner never typed it: the answer tells nothing.
            return Ok(Verified::Wrong);
        }
        let (key, cost) = (Arc::clone(&self.key), self.cost);
        self.on_the_pool(lane, move || match phc {
            Some(phc) => verify(&key, cost, &password, &phc),
            None => hash(&key, cost, &password).map(|_| Verified::Wrong),
        })
        .await
    }

    async fn on_the_pool<T: Send + 'static>(
        &self,
        lane: &Lane,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let turn = tokio::time::timeout(PATIENCE, self.turn(lane));
        let turn = turn.await.map_err(|_| AppError::HashPoolFull)??;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| AppError::Internal("hash-panicked"))?
    }

    async fn turn(&self, lane: &Lane) -> Result<Turn, AppError> {
        let take = async |of: &Arc<Semaphore>| {
            let taken = Arc::clone(of).acquire_owned().await;
            taken.map_err(|_| AppError::Internal("hash-pool-closed"))
        };
        let stranger = match lane {
            Lane::Unrecognised | Lane::Reset(_) => Some(take(&self.strangers).await?),
            Lane::Device(_) => None,
        };
        Ok(Turn { _stranger: stranger, _turn: take(&self.turns).await? })
    }
}

fn hash(key: &[u8; 32], cost: HashCost, password: &str) -> Result<String, AppError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| AppError::Internal("hash-parameters"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = argon2
        .hash_password(&keyed(key, password)?)
        .map_err(|_| AppError::Internal("hash-failed"))?;
    Ok(phc.to_string())
}

fn verify(key: &[u8; 32], cost: HashCost, password: &str, phc: &str) -> Result<Verified, AppError> {
    let broken = || AppError::Internal("hash-unreadable");
    let known = PasswordHash::new(phc).map_err(|_| broken())?;
    // The parameters are the row's own; the verifier refuses another algorithm.
    match Argon2::default().verify_password(&keyed(key, password)?, &known) {
        Ok(()) => {
            let then = Params::try_from(&known).map_err(|_| broken())?;
            let then = HashCost { memory_kib: then.m_cost(), passes: then.t_cost() };
            Ok(Verified::Right { stale: cost.rose_since(then) })
        }
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Verified::Wrong),
        Err(_) => Err(broken()),
    }
}

fn keyed(key: &[u8; 32], password: &str) -> Result<Zeroizing<Vec<u8>>, AppError> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|_| AppError::Internal("hash-key"))?;
    mac.update(password.as_bytes());
    Ok(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
}
