//! Notes in the trail when the last owner with a second factor gives it up while resources are marked: nobody of the owners sees them then.

use countersign_core::ids::{EventId, PersonId, SessionId};
use countersign_store::{StoreError, Tx};

use crate::{Asked, Ctx};

/// Accounts of one person that are noted; nobody owns as many with marks alone.
const MOST: usize = 8;

/// The records' ids, drawn before the transaction.
pub(crate) struct OutOfSight {
    events: Vec<EventId>,
}

impl OutOfSight {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        Self { events: (0..MOST).map(|_| ctx.event_id()).collect() }
    }

    /// Writes one record for each account whose marked resources no owner sees any more (CS-F2-08). It is allowed, because a person
    /// may give up their own second factor and comes back to everything by turning it on again; it is never silent.
    pub(crate) async fn note(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        person: &PersonId,
        session: &SessionId,
    ) -> Result<(), StoreError> {
        let hidden = tx.marks_hidden_by(person).await?;
        for (account, event) in hidden.iter().zip(&self.events) {
            let record = asked
                .record(event.clone(), "resources.out-of-sight")
                .about(person, account.as_str(), Some(session))
                .for_account(account)
                .because("last-owner-with-second-factor");
            tx.audit_insert(&record).await?;
        }
        Ok(())
    }
}
