//! Speaks to SQLite; the only file that names its driver.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags};

use super::file::{Identity, create_private, identity, lock};
use super::{Conn, Fault};
use crate::error::StoreError;
use crate::row::{Arg, Row, Value};
use crate::statements::Statement;

const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// How many idle readers are kept.
const IDLE_READERS: usize = 32;
/// More than there are statements.
const STATEMENT_CACHE: usize = 256;

/// The file, its readers, and the lock that keeps a second node away.
pub(crate) struct Files {
    path: PathBuf,
    identity: Identity,
    readers: Mutex<Vec<SqliteConn>>,
    /// Held, not read: the operating system lets go of it when the process ends, however it ends.
    _serving: Option<File>,
}

/// One connection.
pub(crate) struct SqliteConn {
    // Never locked: it makes the connection `Sync`, which futures that hold it across an await must be.
    conn: Mutex<Connection>,
    path: Arc<Path>,
    identity: Identity,
}

/// Opens a database file; returns its readers and the one write connection.
pub(crate) fn open(path: &str, serves: bool) -> Result<(Files, SqliteConn), StoreError> {
    let path = PathBuf::from(path);
    create_private(&path)?;
    let serving = if serves { Some(lock(&path)?) } else { None };
    let identity = identity(&path)?;
    let shared: Arc<Path> = Arc::from(path.as_path());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = connect(&path, flags).and_then(|conn| {
        // FULL, because an answer must not outlive its commit (CS-RL-10).
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;",
        )?;
        Ok(conn)
    });
    let conn = conn.map_err(|error| told("OPEN", &error))?;
    let writer = SqliteConn { conn: Mutex::new(conn), path: shared, identity };
    Ok((Files { path, identity, readers: Mutex::new(Vec::new()), _serving: serving }, writer))
}

impl Files {
    /// An idle reader, or a new one.
    pub(crate) fn reader(&self) -> Result<SqliteConn, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(conn) = idle {
            return Ok(conn);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = connect(&self.path, flags).map_err(|error| told("OPEN", &error))?;
        Ok(self.wrap(conn))
    }

    /// A second write connection, for changes of the schema: they take longer than a plan may.
    pub(crate) fn schema(&self) -> Result<SqliteConn, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = connect(&self.path, flags).map_err(|error| told("OPEN", &error))?;
        conn.execute_batch("PRAGMA synchronous = FULL").map_err(|error| told("OPEN", &error))?;
        Ok(self.wrap(conn))
    }

    /// What SQLite says about a statement.
    #[cfg(feature = "testing")]
    pub(crate) fn prepare(
        &self,
        s: &'static Statement,
    ) -> Result<crate::testing::Prepared, String> {
        let mut conn = self.schema().map_err(|error| error.to_string())?;
        let stmt = conn.conn().prepare(s.sql()).map_err(|error| error.to_string())?;
        Ok(crate::testing::Prepared {
            columns: stmt.column_names().into_iter().map(str::to_owned).collect(),
            parameters: stmt.parameter_count(),
            types: Vec::new(),
            parameter_types: Vec::new(),
            plan: self.plan(s).map_err(|error| error.to_string())?,
        })
    }

    /// How it would be run: one line a table it reads.
    #[cfg(feature = "testing")]
    fn plan(&self, s: &'static Statement) -> rusqlite::Result<Vec<String>> {
        let mut conn = self.schema().map_err(|_| rusqlite::Error::InvalidQuery)?;
        let mut explained = conn.conn().prepare(&format!("EXPLAIN QUERY PLAN {}", s.sql()))?;
        let mut rows = explained.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(row.get("detail")?);
        }
        Ok(lines)
    }

    /// Every column that holds something else than NULL or its declared type.
    #[cfg(feature = "testing")]
    pub(crate) fn columns_of_another_type(&self) -> Result<Vec<String>, String> {
        let mut conn = self.schema().map_err(|error| error.to_string())?;
        let conn = conn.conn();
        let columns =
            "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table'";
        let mut columns = conn.prepare(columns).map_err(|error| error.to_string())?;
        let columns = columns
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(String, String, String)>>>)
            .map_err(|error| error.to_string())?;
        let mut wrong = Vec::new();
        for (table, column, declared) in columns {
            let stored = match declared.as_str() {
                "TEXT" => "text",
                "BIGINT" => "integer",
                _ => {
                    wrong.push(format!("{table}.{column} is declared {declared}"));
                    continue;
                }
            };
            let others = format!(
                "SELECT count(*) FROM \"{table}\" WHERE typeof(\"{column}\") NOT IN ('null', '{stored}')"
            );
            let others: i64 =
                conn.query_row(&others, [], |row| row.get(0)).map_err(|error| error.to_string())?;
            if others > 0 {
                wrong.push(format!("{table}.{column}: {others} values are not {declared}"));
            }
        }
        Ok(wrong)
    }

    fn wrap(&self, conn: Connection) -> SqliteConn {
        SqliteConn {
            conn: Mutex::new(conn),
            path: Arc::from(self.path.as_path()),
            identity: self.identity,
        }
    }

    /// Keeps a reader for the next one. Last in, first out: its page cache and statements are warm.
    pub(crate) fn give_back(&self, conn: Conn) {
        if let Conn::Sqlite(conn) = conn {
            let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE_READERS {
                idle.push(conn);
            }
        }
    }

    /// Whether the name still leads to the file that was opened. SQLite would go on writing to a deleted one, and
    /// everything since would be lost with the process.
    pub(crate) fn are_in_place(&self) -> Result<(), StoreError> {
        if identity(&self.path)? == self.identity { Ok(()) } else { Err(StoreError::Gone) }
    }

    /// Copies the database with `VACUUM INTO`, on a thread of its own.
    pub(crate) async fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        let Some(to) = to.to_str().map(str::to_owned) else {
            return Err(StoreError::Setup("the backup's path is not UTF-8".to_owned()));
        };
        if Path::new(&to).exists() {
            return Err(StoreError::Setup("the backup's file exists already".to_owned()));
        }
        create_private(Path::new(&to))?;
        let from = self.path.clone();
        let copy = tokio::task::spawn_blocking(move || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            connect(&from, flags)?.execute("VACUUM INTO ?1", [to])
        });
        match copy.await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(told("VACUUM INTO", &error)),
            Err(_) => Err(StoreError::other("backup-panicked")),
        }
    }
}

