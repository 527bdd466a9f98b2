//! What follows when a recipient says no: key 9 in a call, or a message that is not wanted.

use countersign_core::Timestamp;
use countersign_core::delivery::AttemptState;
use countersign_core::ids::EventId;
use countersign_core::people::Method;
use countersign_store::{StoreError, StoredAttempt, Tx};

use super::opt_out::{event_ids, heed};
use crate::Ctx;
use crate::recovery::KeyNine;

/// What heeding it needs, drawn before the plan.
pub(super) struct Declines {
    events: Vec<EventId>,
    nine: KeyNine,
}

impl Declines {
    pub(super) fn draw(ctx: &Ctx) -> Self {
        Self { events: event_ids(ctx), nine: KeyNine::draw(ctx) }
    }

    /// The recipient of a call said that this was not them: its code is dead, or what it told of is stopped. The recipient of a
    /// message wants no more. Of a hand-over that nobody declined it does nothing.
    pub(super) async fn heed(
        &self,
        tx: &mut Tx,
        attempt: &StoredAttempt,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if attempt.state != AttemptState::Declined {
            return Ok(());
        }
        let Some(id) = &attempt.challenge else { return self.nine.pressed(tx, &attempt.job).await };
        if attempt.method == Method::Call {
            return tx.challenge_close(id).await;
        }
        let recipient = tx.challenge_read(id).await?.and_then(|challenge| challenge.recipient);
        if let Some(recipient) = recipient {
            heed(tx, &recipient, (attempt.method, false), self.events.clone(), now).await?;
        }
        Ok(())
    }
}
