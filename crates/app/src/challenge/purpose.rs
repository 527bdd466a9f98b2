//! What a challenge is for, so that one address can take the answers of every purpose.

use countersign_core::challenge::PurposeKind;
use countersign_core::ids::ChallengeId;
use countersign_store::ReadTx;

use crate::{Ctx, Outcome, Refused};

/// The purpose of a challenge. It was fixed at issue, so it may be read before the answer is charged.
pub async fn purpose(ctx: &Ctx, id: &ChallengeId) -> Outcome<PurposeKind> {
    let id = id.clone();
    let known = ctx.store.read(async move |tx: &mut ReadTx| tx.challenge_read(&id).await).await?;
    Ok(known.map(|challenge| challenge.payload.kind()).ok_or(Refused::ChallengeClosed))
}
