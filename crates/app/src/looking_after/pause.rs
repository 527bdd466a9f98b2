//! Stops somebody's access to an account, and gives it back.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{Membership, Role};
use countersign_store::{OwnerKept, Tx};

use crate::accounts::{Acting, By, allowed_towards, on_behalf, session_of};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Stops a membership now, or lets it go on without an end. The person stays a person: what they do for other accounts, and
/// their sign-in, are untouched. What they have open for this account ends at once (CS-DEL-06). An owner cannot be stopped:
/// they are made something else first, which the last one never is (CS-DEL-07).
pub async fn pause(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    person: &PersonId,
    paused: bool,
) -> Outcome<()> {
    let by = By::Member(acting);
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, person) = (account.clone(), person.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let held = tx.member_person_hold(&person).await?;
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let act = |role| Act::ChangeMember { from: role, to: role };
        let before = match allowed_towards(tx, (&account, &person), &by, act, now).await? {
            Ok(before) => before,
            Err(refused) => return Ok(Err(refused)),
        };
        if before.role == Role::Owner || by.is(&person) || !held {
            return Ok(Err(Refused::NotAllowed));
        }
        if before.is_live(now) != paused {
            return Ok(Ok(()));
        }
        let after = Membership { ends_at: paused.then_some(now), ..before };
        if tx.member_change(&after).await? == OwnerKept::LastOwner {
            return Ok(Err(Refused::LastOwner { account: account.to_string() }));
        }
        if paused {
            tx.membership_ended(&person, &account, now).await?;
        }
        let kind = if paused { "member.paused" } else { "member.resumed" };
        let record = frame
            .record(event.clone(), kind)
            .about(&person, account.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
