//! Hashes that came with persons from another system: computed as that system did, and kept under our own key.
//!
//! What is stored is the other system's PHC string, with HMAC-SHA-256 of its output in place of the output and a mark in
//! front. So a copy of the database without the key recognises no password, from the moment of the import on. With the
//! person's first sign-in a hash of our own takes its place.

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::pbkdf2;
use thiserror::Error;
use zeroize::Zeroizing;

use super::{Memory, keyed_bytes};
use crate::AppError;

/// In front of what is stored; the length of the other system's output follows, in bytes.
const MARK: &str = "keyed";
/// Argon2's memory at most, in KiB: one hash of an import may not take what the pool counted on for several.
const MOST_MEMORY: u32 = 65_536;
/// Argon2's memory times passes at most, in KiB.
const MOST_WORK: u64 = 262_144;
/// PBKDF2's rounds at most.
const MOST_ROUNDS: u32 = 2_000_000;
/// Bytes of an output: fewer are no hash of a password, and a PHC string holds no more.
const OUTPUT: std::ops::RangeInclusive<usize> = 16..=64;

/// The hash of a password as another system kept it. Debug hides it.
#[derive(Clone)]
pub struct ForeignHash(PasswordHash);

/// Why a hash is not taken. Holds nothing of it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ForeignRefused {
    /// No PHC string, or without salt or output.
    #[error("a hash is a PHC string, like $argon2id$v=19$m=19456,t=2,p=1$salt$hash")]
    Unreadable,
    /// A function we do not compute.
    #[error(
        "hashes by argon2id, argon2i, argon2d, pbkdf2-sha256 and pbkdf2-sha512 are taken, no others"
    )]
    Unknown,
    /// It would cost a sign-in too much.
    #[error(
        "this hash costs too much: 64 MiB and 4 passes over them, or 2,000,000 rounds, are the most"
    )]
    Costly,
}

impl std::fmt::Debug for ForeignHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ForeignHash({}, ..)", self.0.algorithm)
    }
}

/// The function that made a hash.
enum Function {
    Argon2(Argon2<'static>),
    Pbkdf2(pbkdf2::Algorithm, std::num::NonZeroU32),
}

impl ForeignHash {
    /// Reads a PHC string of Argon2 or PBKDF2 (`$pbkdf2-sha256$i=600000$salt$hash`).
    pub fn read(text: &str) -> Result<Self, ForeignRefused> {
        let phc = PasswordHash::new(text.trim()).map_err(|_| ForeignRefused::Unreadable)?;
        let (Some(_), Some(output)) = (&phc.salt, &phc.hash) else {
            return Err(ForeignRefused::Unreadable);
        };
        if !OUTPUT.contains(&output.len()) {
            return Err(ForeignRefused::Unreadable);
        }
        function(&phc, output.len())?;
        Ok(Self(phc))
    }

