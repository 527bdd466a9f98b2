//! A right code confirms a contact, and lets it take the place it was entered for.

use countersign_core::Timestamp;
use countersign_core::challenge::{ConfirmContact, Grant};
use countersign_core::ids::EventId;
use countersign_core::people::{Contact, Method, sign_in_key};
use countersign_core::policy::ChangeKind;
use countersign_store::{Meter, StoreError, StoredChange, Tx};
use serde::{Deserialize, Serialize};

use super::take_place::TakePlace;
use crate::challenge::Effect;
use crate::change::{Activate, Activated, FACTOR_CHANGED, granted};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What a right code that confirms a contact does.
pub struct Confirm {
    asked: Asked,
    event: EventId,
    notice: SecurityNoticeIds,
    activate: Activate,
    takes_place: TakePlace,
}

/// A contact was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Which one.
    pub contact: String,
    /// What it turned on, where it was entered for that.
    pub activated: Option<Activated>,
    /// The person goes on signing in with the former address: somebody else signs in with the new one.
    pub sign_in_kept: bool,
}

impl Confirm {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self {
            asked: asked.clone(),
            event: ctx.event_id(),
            notice: SecurityNoticeIds::draw(ctx),
            activate: Activate::draw(ctx, asked),
            takes_place: TakePlace::draw(ctx, asked),
        }
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        (session, change, contact): <ConfirmContact as countersign_core::challenge::Purpose>::Payload,
        by: Method,
        now: Timestamp,
    ) -> Result<Confirmed, StoreError> {
        // Whatever does not fit any more takes all of it back.
        let Ok(change) = granted(tx, &change, &session, now).await? else {
            return Err(StoreError::Conflict);
        };
        if change.new_contact.as_ref() != Some(&contact)
            || !tx.contact_confirm(&change.person, &contact, by, now).await?
        {
            return Err(StoreError::Conflict);
        }
        let Some(new) = tx.contact_read(&change.person, &contact).await? else {
            return Err(StoreError::Conflict);
        };
        tx.windows_close_all(&change.person).await?;
        let mut confirmed =
            Confirmed { contact: contact.to_string(), activated: None, sign_in_kept: false };
        let record = self
            .asked
            .record(self.event.clone(), "contact.confirmed")
            .about(&change.person, contact.as_str(), Some(&session))
            .by_method(Some(by));
        tx.audit_insert(&record).await?;
        if change.kind.sets_up() {
            self.tell(tx, &change, SecurityNotice::contact_added(&new), now).await?;
            let activated = self.activate.carry_out(tx, &session, &change.id, now).await?;
            confirmed.activated = Some(activated);
            return Ok(confirmed);
        }
        if !tx.change_spend(&change.id, &session, change.kind, now).await? {
            return Err(StoreError::Conflict);
        }
        if change.kind == ChangeKind::ChangeContact {
            confirmed.sign_in_kept = self.replace(tx, &change, &new, now).await?;
        } else {
            self.tell(tx, &change, SecurityNotice::contact_added(&new), now).await?;
        }
        Ok(confirmed)
    }

    /// Puts the new contact in the old one's place. True: somebody else signs in with the new address.
    async fn replace(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        new: &Contact,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let stored = tx.person_read(&change.person).await?.ok_or(StoreError::Conflict)?;
        let old = change.contact.as_ref().and_then(|id| stored.person.contact(id));
        let old = old.ok_or(StoreError::Conflict)?;
        let signs_in = stored.person.email().is_some_and(|email| email.id == old.id);
        if self.takes_place.run(tx, &change.person, (new, old), now).await? > 0 {
            // A way to sign in answers elsewhere from now on, which is a way replaced (CS-ENR-09).
            tx.person_secured(&change.person, Some(&change.session), FACTOR_CHANGED, now).await?;
        }
        Ok(signs_in && !tx.sign_in_move(&change.person, &sign_in_key(&new.value)).await?)
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        told: SecurityNotice,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.notice.tell(tx, &change.person, told, &self.asked.seen(), now).await
    }
}

impl Effect<ConfirmContact> for Confirm {
    type Gives = Confirmed;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<ConfirmContact>,
        _: &Meter,
    ) -> Result<Confirmed, StoreError> {
        let (by, at) = (grant.method(), grant.at());
        self.carry_out(tx, grant.into_payload(), by, at).await
    }
}
