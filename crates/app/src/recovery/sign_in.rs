//! Whoever signs in has not lost the way in: an open recovery ends.

use countersign_core::ids::{EventId, PersonId};
use countersign_core::support::RecoveryKind;
use countersign_store::{StoreError, Tx};

use crate::mailed::{RecoveryStep, SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What ending one needs, drawn before the plan.
#[derive(Clone)]
pub(crate) struct Cancels {
    event: EventId,
    notice: SecurityNoticeIds,
}

impl Cancels {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        Self { event: ctx.event_id(), notice: SecurityNoticeIds::draw(ctx) }
    }

    /// Ends an open recovery of a person who has just signed in.
    pub(crate) async fn by(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let now = asked.now;
        let Some(id) = tx.recovery_signed_in(person, now).await? else { return Ok(()) };
        let record = asked.record(self.event.clone(), "recovery.signed-in");
        tx.audit_insert(&record.about(person, id.as_str(), None)).await?;
        let told =
            SecurityNotice::recovery((&id, RecoveryKind::Recovery), RecoveryStep::SignedIn, now);
        self.notice.tell(tx, person, told, &asked.seen(), now).await
    }
}

/// Lets a sign-in and the end of a recovery come one after the other: of both at once, either the sign-in ends the recovery, or it
/// finds the password gone.
pub(crate) async fn hold(tx: &mut Tx, person: &PersonId) -> Result<(), StoreError> {
    tx.recovery_hold(person).await
}