    /// What is stored of it.
    pub(crate) fn stored(&self, pool: &super::HashPool) -> Result<String, AppError> {
        let broken = || AppError::Internal("hash-unreadable");
        let output = self.0.hash.as_ref().ok_or_else(broken)?;
        let mac = keyed_bytes(&pool.key, output.as_bytes())?;
        let length = output.len();
        let phc =
            PasswordHash { hash: Some(Output::new(&mac).map_err(|_| broken())?), ..self.0.clone() };
        Ok(format!("{MARK}{length}{phc}"))
    }
}

/// The other system's hash that stands in a stored one, and the length of its output; `None`: the stored one is ours.
pub(super) fn of_stored(stored: &str) -> Option<(&str, usize)> {
    let marked = stored.strip_prefix(MARK)?;
    let (length, _) = marked.split_once('$')?;
    Some((&marked[length.len()..], length.parse().ok()?))
}

/// Compares a password with the hash of another system.
pub(super) fn matches(
    memory: &Memory,
    key: &[u8; 32],
    password: &str,
    (phc, length): (&str, usize),
) -> Result<bool, AppError> {
    let broken = || AppError::Internal("hash-unreadable");
    let known = PasswordHash::new(phc).map_err(|_| broken())?;
    let (Some(salt), Some(expected)) = (&known.salt, &known.hash) else { return Err(broken()) };
    let mut made = Zeroizing::new(vec![0u8; length]);
    match function(&known, length).map_err(|_| broken())? {
        Function::Argon2(argon2) => memory.hash(&argon2, password.as_bytes(), salt, &mut made)?,
        Function::Pbkdf2(algorithm, rounds) => {
            pbkdf2::derive(algorithm, rounds, salt, password.as_bytes(), &mut made);
        }
    }
    let mac = keyed_bytes(key, &made)?;
    // Outputs are compared in constant time.
    Ok(Output::new(&mac).map_err(|_| broken())? == *expected)
}

fn function(phc: &PasswordHash, output: usize) -> Result<Function, ForeignRefused> {
    let pbkdf2 = match phc.algorithm.as_str() {
        "pbkdf2-sha256" => pbkdf2::PBKDF2_HMAC_SHA256,
        "pbkdf2-sha512" => pbkdf2::PBKDF2_HMAC_SHA512,
        _ => return argon2(phc, output).map(Function::Argon2),
    };
    let rounds = phc.params.get_decimal("i").ok_or(ForeignRefused::Unreadable)?;
    let length = phc.params.get_decimal("l");
    if length.is_some_and(|length| length as usize != output) {
        return Err(ForeignRefused::Unreadable);
    }
    match std::num::NonZeroU32::new(rounds) {
        Some(rounds) if rounds.get() <= MOST_ROUNDS => Ok(Function::Pbkdf2(pbkdf2, rounds)),
        Some(_) => Err(ForeignRefused::Costly),
        None => Err(ForeignRefused::Unreadable),
    }
}

fn argon2(phc: &PasswordHash, output: usize) -> Result<Argon2<'static>, ForeignRefused> {
    let algorithm =
        Algorithm::try_from(phc.algorithm.as_str()).map_err(|_| ForeignRefused::Unknown)?;
    // Without a version it is the first one, which wrote none (PHC string format, Argon2).
    let version = phc.version.unwrap_or(Version::V0x10.into());
    let version = Version::try_from(version).map_err(|_| ForeignRefused::Unknown)?;
    let read = Params::try_from(&phc.params).map_err(|_| ForeignRefused::Unreadable)?;
    let (memory, passes) = (read.m_cost(), read.t_cost());
    if memory > MOST_MEMORY || u64::from(memory) * u64::from(passes) > MOST_WORK {
        return Err(ForeignRefused::Costly);
    }
    let params = Params::new(memory, passes, read.p_cost(), Some(output));
    Ok(Argon2::new(algorithm, version, params.map_err(|_| ForeignRefused::Unreadable)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_pool::{HashPool, Verified};
    use countersign_core::limits::Lane;
    use countersign_core::policy::HashCost;

    /// Made with argon2-cffi 25.1 and Python's hashlib from "correct horse" and the salt "saltsaltsaltsalt".
    const MADE: [&str; 4] = [
        "$argon2id$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$Z1plu/WheYBWDgKhQYl1V5chWQ5E+M5OvriDp8j2vGU",
        "$argon2i$v=19$m=128,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$tci8hl8uPQwh4XmWheYKGQ",
        "$pbkdf2-sha256$i=1000$c2FsdHNhbHRzYWx0c2FsdA$BBs+1+PaslLtBPULUr8/lQicvVuHiEPMz0i8MjLCbzMlDQ3Yb2wCsKdu0jOOQpv3YwCPvTBpfPZXomHUAcFnjQ",
        "$pbkdf2-sha512$i=1000,l=64$c2FsdHNhbHRzYWx0c2FsdA$EHLBej+uEvxlmr0QnHnceg1vM6h1wbwSP5XErh3SmizNDWZsIi28RPGARe0EssjGRoiACzxgHjNvqwJY1zxKig",
    ];

    #[tokio::test]
    async fn a_hash_of_another_system_opens_with_its_password_alone_and_is_told_to_be_stale() {
        let cost = HashCost { memory_kib: 64, passes: 1 };
        let (pool, other) = (HashPool::new([1; 32], cost, 2), HashPool::new([2; 32], cost, 2));
        for phc in MADE {
            let stored = ForeignHash::read(phc).expect(phc).stored(&pool).expect("a stored hash");
            let output = phc.rsplit('$').next().expect("an output");
            assert!(!stored.contains(output), "the copy of a database would recognise passwords");
            let verify = async |pool: &HashPool, typed: &str| {
                let typed = Zeroizing::new(typed.to_owned());
                pool.verify(&Lane::Unrecognised, typed, Some(stored.clone())).await.expect("a word")
            };
            assert_eq!(verify(&pool, "correct horse").await, Verified::Right { stale: true });
            assert_eq!(verify(&pool, "correct horsE").await, Verified::Wrong);
            assert_eq!(verify(&other, "correct horse").await, Verified::Wrong, "another key");
        }
    }

    #[test]
    fn what_is_no_hash_or_would_cost_too_much_is_refused_with_its_reason() {
        let (salt, hash) =
            ("c2FsdHNhbHRzYWx0c2FsdA", "9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ");
        for (phc, refused) in [
            ("correct horse".to_owned(), ForeignRefused::Unreadable),
            (format!("$argon2id$v=19$m=64,t=1,p=1${salt}"), ForeignRefused::Unreadable),
            (format!("$pbkdf2-sha256${salt}${hash}"), ForeignRefused::Unreadable),
            (format!("$pbkdf2-sha256$i=0${salt}${hash}"), ForeignRefused::Unreadable),
            (format!("$pbkdf2-sha256$i=1,l=64${salt}${hash}"), ForeignRefused::Unreadable),
            (format!("$pbkdf2-sha1$i=1${salt}${hash}"), ForeignRefused::Unknown),
            (format!("$scrypt$ln=15,r=8,p=1${salt}${hash}"), ForeignRefused::Unknown),
            (format!("$argon2id$v=18$m=64,t=1,p=1${salt}${hash}"), ForeignRefused::Unknown),
            (format!("$pbkdf2-sha512$i=2000001${salt}${hash}"), ForeignRefused::Costly),
            (format!("$argon2id$v=19$m=65537,t=1,p=1${salt}${hash}"), ForeignRefused::Costly),
            (format!("$argon2id$v=19$m=65536,t=5,p=1${salt}${hash}"), ForeignRefused::Costly),
        ] {
            assert_eq!(ForeignHash::read(&phc).map(drop), Err(refused), "{phc}");
        }
        let most = format!("$argon2id$v=19$m=65536,t=4,p=4${salt}${hash}");
        assert!(ForeignHash::read(&most).is_ok());
    }
}
