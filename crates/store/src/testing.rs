//! What tests may do and the product may not: run statements of their own, and ask which ones ran.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::db::{Engine, Store};
use crate::error::StoreError;
use crate::row::{Arg, Row};
use crate::statements::Statement;
use crate::tx::{ReadTx, Tx};

static RAN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// How many statements this process ran. Each is one round trip on PostgreSQL.
static RUN: AtomicU64 = AtomicU64::new(0);

pub(crate) fn note(name: &'static str) {
    RUN.fetch_add(1, Ordering::Relaxed);
    RAN.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
}

/// The names of all statements this process ran.
pub fn statement_names_run() -> BTreeSet<&'static str> {
    RAN.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// How many statements this process ran, BEGIN and COMMIT not among them.
pub fn statements_run() -> u64 {
    RUN.load(Ordering::Relaxed)
}

/// The names of the migration files that are built in.
pub fn migration_names() -> Vec<&'static str> {
    crate::migrate::FILES.iter().map(|(name, _)| *name).collect()
}

/// Runs a list of (name, text) as migrations.
pub async fn migrate_with(
    store: &Store,
    files: &[(&'static str, &'static str)],
) -> Result<(), StoreError> {
    store.migrate_with(files).await
}

/// Runs a statement of the test's own.
pub async fn execute(tx: &mut Tx, s: &'static Statement, args: &[Arg]) -> Result<u64, StoreError> {
    tx.execute(s, args).await
}

/// Reads with a statement of the test's own.
pub async fn fetch_all(
    tx: &mut ReadTx,
    s: &'static Statement,
    args: &[Arg],
) -> Result<Vec<Row>, StoreError> {
    tx.fetch_all(s, args).await
}

/// Reads one row with a statement of the test's own.
pub async fn fetch_optional(
    tx: &mut ReadTx,
    s: &'static Statement,
    args: &[Arg],
) -> Result<Option<Row>, StoreError> {
    tx.fetch_optional(s, args).await
}

/// What an engine says about a statement when it prepares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Column names in order.
    pub columns: Vec<String>,
    /// How many parameters.
    pub parameters: usize,
    /// Column types by the server's names; empty on SQLite, which has none.
    pub types: Vec<String>,
    /// Parameter types by the server's names; empty on SQLite.
    pub parameter_types: Vec<String>,
    /// How SQLite would run it, one line a table; empty on PostgreSQL, which decides by the tables' sizes.
    pub plan: Vec<String>,
}

/// Prepares a statement without running it; the error is the driver's own text.
pub async fn prepare(store: &Store, s: &'static Statement) -> Result<Prepared, String> {
    store.prepare(s).await
}

/// Runs a text on a PostgreSQL server, outside any store: `CREATE DATABASE` and the like.
pub async fn postgres_script(url: &str, sql: &str) -> Result<(), String> {
    crate::db::postgres_script(url, sql).await
}

/// Columns of an SQLite database that hold a value of another type than they declare, as `table.column: type`.
pub fn sqlite_columns_of_another_type(store: &Store) -> Result<Vec<String>, String> {
    store.sqlite_columns_of_another_type()
}

/// Every value of every text column, as whoever copies the database reads it.
pub async fn every_text(store: &Store) -> Result<Vec<String>, StoreError> {
    static SQLITE: Statement = Statement::new(
        "TEST_TEXT_COLUMNS",
        "SELECT m.name AS of_table, p.name AS of_column FROM sqlite_master m JOIN pragma_table_info(m.name) p \
         WHERE m.type = 'table' AND p.type = 'TEXT'",
    );
    static POSTGRES: Statement = Statement::new(
        "TEST_TEXT_COLUMNS",
        "SELECT CAST(table_name AS TEXT) AS of_table, CAST(column_name AS TEXT) AS of_column \
         FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'",
    );
    let columns = match store.engine() {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    store
        .read(async move |tx: &mut ReadTx| {
            let mut texts = Vec::new();
            for column in tx.fetch_all(columns, &[]).await? {
                let (table, column) = (column.text("of_table")?, column.text("of_column")?);
                let sql =
                    format!("SELECT {column} AS value FROM {table} WHERE {column} IS NOT NULL");
                // Statements live as long as the process; a test that copies a database once may leak a few.
                let sql: &'static str = Box::leak(sql.into_boxed_str());
                let read: &'static Statement =
                    Box::leak(Box::new(Statement::new("TEST_TEXT", sql)));
                for row in tx.fetch_all(read, &[]).await? {
                    texts.push(row.text("value")?);
                }
            }
            Ok(texts)
        })
        .await
}
