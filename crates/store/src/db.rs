//! Opens a database of either kind and runs reads and writes on it.

mod conn;
mod counts;
mod fault;
mod file;
mod listen;
mod postgres;
mod rerun;
mod sqlite;

use std::sync::Arc;

use tokio::sync::watch;

pub(crate) use conn::Conn;
pub(crate) use counts::Counters;
pub use counts::WriteCounts;
pub(crate) use fault::Fault;
pub(crate) use postgres::PgConn;
#[cfg(feature = "testing")]
pub(crate) use postgres::script as postgres_script;
pub(crate) use sqlite::SqliteConn;

use crate::error::StoreError;
use crate::group_commit::{GroupLimits, Writer, refuse_nested};
use crate::keys::MasterKeys;
use crate::row::Arg;
pub use crate::row::Row;
use crate::sealed::Sealer;
use crate::statements::Statement;
pub use crate::tx::{ReadTx, Tx};

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one, for one node.
    Sqlite,
    /// The server, for several nodes.
    Postgres,
}

/// How to open a store.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// `sqlite:PATH`, or `postgres://…` with the password if there is one.
    pub url: String,
    /// The keys of sealed columns and blind indexes.
    pub keys: MasterKeys,
    /// How many connections to PostgreSQL at most.
    pub pg_pool: u32,
    /// Whether this process serves. Of one SQLite file only one process may; tools work beside it.
    pub serves: bool,
}

impl StoreOptions {
    /// A serving node with 16 connections.
    pub fn new(url: impl Into<String>, keys: MasterKeys) -> Self {
        Self { url: url.into(), keys, pg_pool: 16, serves: true }
    }
}

/// The store. Clones are handles of the same one.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

struct Inner {
    db: Db,
    sealer: Arc<Sealer>,
    jobs: watch::Sender<()>,
    counters: Arc<Counters>,
}

enum Db {
    Sqlite { files: sqlite::Files, writer: Writer },
    Postgres { server: postgres::Server, listener: Option<listen::Listener> },
}

/// Hears that there may be a job, each holder for itself.
#[derive(Clone, Debug)]
pub struct JobsWake(watch::Receiver<()>);

impl JobsWake {
    /// Waits until there may be a job; at once if a word came since the last time. Of other nodes a word may be lost, so look
    /// every 500 ms as well.
    pub async fn heard(&mut self) {
        if self.0.changed().await.is_err() {
            // The store is closed: nothing will be said any more.
            std::future::pending::<()>().await;
        }
    }
}

impl Store {
    /// Opens the database; creates an SQLite file that is not there yet. Does not touch the schema.
    ///
    /// [`StoreError::Setup`]: the URL is of no known kind, or another process serves this SQLite file.
    pub async fn open(options: StoreOptions) -> Result<Self, StoreError> {
        let sealer = Arc::new(Sealer::new(&options.keys));
        let counters = Arc::new(Counters::default());
        let jobs = watch::Sender::new(());
        let db = if let Some(path) = options.url.strip_prefix("sqlite:") {
            let (files, conn) =
                sqlite::open(path.strip_prefix("//").unwrap_or(path), options.serves)?;
            let tx = Tx::over(Conn::Sqlite(conn), sealer.clone());
            let writer = Writer::start(tx, GroupLimits::default(), counters.clone())?;
            Db::Sqlite { files, writer }
        } else if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://")
        {
            let server = postgres::open(&options.url, options.pg_pool).await?;
            let listener = options.serves.then(|| listen::start(&options.url, jobs.clone()));
            Db::Postgres { server, listener }
        } else {
            return Err(StoreError::Setup(
                "the database URL begins with neither `sqlite:` nor `postgres://`".to_owned(),
            ));
        };
        Ok(Self { inner: Arc::new(Inner { db, sealer, jobs, counters }) })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.inner.db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Seals and opens values, and makes blind indexes.
    pub fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }

