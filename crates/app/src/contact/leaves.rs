//! A contact leaves the list, removed or replaced: it is told while it is still there, and what hung on it goes.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::mailed::LinkKind;
use countersign_core::people::{Contact, ContactKind};
use countersign_store::{StoreError, Tx};

use super::{Falls, HEARS};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What it needs, drawn before the plan.
pub(super) struct Leaves {
    asked: Asked,
    notice: SecurityNoticeIds,
    falls: Falls,
}

impl Leaves {
    pub(super) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        let (notice, falls) = (SecurityNoticeIds::draw(ctx), Falls::draw(ctx, asked));
        Self { asked: asked.clone(), notice, falls }
    }

    /// Everybody is told, the contact itself and those who use it on this confirmation.
    pub(super) async fn told(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        notice: SecurityNotice,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.notice.tell(tx, person, notice, &self.asked.seen(), now).await?;
        self.falls.with(tx, contact, person, now).await
    }

    /// It goes, and hears of changes for seven days more. Whoever reads an old mailbox sets no password and unlocks no browser with what
    /// it got before.
    pub(super) async fn gone(
        tx: &mut Tx,
        person: &PersonId,
        contact: &Contact,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let until = contact.confirmed_at.map(|_| now.plus(HEARS));
        if !tx.contact_remove(person, contact, until, now).await? {
            return Err(StoreError::Conflict);
        }
        if contact.kind == ContactKind::Email {
            tx.links_void(person, LinkKind::Reset).await?;
            tx.links_void(person, LinkKind::Unlock).await?;
        }
        Ok(())
    }
}
