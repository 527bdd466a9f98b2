//! Speaks to PostgreSQL; the only file that names its driver.

use std::future::Future;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::{
    Arguments as _, Column as _, ConnectOptions as _, Executor as _, Row as _, TypeInfo as _,
};

use super::Fault;
use crate::error::StoreError;
use crate::row::{Arg, Row, Value};
use crate::statements::Statement;

/// Waits that together stay under five seconds, so that a dead server is told apart from a slow one in time.
const ACQUIRE: Duration = Duration::from_secs(2);
const BEGIN: Duration = Duration::from_secs(2);
const STATEMENT: Duration = Duration::from_secs(4);

/// The server gives up before the client does: then the connection stays usable.
const SESSION: &str = "SET statement_timeout = 3500; SET lock_timeout = 2000;
    SET idle_in_transaction_session_timeout = 10000; SET client_min_messages = warning";

/// The pool.
pub(crate) struct Server {
    pool: PgPool,
    pub(crate) size: u32,
}

/// One connection. Dropped in the middle of a transaction or a statement it is closed, never given back.
pub(crate) struct PgConn {
    conn: PoolConnection<Postgres>,
    clean: bool,
}

impl Drop for PgConn {
    fn drop(&mut self) {
        if !self.clean {
            self.conn.close_on_drop();
        }
    }
}

/// Connects once, so that a wrong URL or password is told at start.
pub(crate) async fn open(url: &str, size: u32) -> Result<Server, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Setup("the PostgreSQL URL cannot be read".to_owned()))?
        .application_name("countersign")
        // More than there are statements.
        .statement_cache_capacity(256)
        // Statement logs would show every text at debug level and slow ones at warning level.
        .disable_statement_logging();
    let size = size.max(1);
    let pool = PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE)
        // A ping before every use would be a round trip; `begun` finds dead connections instead.
        .test_before_acquire(false)
        .after_connect(|conn, _| Box::pin(async move { conn.execute(SESSION).await.map(drop) }))
        .connect_lazy_with(options);
    let server = Server { pool, size };
    let mut conn = server.idle().await?;
    conn.control("SELECT 1").await.map_err(|fault| {
        fault.log("CONNECT");
        fault.error
    })?;
    conn.clean = true;
    Ok(server)
}

/// Runs a text on a connection of its own.
#[cfg(feature = "testing")]
pub(crate) async fn script(url: &str, sql: &str) -> Result<(), String> {
    use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
    let mut conn = PgConnection::connect(url).await.map_err(|error| error.to_string())?;
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await;
    let _ = conn.close().await;
    done.map(drop).map_err(|error| error.to_string())
}

impl Server {
    /// A connection outside any transaction.
    pub(crate) async fn idle(&self) -> Result<PgConn, StoreError> {
        let conn = self.pool.acquire().await.map_err(|error| {
            let mut fault = fault(&error);
            if matches!(error, sqlx::Error::PoolTimedOut) && self.pool.size() < self.size {
                fault = Fault::of(StoreError::Gone, "connect-timed-out");
            }
            fault.log("CONNECT");
            fault.error
        })?;
        Ok(PgConn { conn, clean: false })
    }

    /// A connection in a transaction that changes the schema: without time limits, one node at a time.
    pub(crate) async fn schema(&self) -> Result<PgConn, StoreError> {
        let mut conn = self.begun().await?;
        // Any number will do, as long as every node takes the same.
        let alone = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0;
            SELECT pg_advisory_xact_lock(5071936201453)";
        conn.script(alone).await.map_err(|fault| {
            fault.log("SCHEMA");
            fault.error
        })?;
        Ok(conn)
    }

    /// Whether the database compares text bytewise. Asked by example: what a collation is called says little, and a
    /// database may have one from the operating system, from ICU or of PostgreSQL's own.
    pub(crate) async fn collation_is_bytewise(&self) -> Result<bool, StoreError> {
        static COLLATION: Statement = Statement::new(
            "COLLATION",
            "SELECT CAST(CASE WHEN 'B' < 'a' AND 'a-b' < 'aa' AND 'z' < 'ä' THEN 1 ELSE 0 END AS BIGINT) AS bytewise",
        );
        let mut conn = self.idle().await?;
        let row = conn.fetch_optional(&COLLATION, &[]).await.map_err(|fault| {
            fault.log("COLLATION");
            fault.error
        })?;
        conn.done();
        Ok(row.map(|row| row.int("bytewise")).transpose()? == Some(1))
    }

    /// What the server says about a statement.
    #[cfg(feature = "testing")]
    pub(crate) async fn prepare(
        &self,
        s: &'static Statement,
    ) -> Result<crate::testing::Prepared, String> {
        use sqlx::{Either, SqlSafeStr as _, Statement as _};
        let mut conn = self.pool.acquire().await.map_err(|error| error.to_string())?;
        let prepared = conn
            .prepare(s.on_postgres().into_sql_str())
            .await
            .map_err(|error| error.to_string())?;
        let columns = prepared.columns();
        let parameter_types: Vec<String> = match prepared.parameters() {
            Some(Either::Left(types)) => types.iter().map(|t| t.name().to_owned()).collect(),
            _ => Vec::new(),
        };
        Ok(crate::testing::Prepared {
            columns: columns.iter().map(|c| c.name().to_owned()).collect(),
            parameters: parameter_types.len(),
            types: columns.iter().map(|c| c.type_info().name().to_owned()).collect(),
            parameter_types,
            plan: Vec::new(),
        })
    }

