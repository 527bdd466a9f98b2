//! A confirmed contact takes another's place: by a change of the person's, or by a recovery that two agents approved.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::mailed::LinkKind;
use countersign_core::people::{Contact, ContactKind};
use countersign_store::{StoreError, Tx};

use super::{Falls, HEARS};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What taking a place needs, drawn before the plan.
pub(crate) struct TakePlace {
    asked: Asked,
    notice: SecurityNoticeIds,
    falls: Falls,
}

impl TakePlace {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        let (notice, falls) = (SecurityNoticeIds::draw(ctx), Falls::draw(ctx, asked));
        Self { asked: asked.clone(), notice, falls }
    }

    /// Puts `new` where `old` was. The old one is told while it is still there, and hears for seven days more; whoever reads an
    /// old mailbox sets no password and unlocks no browser with what it got before. Returns how many ways to sign in answer
    /// at the new one from now on.
    pub(crate) async fn run(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        (new, old): (&Contact, &Contact),
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let told = SecurityNotice::contact_changed(old);
        self.notice.tell(tx, person, told, &self.asked.seen(), now).await?;
        self.falls.with(tx, old, person, now).await?;
        let moved = tx.contact_take_place(person, &new.id, &old.id).await?;
        let until = old.confirmed_at.map(|_| now.plus(HEARS));
        if !tx.contact_remove(person, old, until, now).await? {
            return Err(StoreError::Conflict);
        }
        if old.kind == ContactKind::Email {
            tx.links_void(person, LinkKind::Reset).await?;
            tx.links_void(person, LinkKind::Unlock).await?;
        }
        Ok(moved)
    }
}
