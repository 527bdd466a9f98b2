//! Takes a person out of an account, or lets them leave.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_store::{OwnerKept, Tx};

use super::acting::{from_to, of_member};
use super::take_out::take_out;
use super::{By, allowed, on_behalf};
use crate::mailed::SecurityNoticeIds;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Removes a membership, and tells the person. Sessions for this account or for none, their windows and open orders end at once (CS-DEL-06).
///
/// Of two owners who remove each other at the same moment one succeeds (CS-DEL-07).
pub async fn remove_member(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    person: &PersonId,
) -> Outcome<()> {
    let (account, person) = (account.clone(), person.clone());
    let (frame, event, now) = (on_behalf(asked, &by), ctx.event_id(), asked.now);
    let notice = SecurityNoticeIds::draw(ctx);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let before = tx.member_read(&account, &person).await?;
        let act = match &before {
            Some(_) if by.is(&person) => Act::Leave,
            Some(before) => Act::RemoveMember { role: before.role },
            // Whoever may not even look is told nothing else than whoever may.
            None => Act::ReadMembers,
        };
        if let Err(refused) = allowed(tx, &account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        let Some(before) = before else { return Ok(Err(Refused::NotFound)) };
        if take_out(tx, &before, &notice, &frame.seen()).await? == OwnerKept::LastOwner {
            return Ok(Err(Refused::LastOwner { account: account.to_string() }));
        }
        let record =
            frame.record(event.clone(), "member.removed").because(from_to(Some(before.role), None));
        tx.audit_insert(&of_member(record, &by, &account, &person)).await?;
        Ok(Ok(()))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}
