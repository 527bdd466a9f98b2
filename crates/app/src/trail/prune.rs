//! Forgets what is older than the operator keeps records. What is left verifies: a signed checkpoint says where it begins.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_store::{Checkpoint, ReadTx, Tx};

use crate::signing::{PublicKeys, ReceiptRefused, verify_as};
use crate::{AppError, Ctx};

/// The `typ` of a signed checkpoint. No head passes for it: whoever can write the database could otherwise cut the beginning off
/// at any head that was ever signed.
const CHECKPOINT_TYPE: &str = "countersign-audit-checkpoint+jwt";
/// Records in one transaction, so that it takes less than 20 ms.
const BATCH: i64 = 200;

/// What a signed checkpoint says: what stood up to this place was pruned, and there the trail had this link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointClaims {
    /// Countersign's origin.
    pub iss: String,
    /// When it was signed, in seconds since 1970-01-01T00:00:00Z.
    pub iat: i64,
    /// The place of the last record that is gone.
    pub sequence: i64,
    /// Its link.
    pub link: String,
}

/// Prunes until nothing is older than the records are kept, or somebody else does it; how far the trail is gone. A chain whose
/// head does not fit its seal is left as it is: it is evidence.
pub async fn prune(ctx: &Ctx) -> Result<i64, AppError> {
    let kept = Duration::from_hours(24 * u64::from(ctx.policy.activity_days));
    loop {
        let now = ctx.clock.now();
        let cutoff = now.minus(kept);
        let read = ctx.store.read(async move |tx: &mut ReadTx| {
            let before = tx.checkpoint().await?.map_or(0, |checkpoint| checkpoint.sequence);
            let head = tx.chain_head().await?.filter(|head| head.sealed);
            let found = match head {
                Some(head) => tx.prunable(before, head.sequence, cutoff, BATCH).await?,
                None => None,
            };
            Ok((before, found))
        });
        let (before, found) = read.await?;
        let Some((sequence, link)) = found else { return Ok(before) };
        let claims = CheckpointClaims {
            iss: ctx.portal.origin.clone(),
            iat: now.ms().div_euclid(1000),
            sequence,
            link: link.clone(),
        };
        let statement = ctx.signer.sign_as(CHECKPOINT_TYPE, &claims)?;
        let checkpoint = Checkpoint { sequence, link, pruned_at: now, statement };
        let moved = checkpoint.clone();
        let pruned = async move |tx: &mut Tx| tx.prune(before, &moved).await;
        if !ctx.store.write(pruned).await? {
            return Ok(before);
        }
        tracing::info!(sequence, link = checkpoint.link, "the trail was pruned");
    }
}

/// What a signed checkpoint says, if its signature holds.
pub(super) fn read_checkpoint(
    statement: &str,
    keys: &PublicKeys,
) -> Result<CheckpointClaims, ReceiptRefused> {
    verify_as(statement, CHECKPOINT_TYPE, keys)
}
