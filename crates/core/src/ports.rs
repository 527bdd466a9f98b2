//! What the core asks of the world: the time it is told and the randomness it is given.

use std::fmt;
use std::time::Duration;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Callers pass it in; the core reads no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `ms` milliseconds after 1970-01-01T00:00:00Z.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The moment `span` later; stays at the largest value instead of overflowing.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The moment `span` earlier; stays at the smallest value instead of overflowing.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How much later this is than `earlier`; zero if it is not later.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// A source of unpredictable bytes: the system's in the server, a seeded one in tests.
///
/// A source that repeats itself makes ids collide and handles guessable; one that fails must abort, never return
/// zeroes.
pub trait Entropy: Send {
    /// Fills `buf` completely.
    fn fill(&mut self, buf: &mut [u8]);
}

/// A bearer value of `N` random bytes: a handle, a cookie, a one-time result. Only its hash is stored.
/// Debug shows `Bearer(..)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

impl Bearer {
    /// 128 bits, for values that live for minutes.
    pub fn short(rng: &mut dyn Entropy) -> Self {
        Self::sized::<16>(rng)
    }

    /// 256 bits, for cookies and keys.
    pub fn long(rng: &mut dyn Entropy) -> Self {
        Self::sized::<32>(rng)
    }

    fn sized<const N: usize>(rng: &mut dyn Entropy) -> Self {
        let mut bytes = [0u8; N];
        rng.fill(&mut bytes);
        Self(data_encoding::BASE64URL_NOPAD.encode(&bytes))
    }

    /// A value that came from outside. It is only ever hashed and looked up.
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What is stored: SHA-256 in hexadecimal. Enough for 128 random bits and more (CS-CRY-04).
    pub fn hash(&self) -> String {
        use sha2::Digest as _;
        data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(self.0.as_bytes()))
    }

    /// The value itself, for the cookie or link that carries it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(..)")
    }
}
