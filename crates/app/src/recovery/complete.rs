//! The end of the wait: access is given back by a link to a mailbox on file, and by nothing an agent sees.

use std::time::Duration;

use countersign_core::ids::{ContactId, EventId, RecoveryId};
use countersign_core::people::{Contact, ContactKind, EmailAddress, Method};
use countersign_core::support::{REST, RecoveryKind, RecoveryState, has_settled_mailbox};
use countersign_store::{ReadTx, StoreError, StoredRecovery, Tx};
use serde::{Deserialize, Serialize};

use super::give_back::GiveBack;
use super::{NewContact, record};
use crate::mailed::{RecoveryStep, SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::support::Agent;
use crate::{Asked, Ctx, Outcome, Refused};

/// How long a contact that was replaced hears of changes.
const HEARS: Duration = Duration::from_hours(7 * 24);

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
    /// Somebody else signs in with the new address by now.
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
        contact: ctx.random(ContactId::generate),
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
    contact: ContactId,
    notice: SecurityNoticeIds,
    event: EventId,
}

impl Plan {
    async fn run(&self, tx: &mut Tx) -> Result<Result<Completed, Refused>, StoreError> {
        let now = self.asked.now;
        let Some(stored) = tx.recovery_read(&self.id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let new = new_address(&stored);
        if stored.state == RecoveryState::Waiting
            && stored.opens_at.is_some_and(|opens| now < opens)
        {
            return Ok(Ok(Completed::TooEarly));
        }
        if stored.state.is_open() {
            if new.is_none() && !has_mailbox(tx, &stored).await? {
                return Ok(Ok(Completed::NoMailbox));
            }
            if let Some(address) = &new
                && tx.password_by_sign_in(&address.key()).await?.is_some()
            {
                return Ok(Ok(Completed::BadContact));
            }
        }
        if !tx.recovery_complete(&self.id, &self.agent.id, now).await? {
            return Ok(Ok(Completed::Over));
        }
        if let Some(address) = &new {
            self.replace(tx, &stored, address).await?;
        }
        if stored.asked.kind == RecoveryKind::Recovery {
            let told = SecurityNotice::recovery(&self.id, RecoveryStep::Done, now.plus(REST));
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

    /// The new address takes the place of the one the person signs in with. The old one is told before it goes, and hears of
    /// changes for a while.
    async fn replace(
        &self,
        tx: &mut Tx,
        stored: &StoredRecovery,
        address: &EmailAddress,
    ) -> Result<(), StoreError> {
        let (person, now) = (&stored.asked.stop.person, self.asked.now);
        let Some(known) = tx.person_read(person).await? else { return Err(StoreError::Conflict) };
        let Some(old) = known.person.email().cloned() else { return Err(StoreError::Conflict) };
        let told = SecurityNotice::contact_changed(&old);
        self.notice.tell(tx, person, told, &self.asked.seen(), now).await?;
        let new = Contact {
            id: self.contact.clone(),
            kind: ContactKind::Email,
            value: address.as_str().to_owned(),
            confirmed_at: None,
        };
        let added = tx.contact_add(person, &new, None, now).await?;
        let confirmed = added && tx.contact_confirm(person, &new.id, Method::Email, now).await?;
        if !confirmed || !tx.sign_in_move(person, &address.key()).await? {
            return Err(StoreError::Conflict);
        }
        tx.contact_take_place(person, &new.id, &old.id).await?;
        tx.contact_remove(person, &old, Some(now.plus(HEARS)), now).await?;
        Ok(())
    }
}

/// The new address that the second agent approved.
fn new_address(stored: &StoredRecovery) -> Option<EmailAddress> {
    let text = stored.asked.new_contact.as_deref()?;
    let contact: NewContact = serde_json::from_str(text).ok()?;
    EmailAddress::read(&contact.email).ok()
}

/// Whether the mailbox that would get the link was confirmed long enough before the case (CS-SUP-07).
async fn has_mailbox(tx: &mut ReadTx, stored: &StoredRecovery) -> Result<bool, StoreError> {
    let known = tx.person_read(&stored.asked.stop.person).await?;
    Ok(known.is_some_and(|known| has_settled_mailbox(&known.person, stored.asked.requested_at)))
}
