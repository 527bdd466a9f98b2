//! Mails an invitation once more: a new link, and the older one is worth nothing.

use countersign_core::access::{Act, Mailing};
use countersign_core::ids::{AccountId, InvitationId, JobId};
use countersign_core::mailed::INVITATION_LASTS;
use countersign_store::{StoreError, Tx};

use super::InvitationView;
use super::invite::{derived, mail, of_invitation};
use crate::accounts::{By, allowed, on_behalf};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Mails it again, and its seven days begin anew. Of two at once one mails.
pub async fn mail_again(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    id: &InvitationId,
) -> Outcome<InvitationView> {
    let (account, id, now) = (account.clone(), id.clone(), asked.now);
    // The hash hangs on what is stored, so it is derived between reading and writing; the guard is the number of the mail.
    let of = id.clone();
    let found = ctx.store.read(async move |tx| tx.invitation_read(&of).await).await?;
    let Some(before) = found.map(|found| found.invitation).filter(|of| of.account == account)
    else {
        return Ok(Err(Refused::NotFound));
    };
    let after = countersign_core::access::Invitation {
        mailing: Mailing {
            number: before.mailing.number + 1,
            at: now,
            expires_at: now.plus(INVITATION_LASTS),
        },
        ..before.clone()
    };
    let Some((key, hash)) = derived(ctx, &after) else { return Ok(Err(Refused::NotFound)) };
    let (frame, event, job) = (on_behalf(asked, &by), ctx.event_id(), ctx.random(JobId::generate));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let act = Act::AddMember { role: before.role };
        if let Err(refused) = allowed(tx, &account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        match before.mails_again(now) {
            Ok(()) => {}
            Err(Some(until)) => {
                let sent_at = before.mailing.at.ms();
                return Ok(Err(Refused::TooSoon { until: until.ms(), sent_at }));
            }
            Err(None) => return Ok(Err(Refused::InvitationOver)),
        }
        let expires_at = after.mailing.expires_at;
        let number = before.mailing.number;
        if !tx.invitation_mail_again(&id, number, (&key, &hash), now, expires_at).await? {
            return Ok(Err(Refused::InvitationOver));
        }
        mail(tx, job.clone(), &after, now).await?;
        let record = frame.record(event.clone(), "invitation.sent-again");
        tx.audit_insert(&of_invitation(record, &by, &after)).await?;
        Ok::<_, StoreError>(Ok(InvitationView::of(&after, None, now)))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}
