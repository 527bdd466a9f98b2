//! A clock that stands still until a test moves it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use countersign_core::Timestamp;

/// Begins at 2030-01-01T00:00:00Z. Clones show the same time.
#[derive(Clone, Debug)]
pub struct MovableClock(Arc<AtomicI64>);

impl Default for MovableClock {
    fn default() -> Self {
        Self::at(Timestamp::from_ms(1_893_456_000_000))
    }
}

impl MovableClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(now.ms())))
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }

    /// Moves it on, and returns what it shows then.
    pub fn advance(&self, by: Duration) -> Timestamp {
        let later = self.now().plus(by);
        self.0.store(later.ms(), Ordering::SeqCst);
        later
    }
}
