//! The end of the wait: access is given back by a link to a mailbox on file, and by nothing an agent sees.

use countersign_core::ids::{EventId, RecoveryId};
use countersign_core::support::{REST, RecoveryKind, RecoveryState, has_settled_mailbox};
use countersign_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::give_back::GiveBack;
use super::put_on_file::PutOnFile;
use super::{NewContacts, record};
use crate::mailed::{RecoveryStep, SecurityNotice};
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
        files: PutOnFile::draw(ctx, asked),
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
    files: PutOnFile,
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
        let (new, kind) = (NewContacts::of(&stored)?, stored.asked.kind);
        // A way to sign in that is set up at this moment is there before this looks, or after it is over.
        tx.person_hold(&stored.asked.stop.person).await?;
        let Some(known) = tx.person_read(&stored.asked.stop.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let person = known.person;
        if stored.state.is_open() {
            if kind == RecoveryKind::Recovery
                && new.address().is_none()
                && !has_settled_mailbox(&person, stored.asked.requested_at)
            {
                return Ok(Ok(Completed::NoMailbox));
            }
            if self.files.fits(tx, &person, kind, &new).await?.is_err() {
                return Ok(Ok(Completed::BadContact));
            }
        }
        if !tx.recovery_complete(&self.id, &self.agent.id, now).await? {
            return Ok(Ok(Completed::Over));
        }
        self.files.run(tx, &person, kind, &new).await?;
        if kind == RecoveryKind::Recovery {
            let told =
                SecurityNotice::recovery((&self.id, kind), RecoveryStep::Done, now.plus(REST));
            self.gives.run(tx, &self.asked, &person.id, told).await?;
        }
        let (event, agent) = (self.event.clone(), Some(self.agent.name.as_str()));
        let record = record(&self.asked, event, "recovery.completed", &stored, agent);
        tx.audit_insert(&record.because(kind.as_str())).await?;
        Ok(Ok(Completed::Done))
    }
}
