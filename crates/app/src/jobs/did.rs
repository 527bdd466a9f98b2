//! What came of one try of a job.

use std::time::Duration;

/// What came of one try.
pub(crate) enum Did {
    /// Done.
    Done,
    /// It cannot be done; the reason in words without address, text or secret.
    Failed(String),
    /// To be tried again.
    Retry { reason: String, after: Option<Duration> },
}
