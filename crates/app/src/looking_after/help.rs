//! Helps a person of the account back in, or out: a mail with a link for a new password, and an end to their sessions.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, JobId, PersonId};
use countersign_core::mailed::LinkKind;
use countersign_store::{Lane, NewJob, Tx};

use crate::accounts::{Acting, By, allowed_towards, on_behalf, session_of};
use crate::duty::BY_OWNER;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::password::RESET_ASKED;
use crate::request::run;
use crate::{Asked, Ctx, Outcome};

/// Mails a person of the account a link with which they set a new password. It goes to their own confirmed address, and whoever
/// asked for it learns nothing of it; the second factor stays as it is.
pub async fn mail_reset(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    person: &PersonId,
) -> Outcome<()> {
    let by = By::Member(acting);
    let (frame, event, job) = (on_behalf(asked, &by), ctx.event_id(), ctx.random(JobId::generate));
    let (account, person) = (account.clone(), person.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let may = allowed_towards(tx, (&account, &person), &by, |role| Act::Help { role }, now);
        if let Err(refused) = may.await? {
            return Ok(Err(refused));
        }
        tx.job_insert(&NewJob {
            id: job.clone(),
            kind: RESET_ASKED,
            lane: Lane::Mail,
            subject: person.to_string(),
            detail: None,
            created_at: now,
            useless_after: now.plus(LinkKind::Reset.lasts()),
        })
        .await?;
        let record = frame
            .record(event.clone(), "password.reset-asked")
            .about(&person, account.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// Ends what a person has open for this account or for none in particular; how many sessions. What they have open for another
/// account is none of this one's business (CS-DEL-04).
pub async fn end_sessions(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    person: &PersonId,
) -> Outcome<u64> {
    let by = By::Member(acting);
    let (frame, event, notice) =
        (on_behalf(asked, &by), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let (account, person) = (account.clone(), person.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let may = allowed_towards(tx, (&account, &person), &by, |role| Act::Help { role }, now);
        if let Err(refused) = may.await? {
            return Ok(Err(refused));
        }
        let ended = tx.sessions_end_for(&person, &account, now).await?;
        if ended > 0 {
            let count = u32::try_from(ended).unwrap_or(u32::MAX);
            let told = SecurityNotice::SessionsEnded { count };
            notice.tell(tx, &person, told, &frame.seen(), now).await?;
            let record = frame
                .record(event.clone(), "sessions.ended")
                .about(&person, account.as_str(), session_of(&by))
                .for_account(&account)
                .because(BY_OWNER);
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(ended))
    })
    .await;
    ctx.store.notify_jobs();
    done
}
