//! Shows a challenge without anything that would help to answer it.

use countersign_core::Timestamp;
use countersign_core::ids::ChallengeId;
use countersign_store::{ChallengeState, ReadTx, StoredChallenge};

use crate::{Ctx, Outcome, Refused};

/// A challenge as its owner sees it. Times in milliseconds.
#[derive(Clone, Debug)]
pub struct ChallengeView {
    /// The challenge.
    pub challenge: StoredChallenge,
    /// `open`, `passed`, `failed`, `closed` or `expired`.
    pub state: &'static str,
}

/// Where a challenge stands at `now`.
pub(crate) fn state_at(challenge: &StoredChallenge, now: Timestamp) -> &'static str {
    match challenge.state {
        ChallengeState::Open if challenge.expires_at <= now => "expired",
        state => state.as_str(),
    }
}

/// Reads a challenge.
pub async fn read(ctx: &Ctx, id: &ChallengeId, now: Timestamp) -> Outcome<ChallengeView> {
    let id = id.clone();
    let challenge =
        ctx.store.read(async move |tx: &mut ReadTx| tx.challenge_read(&id).await).await?;
    Ok(challenge.ok_or(Refused::NotFound).map(|challenge| {
        let state = state_at(&challenge, now);
        ChallengeView { challenge, state }
    }))
}
