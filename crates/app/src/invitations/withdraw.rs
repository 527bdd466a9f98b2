//! Takes an invitation back.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, InvitationId, JobId};
use countersign_store::{Lane, NewJob, Tx};

use super::INVITATION;
use super::invite::of_invitation;
use crate::accounts::{By, allowed, on_behalf};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What the job of the mail names that tells it.
pub(super) const WITHDRAWN: &str = "withdrawn";

/// Withdraws an invitation: its link is worth nothing from this moment, and the mailbox is told. An accepted one is a membership,
/// and is ended as such.
pub async fn withdraw(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    id: &InvitationId,
) -> Outcome<()> {
    let (account, id, now) = (account.clone(), id.clone(), asked.now);
    let (frame, event, job) = (on_behalf(asked, &by), ctx.event_id(), ctx.random(JobId::generate));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let found = tx.invitation_read(&id).await?.map(|found| found.invitation);
        let found = found.filter(|of| of.account == account);
        // Whoever may not even look is told nothing else than whoever may.
        let act = found.as_ref().map_or(Act::ReadMembers, |of| Act::RemoveMember { role: of.role });
        if let Err(refused) = allowed(tx, &account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        let Some(of) = found else { return Ok(Err(Refused::NotFound)) };
        if !tx.invitation_withdraw(&id, now).await? {
            return Ok(Err(Refused::InvitationOver));
        }
        tx.job_insert(&NewJob {
            id: job.clone(),
            kind: INVITATION,
            lane: Lane::Mail,
            subject: of.id.to_string(),
            detail: Some(WITHDRAWN.to_owned()),
            created_at: now,
            useless_after: of.mailing.expires_at,
        })
        .await?;
        let record = frame.record(event.clone(), "invitation.withdrawn");
        tx.audit_insert(&of_invitation(record, &by, &of)).await?;
        Ok(Ok(()))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}
