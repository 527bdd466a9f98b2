//! A failed statement: what callers are told, and what the log is told.

use crate::error::StoreError;

const TIMED_OUT: &str = "timed-out";

/// What a driver reported.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) error: StoreError,
    /// SQLSTATE, SQLite's extended code, or a word. Never the driver's message: it may quote values.
    pub(crate) code: String,
    /// Whether the same transaction may succeed when run again.
    pub(crate) run_again: bool,
}

impl Fault {
    pub(crate) fn of(error: StoreError, code: impl Into<String>) -> Self {
        Self { error, code: code.into(), run_again: false }
    }

    /// A call that was not answered in time.
    pub(crate) fn timed_out() -> Self {
        Self::of(StoreError::Gone, TIMED_OUT)
    }

    /// Whether the connection was found dead at once, so that another one may still be alive.
    pub(crate) fn is_dead_connection(&self) -> bool {
        self.error == StoreError::Gone && self.code != TIMED_OUT
    }

    pub(crate) fn log(&self, statement: &'static str) {
        if self.run_again {
            tracing::debug!(code = self.code, statement, "a transaction runs again");
        } else {
            tracing::error!(
                cause = self.error.cause(),
                code = self.code,
                statement,
                "a statement failed"
            );
        }
    }
}