    /// A connection inside a new transaction. After a restart of the server every pooled connection is dead; as
    /// nothing ran yet, the next one is tried.
    pub(crate) async fn begun(&self) -> Result<PgConn, StoreError> {
        let mut tries = 0;
        loop {
            let mut conn = self.idle().await?;
            match conn.begin().await {
                Ok(()) => return Ok(conn),
                Err(fault) if fault.is_dead_connection() && tries < self.size => tries += 1,
                Err(fault) => {
                    fault.log("BEGIN");
                    return Err(fault.error);
                }
            }
        }
    }
}

impl PgConn {
    pub(crate) async fn fetch_optional(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Option<Row>, Fault> {
        let query = sqlx::query_with(s.on_postgres(), arguments(args)?);
        let row = within(STATEMENT, query.fetch_optional(&mut *self.conn)).await?;
        Ok(row.map(|row| read(s, &row)))
    }

    pub(crate) async fn fetch_all(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<Row>, Fault> {
        let query = sqlx::query_with(s.on_postgres(), arguments(args)?);
        let rows = within(STATEMENT, query.fetch_all(&mut *self.conn)).await?;
        Ok(rows.iter().map(|row| read(s, row)).collect())
    }

    pub(crate) async fn execute(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<u64, Fault> {
        let query = sqlx::query_with(s.on_postgres(), arguments(args)?);
        Ok(within(STATEMENT, query.execute(&mut *self.conn)).await?.rows_affected())
    }

    pub(crate) async fn begin(&mut self) -> Result<(), Fault> {
        // Named, because a server may have been set to another default, and guards rely on waiting for the row.
        let begin = sqlx::raw_sql("BEGIN ISOLATION LEVEL READ COMMITTED");
        within(BEGIN, begin.execute(&mut *self.conn)).await.map(drop)
    }

    pub(crate) async fn commit(&mut self) -> Result<(), Fault> {
        self.control("COMMIT").await?;
        self.clean = true;
        Ok(())
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), Fault> {
        self.control("ROLLBACK").await?;
        self.clean = true;
        Ok(())
    }

    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), Fault> {
        within(STATEMENT, sqlx::raw_sql(sql).execute(&mut *self.conn)).await.map(drop)
    }

    /// Runs a text of several statements, however long it takes: a migration.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), Fault> {
        sqlx::raw_sql(sql).execute(&mut *self.conn).await.map(drop).map_err(|error| fault(&error))
    }

    /// Marks the connection as fit for the next caller.
    pub(crate) fn done(&mut self) {
        self.clean = true;
    }
}

async fn within<T>(
    time: Duration,
    call: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Fault> {
    match tokio::time::timeout(time, call).await {
        Ok(result) => result.map_err(|error| fault(&error)),
        Err(_elapsed) => Err(Fault::timed_out()),
    }
}

fn arguments(args: &[Arg]) -> Result<PgArguments, Fault> {
    let mut out = PgArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Text(text) => out.add(text),
            Arg::OptText(text) => out.add(text),
            Arg::Int(number) => out.add(number),
            Arg::OptInt(number) => out.add(number),
        };
        added.map_err(|_| Fault::of(StoreError::other("parameters"), "parameters"))?;
    }
    Ok(out)
}

fn read(s: &'static Statement, row: &PgRow) -> Row {
    s.learn_columns(|| row.columns().iter().map(sqlx::Column::name).collect());
    let values = row.columns().iter().map(|column| {
        let at = column.ordinal();
        match column.type_info().name() {
            "TEXT" => row
                .try_get::<Option<String>, _>(at)
                .map(|text| text.map_or(Value::Null, Value::Text)),
            "INT8" => {
                row.try_get::<Option<i64>, _>(at).map(|int| int.map_or(Value::Null, Value::Int))
            }
            _ => Ok(Value::Foreign),
        }
        .unwrap_or(Value::Foreign)
    });
    Row::new(s, values.collect())
}

fn fault(error: &sqlx::Error) -> Fault {
    let sqlx::Error::Database(failure) = error else {
        return match error {
            sqlx::Error::PoolTimedOut => Fault::of(StoreError::Busy, "pool-timed-out"),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Fault::of(StoreError::Gone, "connection"),
            _ => Fault::of(StoreError::other("postgres-driver"), "postgres-driver"),
        };
    };
    let code = failure.code().unwrap_or_default().into_owned();
    let told = match code.as_str() {
        // Serialization failure and deadlock: too often in a row they read as busy.
        "40001" | "40P01" => {
            return Fault { error: StoreError::Busy, code, run_again: true };
        }
        // A lock or a statement that took too long; too many connections or too little memory.
        "55P03" | "57014" | "53000" | "53200" | "53300" => StoreError::Busy,
        "25006" => StoreError::ReadOnly,
        "53100" => StoreError::Full,
        // Shutdown, crash, start-up; connection and sign-in failures; no such database.
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "3D000" => StoreError::Gone,
        _ if code.starts_with("08") || code.starts_with("28") || code.starts_with("58") => {
            StoreError::Gone
        }
        _ => StoreError::other(code.clone()),
    };
    Fault::of(told, code)
}
