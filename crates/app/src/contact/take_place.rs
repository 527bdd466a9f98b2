//! A confirmed contact takes another's place: by a change of the person's, or by a recovery that two agents approved.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::people::Contact;
use countersign_store::{StoreError, Tx};

use super::leaves::Leaves;
use crate::mailed::SecurityNotice;
use crate::{Asked, Ctx};

/// What taking a place needs, drawn before the plan.
pub(crate) struct TakePlace {
    leaves: Leaves,
}

impl TakePlace {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self { leaves: Leaves::draw(ctx, asked) }
    }

    /// Puts `new` where `old` was. Returns how many ways to sign in answer at the new one from now on.
    pub(crate) async fn run(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        (new, old): (&Contact, &Contact),
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.leaves.told(tx, person, SecurityNotice::contact_changed(old), old, now).await?;
        let moved = tx.contact_take_place(person, &new.id, &old.id).await?;
        Leaves::gone(tx, person, old, now).await?;
        Ok(moved)
    }
}
