//! The end of the wait: access is given back by a link to a mailbox on file, and by nothing an agent sees.

use countersign_core::delivery::Desk;
use countersign_core::ids::{ContactId, EventId, RecoveryId};
use countersign_core::people::{Contact, ContactKind, EmailAddress, Person};
use countersign_core::support::{REST, RecoveryKind, RecoveryState, has_settled_mailbox};
use countersign_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::give_back::GiveBack;
use super::{NewContacts, NewNumber, record};
use crate::contact::TakePlace;
use crate::mailed::{RecoveryStep, SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::support::Agent;
use crate::{Asked, Ctx, Outcome, Refused};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Completed {
    /// It is done, and the link is on its way.
    Done,
    /// Its time has not come.
    TooEarly,
    /// It has ended: stopped, cancelled, or the person signed in.
    Over,
    /// There is no mailbox on file that was confirmed more than 7 days before the case, and no new one was approved.
    NoMailbox,
    /// Somebody else signs in with the new address by now, or the new number is not to be had any more.
    BadContact,
}

/// Completes a recovery whose time has come. Of its end, a stop and a sign-in at once, one is.
pub async fn complete(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    id: &RecoveryId,
) -> Outcome<Completed> {
    let plan = Plan {
        asked: asked.clone(),
        agent: agent.clone(),
        id: id.clone(),
        gives: GiveBack::draw(ctx),
        contacts: [ContactId::generate; 2].map(|make| ctx.random(make)),
        places: [TakePlace::draw(ctx, asked), TakePlace::draw(ctx, asked)],
        desk: ctx.board.desk(),
        notice: SecurityNoticeIds::draw(ctx),
        event: ctx.event_id(),
    };
    let done = run(ctx, asked, async move |tx: &mut Tx| plan.run(tx).await).await;
    ctx.store.notify_jobs();
    done
}

struct Plan {
    asked: Asked,
    agent: Agent,
    id: RecoveryId,
    gives: GiveBack,
    contacts: [ContactId; 2],
    places: [TakePlace; 2],
    desk: std::sync::Arc<Desk>,
    notice: SecurityNoticeIds,
    event: EventId,
}

impl Plan {
    async fn run(&self, tx: &mut Tx) -> Result<Result<Completed, Refused>, StoreError> {
        let now = self.asked.now;
        let Some(stored) = tx.recovery_read(&self.id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if stored.state == RecoveryState::Waiting
            && stored.opens_at.is_some_and(|opens| now < opens)
        {
            return Ok(Ok(Completed::TooEarly));
        }
        let new = NewContacts::of(&stored);
        let Some(known) = tx.person_read(&stored.asked.stop.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let person = known.person;
        if stored.state.is_open() {
            if stored.asked.kind == RecoveryKind::Recovery
                && new.address().is_none()
                && !has_settled_mailbox(&person, stored.asked.requested_at)
            {
                return Ok(Ok(Completed::NoMailbox));
            }
            if new
                .fit(tx, &person, stored.asked.kind, (&self.desk, &self.contacts[1]))
                .await?
                .is_err()
            {
                return Ok(Ok(Completed::BadContact));
            }
        }
        if !tx.recovery_complete(&self.id, &self.agent.id, now).await? {
            return Ok(Ok(Completed::Over));
        }
        if let Some(address) = new.address() {
            self.move_address(tx, &person, &address).await?;
        }
        if let Some(number) = &new.number {
            self.add_number(tx, &person, number).await?;
        }
        if !new.is_empty() {
            tx.windows_close_all(&person.id).await?;
        }
        if stored.asked.kind == RecoveryKind::Recovery {
            let told = SecurityNotice::recovery(
                (&self.id, stored.asked.kind),
                RecoveryStep::Done,
                now.plus(REST),
            );
            self.gives.run(tx, &self.asked, &stored.asked.stop.person, told).await?;
        }
        let record = record(
            &self.asked,
            self.event.clone(),
            "recovery.completed",
            &stored,
            Some(&self.agent.name),
        );
        tx.audit_insert(&record.because(stored.asked.kind.as_str())).await?;
        Ok(Ok(Completed::Done))
    }

    /// The new address takes the place of the one the person signs in with.
    async fn move_address(
        &self,
        tx: &mut Tx,
        person: &Person,
        address: &EmailAddress,
    ) -> Result<(), StoreError> {
        let old = person.email().ok_or(StoreError::Conflict)?;
        let fresh = || Contact {
            id: self.contacts[0].clone(),
            kind: ContactKind::Email,
            value: address.as_str().to_owned(),
            confirmed_at: None,
        };
        let known =
            person.contacts.iter().find(|one| one.value.eq_ignore_ascii_case(address.as_str()));
        let new = known.cloned().unwrap_or_else(fresh);
        if !self.confirm(tx, person, &new).await?
            || !tx.sign_in_move(&person.id, &address.key()).await?
        {
            return Err(StoreError::Conflict);
        }
        self.places[0].run(tx, &person.id, (&new, old), self.asked.now).await?;
        Ok(())
    }

    /// The new number takes the place of the one that was named, or stands beside the others.
    async fn add_number(
        &self,
        tx: &mut Tx,
        person: &Person,
        number: &NewNumber,
    ) -> Result<(), StoreError> {
        let now = self.asked.now;
        let known = person.contacts.iter().find(|one| one.value == number.value);
        let new = known.cloned().unwrap_or_else(|| number.contact(&self.contacts[1]));
        if !self.confirm(tx, person, &new).await? {
            return Err(StoreError::Conflict);
        }
        if let Some(old) = number.old(person) {
            self.places[1].run(tx, &person.id, (&new, old), now).await?;
        } else {
            let told = SecurityNotice::contact_added(&new);
            self.notice.tell(tx, &person.id, told, &self.asked.seen(), now).await?;
        }
        Ok(())
    }

    /// Adds a contact, unless the person has it, and confirms it.
    async fn confirm(
        &self,
        tx: &mut Tx,
        person: &Person,
        new: &Contact,
    ) -> Result<bool, StoreError> {
        let now = self.asked.now;
        if new.confirmed_at.is_some() {
            return Ok(true);
        }
        let is_there =
            person.contact(&new.id).is_some() || tx.contact_add(&person.id, new, None, now).await?;
        Ok(is_there && tx.contact_confirm(&person.id, &new.id, new.kind.way(), now).await?)
    }
}
