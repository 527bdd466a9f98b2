//! One connection of either engine, and nothing that differs between them.

use super::{Fault, PgConn, SqliteConn};
use crate::row::{Arg, Row};
use crate::statements::Statement;

/// One connection of either engine.
pub(crate) enum Conn {
    Sqlite(SqliteConn),
    Postgres(PgConn),
}

/// Hands a call to the engine at hand.
macro_rules! on_engine {
    ($conn:expr, $inner:ident => $sqlite:expr, $postgres:expr) => {
        match $conn {
            Conn::Sqlite($inner) => $sqlite,
            Conn::Postgres($inner) => $postgres,
        }
    };
}

impl Conn {
    pub(crate) async fn fetch_optional(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Option<Row>, Fault> {
        on_engine!(self, conn => conn.fetch_optional(s, args), conn.fetch_optional(s, args).await)
    }

    pub(crate) async fn fetch_all(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<Row>, Fault> {
        on_engine!(self, conn => conn.fetch_all(s, args), conn.fetch_all(s, args).await)
    }

    pub(crate) async fn execute(
        &mut self,
        s: &'static Statement,
        args: &[Arg],
    ) -> Result<u64, Fault> {
        on_engine!(self, conn => conn.execute(s, args), conn.execute(s, args).await)
    }

    pub(crate) async fn begin(&mut self) -> Result<(), Fault> {
        on_engine!(self, conn => conn.begin(), conn.begin().await)
    }

    pub(crate) async fn commit(&mut self) -> Result<(), Fault> {
        on_engine!(self, conn => conn.commit(), conn.commit().await)
    }

    pub(crate) async fn rollback(&mut self) -> Result<(), Fault> {
        on_engine!(self, conn => conn.rollback(), conn.rollback().await)
    }

    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), Fault> {
        on_engine!(self, conn => conn.script(sql), conn.script(sql).await)
    }

    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), Fault> {
        on_engine!(self, conn => conn.control(sql), conn.control(sql).await)
    }
}
