//! Runs plans and queries on PostgreSQL, and again where that can help.

use std::sync::Arc;
use std::time::Duration;

use super::postgres::Server;
use super::{Conn, Counters};
use crate::error::StoreError;
use crate::group_commit::{caught, marked};
use crate::row::{Arg, Row};
use crate::sealed::Sealer;
use crate::statements::Statement;
use crate::tx::{ReadTx, Tx};

/// How often a plan runs at most, if serialization failures and deadlocks undo it.
const RUNS: u32 = 8;

pub(super) async fn write<T, F>(
    server: &Server,
    sealer: &Arc<Sealer>,
    counters: &Counters,
    plan: F,
) -> Result<T, StoreError>
where
    F: AsyncFn(&mut Tx) -> Result<T, StoreError> + Send + 'static,
    T: Send + 'static,
{
    counters.plans(1);
    let mut runs = 0;
    loop {
        let mut tx = Tx::over(Conn::Postgres(server.begun().await?), sealer.clone());
        let mut outcome = marked(caught(plan(&mut tx))).await;
        if let (Ok(_), Some(failed)) = (&outcome, tx.has_failed()) {
            outcome = Err(failed);
        }
        let error = match outcome {
            Ok(value) => match tx.commit().await {
                Ok(()) => {
                    counters.commit();
                    return Ok(value);
                }
                Err(error) => error,
            },
            Err(error) => error,
        };
        let again = error == StoreError::Conflict || tx.may_run_again();
        // A server that has fallen silent would keep a rollback waiting as well: the connection is closed instead.
        if error != StoreError::Gone {
            let _ = tx.rollback().await;
        }
        runs += 1;
        if !again {
            return Err(error);
        }
        if runs == RUNS {
            return Err(StoreError::Busy);
        }
        counters.rerun();
        // The winner of a deadlock needs a moment to finish.
        tokio::time::sleep(Duration::from_millis(2 << runs)).await;
    }
}

pub(super) async fn read<T, F>(
    server: &Server,
    sealer: &Arc<Sealer>,
    query: F,
) -> Result<T, StoreError>
where
    F: AsyncFn(&mut ReadTx) -> Result<T, StoreError>,
{
    let mut tries = 0;
    loop {
        let mut tx = ReadTx::over(Conn::Postgres(server.idle().await?), sealer.clone());
        let outcome = query(&mut tx).await;
        if outcome.is_err() && tx.met_a_dead_connection() && tries < server.size {
            tries += 1;
            continue;
        }
        tx.done();
        return outcome;
    }
}

pub(super) async fn read_one(
    server: &Server,
    sealer: &Arc<Sealer>,
    statement: &'static Statement,
    args: &[Arg],
) -> Result<Option<Row>, StoreError> {
    let mut tries = 0;
    loop {
        let mut tx = ReadTx::over(Conn::Postgres(server.idle().await?), sealer.clone());
        let outcome = tx.fetch_optional(statement, args).await;
        if outcome.is_err() && tx.met_a_dead_connection() && tries < server.size {
            tries += 1;
            continue;
        }
        tx.done();
        return outcome;
    }
}
