//! Signs from time to time what the chain says, so that whoever keeps a signed head can tell if the trail was cut later.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_store::{ReadTx, SignedHead, Tx};

use crate::signing::{PublicKeys, ReceiptRefused, verify_as};
use crate::{AppError, Ctx};

/// The `typ` of a signed head, so that it passes for no receipt.
pub(super) const HEAD_TYPE: &str = "countersign-audit-head+jwt";
/// A chain that grew is signed this often; at least once a day, then, whatever the load.
const EVERY: Duration = Duration::from_hours(1);

/// What a signed head says: at this place the trail has this link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadClaims {
    /// Countersign's origin.
    pub iss: String,
    /// When it was signed, in seconds since 1970-01-01T00:00:00Z.
    pub iat: i64,
    /// The place in the sequence.
    pub sequence: i64,
    /// The link there.
    pub link: String,
}

/// Signs the head if the trail grew since the last one and that is an hour old. It goes to the log too, which lies elsewhere.
pub async fn sign_head(ctx: &Ctx) -> Result<Option<HeadClaims>, AppError> {
    let now = ctx.clock.now();
    let read = async move |tx: &mut ReadTx| Ok((tx.chain_head().await?, tx.head_newest().await?));
    let (head, newest) = ctx.store.read(read).await?;
    let Some(head) = head.filter(|head| head.sealed && head.sequence > 0) else { return Ok(None) };
    let due = newest.is_none_or(|newest| {
        newest.sequence < head.sequence && now.since(newest.signed_at) >= EVERY
    });
    if !due {
        return Ok(None);
    }
    let claims = HeadClaims {
        iss: ctx.portal.origin.clone(),
        iat: seconds(now),
        sequence: head.sequence,
        link: head.link,
    };
    let statement = ctx.signer.sign_as(HEAD_TYPE, &claims)?;
    let signed = SignedHead { sequence: claims.sequence, signed_at: now, statement };
    ctx.store.write(async move |tx: &mut Tx| tx.head_insert(&signed).await).await?;
    tracing::info!(sequence = claims.sequence, link = claims.link, "the trail's head was signed");
    Ok(Some(claims))
}

/// What a signed head says, if its signature holds.
pub(super) fn read_head(statement: &str, keys: &PublicKeys) -> Result<HeadClaims, ReceiptRefused> {
    verify_as(statement, HEAD_TYPE, keys)
}

const fn seconds(at: Timestamp) -> i64 {
    at.ms().div_euclid(1000)
}
