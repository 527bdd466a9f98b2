//! The two kinds of access: a read, and a write that may also read.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Instant;

use crate::db::{Conn, Fault};
use crate::error::StoreError;
use crate::row::{Arg, Row};
use crate::sealed::Sealer;
use crate::statements::Statement;

/// Reads. Domain reads are written once on this type and serve plans too.
pub struct ReadTx {
    conn: Conn,
    sealer: Arc<Sealer>,
    /// The first failed statement. After it PostgreSQL refuses the rest of the transaction and SQLite goes on;
    /// here both refuse, so that a plan which swallows an error cannot be committed half.
    failed: Option<Fault>,
    until: Option<Instant>,
}

impl ReadTx {
    pub(crate) fn over(conn: Conn, sealer: Arc<Sealer>) -> Self {
        Self { conn, sealer, failed: None, until: None }
    }

    pub(crate) fn into_conn(self) -> Conn {
        self.conn
    }

    /// Seals and opens the sealed columns.
    pub(crate) fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    pub(crate) async fn fetch_optional(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Option<Row>, StoreError> {
        self.admit(statement, args)?;
        let result = self.conn.fetch_optional(statement, args).await;
        self.settle(statement, result)
    }

    pub(crate) async fn fetch_all(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<Row>, StoreError> {
        self.admit(statement, args)?;
        let result = self.conn.fetch_all(statement, args).await;
        self.settle(statement, result)
    }

    /// Gives the connection back as fit for the next caller, unless a statement failed.
    pub(crate) fn done(&mut self) {
        if let (Conn::Postgres(conn), None) = (&mut self.conn, &self.failed) {
            conn.done();
        }
    }

    /// Whether the connection turned out to be dead at once, as after a restart of the server.
    pub(crate) fn met_a_dead_connection(&self) -> bool {
        self.failed.as_ref().is_some_and(Fault::is_dead_connection)
    }

    fn admit(&mut self, statement: &'static Statement, args: &[Arg]) -> Result<(), StoreError> {
        self.refuse_after_failure()?;
        noted(statement);
        // Told apart here, because the drivers disagree: one binds NULL, the other breaks the connection.
        if statement.parameters() != args.len() {
            return self
                .settle(statement, Err(Fault::of(StoreError::other("parameters"), "parameters")));
        }
        Ok(())
    }

    fn refuse_after_failure(&mut self) -> Result<(), StoreError> {
        if self.failed.is_none() && self.until.is_some_and(|until| Instant::now() > until) {
            self.failed = Some(Fault::of(StoreError::Busy, "plan-too-slow"));
        }
        self.failed.as_ref().map_or(Ok(()), |fault| Err(fault.error.clone()))
    }

    fn settle<T>(
        &mut self,
        statement: &Statement,
        result: Result<T, Fault>,
    ) -> Result<T, StoreError> {
        result.map_err(|fault| {
            fault.log(statement.name());
            let error = fault.error.clone();
            self.failed = Some(fault);
            error
        })
    }
}

/// A write: everything a plan does in it commits together or not at all.
pub struct Tx(ReadTx);

impl Tx {
    pub(crate) fn over(conn: Conn, sealer: Arc<Sealer>) -> Self {
        Self(ReadTx::over(conn, sealer))
    }

    /// Runs a statement for its effect; returns how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<u64, StoreError> {
        self.0.admit(statement, args)?;
        let result = self.0.conn.execute(statement, args).await;
        self.0.settle(statement, result)
    }

    /// Whether the transaction failed in a way that may succeed when run again.
    pub(crate) fn may_run_again(&self) -> bool {
        self.0.failed.as_ref().is_some_and(|fault| fault.run_again)
    }

    pub(crate) fn has_failed(&self) -> Option<StoreError> {
        self.0.failed.as_ref().map(|fault| fault.error.clone())
    }

    /// Forgets a failure whose statements were undone.
    pub(crate) fn forgive(&mut self) {
        self.0.failed = None;
    }

    /// Until when statements are taken; a plan that never pauses is stopped by this alone.
    pub(crate) fn give_until(&mut self, until: Option<Instant>) {
        self.0.until = until;
    }

    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        self.0.failed = None;
        let result = self.0.conn.begin().await;
        self.settle_control("BEGIN", result)
    }

    pub(crate) async fn commit(&mut self) -> Result<(), StoreError> {
        self.0.refuse_after_failure()?;
        let result = self.0.conn.commit().await;
        self.settle_control("COMMIT", result)
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), StoreError> {
        let result = self.0.conn.rollback().await;
        self.settle_control("ROLLBACK", result)
    }

    /// Runs a text without parameters: savepoints and migrations.
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let result = self.0.conn.control(sql).await;
        self.settle_control("CONTROL", result)
    }

    /// Runs a text of several statements: a migration.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let result = self.0.conn.script(sql).await;
        self.settle_control("SCRIPT", result)
    }

    pub(crate) fn into_conn(self) -> Conn {
        self.0.conn
    }

    fn settle_control(
        &mut self,
        name: &'static str,
        result: Result<(), Fault>,
    ) -> Result<(), StoreError> {
        result.map_err(|fault| {
            fault.log(name);
            let error = fault.error.clone();
            self.0.failed = Some(fault);
            error
        })
    }
}

impl Deref for Tx {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.0
    }
}

/// Notes the statement's name, so that the conformance suite can tell which statements nobody calls.
#[cfg(feature = "testing")]
fn noted(statement: &'static Statement) {
    crate::testing::note(statement.name());
}

#[cfg(not(feature = "testing"))]
fn noted(_: &'static Statement) {}
