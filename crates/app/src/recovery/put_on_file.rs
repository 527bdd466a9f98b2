//! The new contacts that two agents approved are put on file: an address in place of the one the person signs in with, a number in place
//! of another or beside the others.

use std::sync::Arc;

use countersign_core::delivery::Desk;
use countersign_core::ids::ContactId;
use countersign_core::people::{Contact, ContactKind, EmailAddress, Person};
use countersign_core::support::RecoveryKind;
use countersign_store::{ReadTx, StoreError, Tx};

use super::{NewContacts, NewNumber, Requested};
use crate::contact::TakePlace;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What putting them on file needs, drawn before the plan.
pub(super) struct PutOnFile {
    asked: Asked,
    desk: Arc<Desk>,
    address: ContactId,
    number: ContactId,
    address_moves: TakePlace,
    number_moves: TakePlace,
    notice: SecurityNoticeIds,
}

impl PutOnFile {
    pub(super) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self {
            asked: asked.clone(),
            desk: ctx.board.desk(),
            address: ctx.random(ContactId::generate),
            number: ctx.random(ContactId::generate),
            address_moves: TakePlace::draw(ctx, asked),
            number_moves: TakePlace::draw(ctx, asked),
            notice: SecurityNoticeIds::draw(ctx),
        }
    }

    /// Whether they can be this person's.
    pub(super) async fn fits(
        &self,
        tx: &mut ReadTx,
        person: &Person,
        kind: RecoveryKind,
        new: &NewContacts,
    ) -> Result<Result<(), Requested>, StoreError> {
        new.fit(tx, person, kind, (&self.desk, &self.number)).await
    }

    /// Puts them on file. Open windows close; of somebody who can sign in no session ends.
    pub(super) async fn run(
        &self,
        tx: &mut Tx,
        person: &Person,
        kind: RecoveryKind,
        new: &NewContacts,
    ) -> Result<(), StoreError> {
        let mut moved = 0;
        if let Some(address) = new.address() {
            moved += self.move_address(tx, person, &address).await?;
        }
        if let Some(number) = &new.number {
            moved += self.put_number(tx, person, number).await?;
        }
        if moved > 0 && kind == RecoveryKind::Contact {
            // It began to get sign-in codes at this very moment, and one proof is too few for that.
            return Err(StoreError::Conflict);
        }
        if !new.is_empty() {
            tx.windows_close_all(&person.id).await?;
        }
        Ok(())
    }

    async fn move_address(
        &self,
        tx: &mut Tx,
        person: &Person,
        address: &EmailAddress,
    ) -> Result<u64, StoreError> {
        let old = person.email().ok_or(StoreError::Conflict)?;
        let is_it = |one: &&Contact| one.value.eq_ignore_ascii_case(address.as_str());
        let new = person.contacts.iter().find(is_it).cloned().unwrap_or_else(|| Contact {
            id: self.address.clone(),
            kind: ContactKind::Email,
            value: address.as_str().to_owned(),
            confirmed_at: None,
        });
        self.confirm(tx, person, &new).await?;
        if !tx.sign_in_move(&person.id, &address.key()).await? {
            return Err(StoreError::Conflict);
        }
        if new.id == old.id {
            return Ok(0);
        }
        self.address_moves.run(tx, &person.id, (&new, old), self.asked.now).await
    }

    async fn put_number(
        &self,
        tx: &mut Tx,
        person: &Person,
        number: &NewNumber,
    ) -> Result<u64, StoreError> {
        let now = self.asked.now;
        let known = person.contacts.iter().find(|one| one.value == number.value);
        let new = known.cloned().unwrap_or_else(|| number.contact(&self.number));
        self.confirm(tx, person, &new).await?;
        if let Some(old) = number.old(person) {
            return self.number_moves.run(tx, &person.id, (&new, old), now).await;
        }
        let told = SecurityNotice::contact_added(&new);
        self.notice.tell(tx, &person.id, told, &self.asked.seen(), now).await?;
        Ok(0)
    }

    /// Adds a contact, unless the person has it, and confirms it.
    async fn confirm(&self, tx: &mut Tx, person: &Person, new: &Contact) -> Result<(), StoreError> {
        let now = self.asked.now;
        let is_there =
            person.contact(&new.id).is_some() || tx.contact_add(&person.id, new, None, now).await?;
        let is_confirmed = new.confirmed_at.is_some()
            || is_there && tx.contact_confirm(&person.id, &new.id, new.kind.way(), now).await?;
        if is_confirmed { Ok(()) } else { Err(StoreError::Conflict) }
    }
}
