//! An owner vouches for a person of their account who lost every way in: one of the two proofs, and never enough alone.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::support::VOUCH_LASTS;
use countersign_store::Tx;

use super::request::LONGEST;
use crate::accounts::{Acting, By, allowed_towards, on_behalf, session_of};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Writes an owner's word down for a week: support sees it with its reason, the person is told, and both have it in their
/// activity. It opens nothing.
pub async fn vouch(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    (account, person): (&AccountId, &PersonId),
    reason: &str,
) -> Outcome<()> {
    let reason = reason.trim().to_owned();
    if !(1..=LONGEST).contains(&reason.chars().count()) {
        let problem = format!("Write why you are sure, in at most {LONGEST} characters.");
        return Ok(Err(Refused::invalid("reason", problem)));
    }
    let owner = acting.person.clone();
    let by = By::Member(acting);
    let (frame, event, notice) =
        (on_behalf(asked, &by), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let (account, person) = (account.clone(), person.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let may = allowed_towards(tx, (&account, &person), &by, |role| Act::Vouch { role }, now);
        match may.await? {
            Ok(member) if member.is_live(now) => {}
            Ok(_) => return Ok(Err(Refused::NotAllowed)),
            Err(refused) => return Ok(Err(refused)),
        }
        let (Some(vouching), Some(named)) =
            (tx.person_read(&owner).await?, tx.account_read(&account).await?)
        else {
            return Ok(Err(Refused::NotFound));
        };
        let until = now.plus(VOUCH_LASTS);
        tx.vouch_set((&account, &person, &owner), &reason, (now, until)).await?;
        let told = SecurityNotice::VouchedFor { name: vouching.person.name, account: named.name };
        notice.tell(tx, &person, told, &frame.seen(), now).await?;
        let record = frame
            .record(event.clone(), "vouch.given")
            .about(&person, account.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}
