//! Ends memberships whose date has come: no decision waits for it, but what they had open is closed, written down and told.

use countersign_core::Timestamp;
use countersign_core::ids::EventId;
use countersign_core::people::Membership;
use countersign_core::session::Client;
use countersign_store::{AuditRecord, OwnerKept, ReadTx, StoreError, Tx};

use super::acting::from_to;
use super::take_out::take_out;
use crate::mailed::{SecurityNoticeIds, Seen};
use crate::{Actor, AppError, Ctx};

/// Memberships that are looked up at once.
const AT_ONCE: u32 = 100;

/// Ends those whose date has come; how many.
pub async fn lapse(ctx: &Ctx) -> Result<u64, AppError> {
    let mut ended = 0;
    loop {
        let now = ctx.clock.now();
        let over = async move |tx: &mut ReadTx| tx.members_over(now, AT_ONCE).await;
        let over = ctx.store.read(over).await?;
        let before = ended;
        for one in over {
            let (event, notice) = (ctx.event_id(), SecurityNoticeIds::draw(ctx));
            let plan = async move |tx: &mut Tx| end(tx, &one, event.clone(), &notice, now).await;
            ended += u64::from(ctx.store.write(plan).await?);
        }
        // What is left is another node's, or was changed meanwhile.
        if ended == before {
            break;
        }
    }
    ctx.store.notify_jobs();
    Ok(ended)
}

/// Ends one, if it is still over: whoever looks after the account may have put its end off.
async fn end(
    tx: &mut Tx,
    over: &Membership,
    event: EventId,
    notice: &SecurityNoticeIds,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (account, person) = (&over.account, &over.person);
    if !tx.account_lock(account).await? {
        return Ok(false);
    }
    let Some(member) = tx.member_read(account, person).await?.filter(|one| !one.is_live(now))
    else {
        return Ok(false);
    };
    let seen = Seen { at: now, client: Client::default() };
    if take_out(tx, &member, notice, &seen).await? == OwnerKept::LastOwner {
        return Ok(false);
    }
    let record = AuditRecord::new(event, now, "member.ended", Actor::System.name())
        .because(from_to(Some(member.role), None))
        .about(person, account.as_str(), None)
        .for_account(account);
    tx.audit_insert(&record).await?;
    Ok(true)
}
