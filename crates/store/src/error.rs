//! What can be broken about the store; what is merely refused is a value of the domain, never an error.

/// Why the store could not answer. Holds no SQL text and no value, so it may be logged as it is.
///
/// Callers answer every variant as "come back later" except [`Corrupt`](Self::Corrupt),
/// [`Sealed`](Self::Sealed) and [`Other`](Self::Other), which will not go away by themselves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The write queue or the connection pool stayed full, or a lock was not given in time.
    #[error("the database is busy")]
    Busy,
    /// Another transaction got in between what the plan read and what it then looked for. A plan that returns it is run
    /// again; callers of `write` are told [`Busy`](Self::Busy) if that does not help. Cannot happen on SQLite.
    #[error("the database was changed by others at the same time")]
    Conflict,
    /// The database takes no writes.
    #[error("the database is read-only")]
    ReadOnly,
    /// The disk or the tablespace under the database is full.
    #[error("the database has no room left")]
    Full,
    /// The database does not answer, or its file is no longer where it was.
    #[error("the database is gone")]
    Gone,
    /// A column is missing, or holds what the domain cannot read. Names the place, never the value.
    #[error("column {column} of statement {statement} cannot be read")]
    Corrupt {
        /// The statement's name.
        statement: &'static str,
        /// The column's name.
        column: String,
    },
    /// A sealed column does not open: changed, moved to another row, or sealed under a key that is gone.
    #[error("sealed column {table}.{column} does not open")]
    Sealed {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The schema is not what this program needs; says what to do.
    #[error("{0}")]
    Migration(String),
    /// The store was set up wrongly; says what to change.
    #[error("{0}")]
    Setup(String),
    /// A fault of this program: a broken statement, a violated constraint, a panic in a plan.
    #[error("the database refused a statement ({code})")]
    Other {
        /// SQLSTATE, SQLite's extended code, or a word of ours.
        code: String,
    },
}

impl StoreError {
    /// A stable slug for logs and metrics.
    pub fn cause(&self) -> &'static str {
        match self {
            Self::Busy => "store-busy",
            Self::Conflict => "store-conflict",
            Self::ReadOnly => "store-read-only",
            Self::Full => "store-full",
            Self::Gone => "store-gone",
            Self::Corrupt { .. } => "store-corrupt",
            Self::Sealed { .. } => "store-sealed",
            Self::Migration(_) => "store-migration",
            Self::Setup(_) => "store-setup",
            Self::Other { .. } => "store-other",
        }
    }

    pub(crate) fn other(code: impl Into<String>) -> Self {
        Self::Other { code: code.into() }
    }
}
