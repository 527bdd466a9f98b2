//! What every recovery ends with: all that was is over, and the mailbox on file gets a link that sets a new password.

use countersign_core::ids::{EventId, PersonId};
use countersign_core::support::REST;
use countersign_store::{StoreError, Tx};

use crate::drawn::Drawn;
use crate::mailed::{Link, LinkIds, LinkKind, SecurityNotice, SecurityNoticeIds, link_issue};
use crate::{Asked, Ctx};

/// Why everything a person had open has ended.
const BECAUSE: &str = "recovered";

/// What giving access back needs, drawn before the plan.
#[derive(Clone)]
pub(super) struct GiveBack {
    drawn: Drawn,
    link: LinkIds,
    notice: SecurityNoticeIds,
}

impl GiveBack {
    pub(super) fn draw(ctx: &Ctx) -> Self {
        Self {
            drawn: Drawn::of(ctx),
            link: LinkIds::draw(ctx),
            notice: SecurityNoticeIds::draw(ctx),
        }
    }

    /// Everything the person had ends, the second factor has to be set up anew, nothing destructive is ordered for a while, all
    /// contacts are told, and a link goes to the mailbox (CS-SUP-08).
    pub(super) async fn run(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        person: &PersonId,
        told: SecurityNotice,
    ) -> Result<(), StoreError> {
        let now = asked.now;
        tx.person_secured(person, None, BECAUSE, now).await?;
        tx.recovery_void(person).await?;
        tx.password_void(person, now).await?;
        tx.person_recovered(person, now, now.plus(REST)).await?;
        let mut source = self.drawn.source("orders");
        for stopped in tx.orders_stop(person, now).await? {
            let record = asked
                .record(EventId::generate(&mut source), "order.cancelled")
                .about(person, stopped.id.as_str(), None)
                .of_order(&stopped.digest)
                .because(BECAUSE);
            tx.audit_insert(&record).await?;
        }
        self.notice.tell(tx, person, told, &asked.seen(), now).await?;
        let Some(password) = tx.password_read(person).await? else { return Ok(()) };
        let link = Link {
            kind: LinkKind::Reset,
            person: person.clone(),
            binding: password.version.to_string(),
        };
        link_issue(tx, &self.link, link, now).await
    }
}