impl SqliteConn {
    pub(crate) fn fetch_optional(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Option<Row>, Fault> {
        let mut first = None;
        self.rows(s, args, |row| {
            first.get_or_insert(row);
        })?;
        Ok(first)
    }

    pub(crate) fn fetch_all(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<Row>, Fault> {
        let mut all = Vec::new();
        self.rows(s, args, |row| all.push(row))?;
        Ok(all)
    }

    pub(crate) fn execute(&mut self, s: &'static Statement, args: &[Arg]) -> Result<u64, Fault> {
        self.rows(s, args, drop)?;
        Ok(self.conn().changes())
    }

    pub(crate) fn begin(&mut self) -> Result<(), Fault> {
        if self.conn().is_readonly("main").map_err(|error| fault(&error))? {
            return self.control("BEGIN DEFERRED");
        }
        if identity(&self.path).ok() != Some(self.identity) {
            return Err(Fault::of(StoreError::Gone, "file-moved"));
        }
        self.control("BEGIN IMMEDIATE")
    }

    pub(crate) fn commit(&mut self) -> Result<(), Fault> {
        self.control("COMMIT")
    }

    pub(crate) fn rollback(&mut self) -> Result<(), Fault> {
        // A full disk may have made SQLite roll back by itself.
        if self.conn().is_autocommit() { Ok(()) } else { self.control("ROLLBACK") }
    }

    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), Fault> {
        let result = self.conn().prepare_cached(sql).and_then(|mut stmt| stmt.raw_execute());
        result.map(drop).map_err(|error| fault(&error))
    }

    /// Runs a text of several statements: a migration.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.conn().execute_batch(sql).map_err(|error| fault(&error))
    }

    fn conn(&mut self) -> &mut Connection {
        self.conn.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn rows(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
        mut take: impl FnMut(Row),
    ) -> Result<(), Fault> {
        let mut stmt = self.conn().prepare_cached(s.sql()).map_err(|error| fault(&error))?;
        bind(&mut stmt, args)?;
        s.learn_columns(|| stmt.column_names());
        let width = stmt.column_count();
        let mut rows = stmt.raw_query();
        while let Some(row) = rows.next().map_err(|error| fault(&error))? {
            let values = (0..width).map(|at| row.get_ref(at).map(value)).collect::<Result<_, _>>();
            take(Row::new(s, values.map_err(|error| fault(&error))?));
        }
        Ok(())
    }
}

/// SQLite takes `$2` for a name and counts names in the order they appear; PostgreSQL takes it for a place.
fn bind(stmt: &mut CachedStatement<'_>, args: &[Arg]) -> Result<(), Fault> {
    for index in 1..=stmt.parameter_count() {
        let place = stmt.parameter_name(index).and_then(|name| name.strip_prefix('$'));
        let arg = place
            .and_then(|place| place.parse::<usize>().ok())
            .and_then(|place| args.get(place.checked_sub(1)?))
            .ok_or_else(|| Fault::of(StoreError::other("parameters"), "parameters"))?;
        match arg {
            Arg::Text(text) => stmt.raw_bind_parameter(index, text),
            Arg::OptText(text) => stmt.raw_bind_parameter(index, text),
            Arg::Int(number) => stmt.raw_bind_parameter(index, number),
            Arg::OptInt(number) => stmt.raw_bind_parameter(index, number),
        }
        .map_err(|error| fault(&error))?;
    }
    Ok(())
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map_or(Value::Foreign, |text| Value::Text(text.to_owned()))
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => Value::Foreign,
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    // SQLite's own knows A to Z only: a search for "özge" would not find Özge, and PostgreSQL's would.
    let always = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("lower", 1, always, |call| {
        Ok(call.get_raw(0).as_str_or_null()?.map(str::to_lowercase))
    })?;
    Ok(conn)
}

fn told(what: &'static str, error: &rusqlite::Error) -> StoreError {
    let fault = fault(error);
    fault.log(what);
    fault.error
}

fn fault(error: &rusqlite::Error) -> Fault {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return Fault::of(StoreError::other("sqlite-driver"), "sqlite-driver");
    };
    let code = failure.extended_code.to_string();
    let told = match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::FileLockingProtocolFailed => StoreError::Gone,
        _ => StoreError::other(format!("sqlite-{code}")),
    };
    Fault::of(told, code)
}