    /// Runs a plan in one transaction. `Ok` is durable when this returns; `Err` rolled everything back.
    ///
    /// The plan owns what it needs, awaits nothing but its `tx`, and may run again (on PostgreSQL after a serialization
    /// failure or a deadlock), so a refusal that must stay counted is an `Ok` value. On SQLite a dropped future does
    /// not take the plan back; on PostgreSQL it rolls back.
    pub async fn write<T, F>(&self, plan: F) -> Result<T, StoreError>
    where
        F: AsyncFn(&mut Tx) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        refuse_nested()?;
        match &self.inner.db {
            Db::Sqlite { writer, .. } => writer.write(plan).await,
            // Boxed, so that on SQLite nobody carries the room of a connection to a server.
            Db::Postgres { server, .. } => {
                Box::pin(rerun::write(server, &self.inner.sealer, &self.inner.counters, plan)).await
            }
        }
    }

    /// Runs a query. On SQLite it sees one snapshot and runs on the calling thread; on PostgreSQL each statement sees
    /// what was committed when it began.
    ///
    /// The query owns what it needs (`async move`): the future of one that borrows is `Send` for some lifetimes only, and
    /// no server could spawn it.
    pub async fn read<T, F>(&self, query: F) -> Result<T, StoreError>
    where
        F: AsyncFn(&mut ReadTx) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        refuse_nested()?;
        match &self.inner.db {
            Db::Sqlite { files, .. } => {
                let mut tx = Tx::over(Conn::Sqlite(files.reader()?), self.inner.sealer.clone());
                tx.begin().await?;
                let outcome = query(&mut tx).await;
                if tx.rollback().await.is_ok() {
                    files.give_back(tx.into_conn());
                }
                outcome
            }
            Db::Postgres { server, .. } => {
                Box::pin(rerun::read(server, &self.inner.sealer, query)).await
            }
        }
    }

    /// Runs one indexed read, the cheapest way there is: on SQLite inline, with a statement that stays prepared.
    pub async fn read_hot(
        &self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Option<Row>, StoreError> {
        refuse_nested()?;
        match &self.inner.db {
            Db::Sqlite { files, .. } => {
                let sealer = self.inner.sealer.clone();
                let mut tx = ReadTx::over(Conn::Sqlite(files.reader()?), sealer);
                let row = tx.fetch_optional(statement, args).await?;
                files.give_back(tx.into_conn());
                Ok(row)
            }
            Db::Postgres { server, .. } => {
                Box::pin(rerun::read_one(server, &self.inner.sealer, statement, args)).await
            }
        }
    }

    /// A transaction that may change the schema; no other node has one at the same time.
    pub(crate) async fn schema_tx(&self) -> Result<Tx, StoreError> {
        let sealer = self.inner.sealer.clone();
        match &self.inner.db {
            Db::Sqlite { files, .. } => {
                let mut tx = Tx::over(Conn::Sqlite(files.schema()?), sealer);
                tx.begin().await?;
                Ok(tx)
            }
            Db::Postgres { server, .. } => {
                Ok(Tx::over(Conn::Postgres(server.schema().await?), sealer))
            }
        }
    }

    #[cfg(feature = "testing")]
    pub(crate) fn sqlite_columns_of_another_type(&self) -> Result<Vec<String>, String> {
        match &self.inner.db {
            Db::Sqlite { files, .. } => files.columns_of_another_type(),
            Db::Postgres { .. } => Ok(Vec::new()),
        }
    }

    #[cfg(feature = "testing")]
    pub(crate) async fn prepare(
        &self,
        statement: &'static Statement,
    ) -> Result<crate::testing::Prepared, String> {
        match &self.inner.db {
            Db::Sqlite { files, .. } => files.prepare(statement),
            Db::Postgres { server, .. } => server.prepare(statement).await,
        }
    }

    /// How many plans and commits there were since the store was opened, for the metrics.
    pub fn write_counts(&self) -> WriteCounts {
        self.inner.counters.read()
    }

    /// Whether the database can be read and written and its schema is the one this program needs; for `/readyz`.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { files, .. } = &self.inner.db {
            files.are_in_place()?;
        }
        crate::migrate::is_current(self).await
    }

    /// Whether text compares bytewise, as every statement expects. Always on SQLite; on PostgreSQL the database must
    /// have been created with the C collation.
    pub async fn collation_is_bytewise(&self) -> Result<bool, StoreError> {
        match &self.inner.db {
            Db::Sqlite { .. } => Ok(true),
            Db::Postgres { server, .. } => server.collation_is_bytewise().await,
        }
    }

    /// Says that there is a job: wakes all who hold a [`JobsWake`], on PostgreSQL on every node. Call it after the commit.
    pub fn notify_jobs(&self) {
        self.inner.jobs.send_replace(());
        if let Db::Postgres { listener: Some(listener), .. } = &self.inner.db {
            listener.tell_others();
        }
    }

    /// An ear for [`notify_jobs`](Self::notify_jobs); it hears what is said from now on.
    pub fn jobs_wake(&self) -> JobsWake {
        JobsWake(self.inner.jobs.subscribe())
    }

    /// Writes a consistent copy to a file that must not exist yet, while serving.
    pub async fn backup_to(&self, path: &std::path::Path) -> Result<(), StoreError> {
        match &self.inner.db {
            Db::Sqlite { files, .. } => files.copy_to(path).await,
            Db::Postgres { .. } => Err(StoreError::Setup(
                "on PostgreSQL, back up with `pg_dump` or the server's own means".to_owned(),
            )),
        }
    }
}
