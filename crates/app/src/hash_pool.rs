//! Hashes passwords on a bounded pool, so that no burst of them exhausts memory or processors.

mod foreign;
mod memory;
mod recovery;

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, Version};
use countersign_core::limits::Lane;
use countersign_core::people::password::MOST_BYTES;
use countersign_core::policy::HashCost;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use crate::AppError;
pub use foreign::{ForeignHash, ForeignRefused};
use memory::Memory;

/// How long a hash may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// One turn of this many is kept for recognised devices.
const KEPT_ONE_OF: usize = 4;
/// Bytes of a hash.
const HASH_BYTES: usize = 32;

/// The pool. Cheap to clone.
#[derive(Clone)]
pub(crate) struct HashPool {
    turns: Arc<Semaphore>,
    /// A stranger takes one of these first: there are fewer than turns, so that a recognised device never queues behind
    /// strangers alone.
    strangers: Arc<Semaphore>,
    key: Arc<Zeroizing<[u8; 32]>>,
    cost: HashCost,
    memory: Arc<Memory>,
    /// Pieces of memory that are kept while every turn is taken: one fewer than turns, so that a pool of one keeps nothing.
    kept: usize,
}

/// What a comparison gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Another password, or there is none to compare with.
    Wrong,
    /// The right one.
    Right {
        /// It was hashed at a lower cost than is asked for now, or by another system: hash it anew.
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
            memory: Arc::new(Memory::new()),
            kept: at_once.saturating_sub(1),
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
        self.on_the_pool(lane, move |memory| hash(memory, &key, cost, &password)).await
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
        self.on_the_pool(lane, move |memory| match phc {
            Some(phc) => verify(memory, &key, cost, &password, &phc),
            None => hash(memory, &key, cost, &password).map(|_| Verified::Wrong),
        })
        .await
    }

    async fn on_the_pool<T: Send + 'static>(
        &self,
        lane: &Lane,
        work: impl FnOnce(&Memory) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let turn = tokio::time::timeout(PATIENCE, self.turn(lane));
        let turn = turn.await.map_err(|_| AppError::HashPoolFull)??;
        let pool = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let done = work(&pool.memory);
            pool.memory.keep(if pool.is_full() { pool.kept } else { 0 });
            drop(turn);
            done
        });
        done.await.map_err(|_| AppError::Internal("hash-panicked"))?
    }

    /// Whether others wait, or are about to: then the next hash begins at once, in the same memory.
    fn is_full(&self) -> bool {
        self.turns.available_permits() == 0 || self.strangers.available_permits() == 0
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

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(
    memory: &Memory,
    key: &[u8; 32],
    cost: HashCost,
    password: &str,
) -> Result<String, AppError> {
    let broken = |_| AppError::Internal("hash-parameters");
    let params = Params::new(cost.memory_kib, cost.passes, 1, None)
        .map_err(|_| AppError::Internal("hash-parameters"))?;
    let (salt, mut made) = (Salt::generate(), [0u8; HASH_BYTES]);
    memory.hash(&argon2(params.clone()), &keyed(key, password)?, &salt, &mut made)?;
    let phc = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(broken)?,
        salt: Some(salt),
        hash: Some(Output::new(&made).map_err(|_| AppError::Internal("hash-failed"))?),
    };
    Ok(phc.to_string())
}

fn verify(
    memory: &Memory,
    key: &[u8; 32],
    cost: HashCost,
    password: &str,
    phc: &str,
) -> Result<Verified, AppError> {
    if let Some(foreign) = foreign::of_stored(phc) {
        return verify_foreign(memory, key, cost, password, foreign);
    }
    let broken = || AppError::Internal("hash-unreadable");
    let known = PasswordHash::new(phc).map_err(|_| broken())?;
    // The parameters are the row's own; another algorithm or version is none of ours.
    let ours = known.algorithm == Algorithm::Argon2id.ident()
        && known.version == Some(Version::V0x13.into());
    let (true, Some(salt), Some(expected)) = (ours, &known.salt, &known.hash) else {
        return Err(broken());
    };
    let then = Params::try_from(&known).map_err(|_| broken())?;
    let mut made = vec![0u8; expected.len()];
    memory.hash(&argon2(then.clone()), &keyed(key, password)?, salt, &mut made)?;
    // Outputs are compared in constant time.
    if Output::new(&made).map_err(|_| broken())? != *expected {
        return Ok(Verified::Wrong);
    }
    let then = HashCost { memory_kib: then.m_cost(), passes: then.t_cost() };
    Ok(Verified::Right { stale: cost.rose_since(then) })
}

/// A wrong password costs a hash of ours as well: guesses at what was brought in are no cheaper than others.
fn verify_foreign(
    memory: &Memory,
    key: &[u8; 32],
    cost: HashCost,
    password: &str,
    foreign: (&str, usize),
) -> Result<Verified, AppError> {
    if foreign::matches(memory, key, password, foreign)? {
        return Ok(Verified::Right { stale: true });
    }
    hash(memory, key, cost, password).map(|_| Verified::Wrong)
}

fn keyed(key: &[u8; 32], password: &str) -> Result<Zeroizing<Vec<u8>>, AppError> {
    keyed_bytes(key, password.as_bytes())
}

fn keyed_bytes(key: &[u8; 32], bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, AppError> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).map_err(|_| AppError::Internal("hash-key"))?;
    mac.update(bytes);
    Ok(Zeroizing::new(mac.finalize().into_bytes().to_vec()))
}
