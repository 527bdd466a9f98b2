//! What can be broken when a use case runs.

use countersign_store::StoreError;

/// Why a use case could not run. Nothing of it was done. May be logged as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The hash pool's queue stayed full for 2 s.
    #[error("too many passwords are being hashed")]
    HashPoolFull,
    /// A fault of this program, by a short slug.
    #[error("internal fault: {0}")]
    Internal(&'static str),
}

impl AppError {
    /// A stable slug for logs and metrics.
    pub fn cause(&self) -> &'static str {
        match self {
            Self::Store(error) => error.cause(),
            Self::HashPoolFull => "hash-pool-full",
            Self::Internal(slug) => slug,
        }
    }

    /// Whether the same request may succeed a little later without anybody mending anything.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::HashPoolFull
                | Self::Store(
                    StoreError::Busy | StoreError::ReadOnly | StoreError::Full | StoreError::Gone
                )
        )
    }
}
