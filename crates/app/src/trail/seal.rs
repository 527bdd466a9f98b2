//! Chains what waits: one node at a time, a few records a transaction, so that no writer queues behind it.

use std::time::Duration;

use countersign_core::ids::JobId;
use countersign_store::{ReadTx, Turn, Tx};

use crate::{AppError, Ctx};

/// How long a node that stopped answering keeps the others from chaining.
const LEASE: Duration = Duration::from_secs(5);
/// Records in one transaction: on a database a network away they take less than 20 ms.
const BATCH: i64 = 32;

/// Chains until nothing waits or another node does it. What strangers were refused in minutes that are over becomes
/// records first.
pub async fn seal(ctx: &Ctx, owner: &str) -> Result<u64, AppError> {
    let mut chained = 0;
    let now = ctx.clock.now();
    while ctx.store.write(async move |tx: &mut Tx| tx.strangers_record(now).await).await? > 0 {}
    loop {
        let waits = ctx.store.read(async move |tx: &mut ReadTx| tx.chain_waiting(1).await);
        if waits.await?.is_empty() {
            return Ok(chained);
        }
        let (owner, now) = (owner.to_owned(), ctx.clock.now());
        let turn = async move |tx: &mut Tx| tx.chain_turn(&owner, now, LEASE, BATCH).await;
        match ctx.store.write(turn).await? {
            Turn::Chained(0) | Turn::NotMine => return Ok(chained),
            Turn::Chained(count) => {
                chained += u64::try_from(count).unwrap_or(0);
                metrics::counter!("countersign_audit_chained_total")
                    .increment(u64::try_from(count).unwrap_or(0));
            }
            Turn::HeadAltered => {
                metrics::gauge!("countersign_alarm", "kind" => "audit-chain").set(1.0);
                tracing::error!(
                    alarm = "audit-chain",
                    "the end of the trail was altered in the database; nothing is chained behind it"
                );
                return Ok(chained);
            }
        }
    }
}

/// Chains what waits now and ends: for tests and commands.
pub async fn seal_waiting(ctx: &Ctx) -> Result<u64, AppError> {
    let owner = ctx.random(JobId::generate).to_string();
    seal(ctx, &owner).await
}
