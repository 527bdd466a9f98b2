//! Counts plans and commits, so that an operator sees how well they share.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many there were since the store was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteCounts {
    /// Plans that were run, kept or not.
    pub plans: u64,
    /// Durable commits. On SQLite one commit serves all plans that waited together.
    pub commits: u64,
    /// Runs repeated after a serialization failure or a deadlock; PostgreSQL only.
    pub reruns: u64,
}

/// The counters behind [`WriteCounts`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    plans: AtomicU64,
    commits: AtomicU64,
    reruns: AtomicU64,
}

impl Counters {
    pub(crate) fn plans(&self, more: usize) {
        self.plans.fetch_add(more as u64, Ordering::Relaxed);
    }

    pub(crate) fn commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn rerun(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> WriteCounts {
        WriteCounts {
            plans: self.plans.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
        }
    }
}
