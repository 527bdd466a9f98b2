//! Marks resources as ones that only sessions with a second factor see, and lifts marks.

use countersign_core::access::Act;
use countersign_core::ids::{AccountId, ResourceId};
use countersign_store::Tx;

use super::grants::exists_for;
use crate::accounts::{Acting, By, allowed, on_behalf, session_of};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Marks a resource with all that lies in it. Only on behalf of an owner or administrator whose session proved a real second
/// factor, and only while an owner has one: nobody marks what all owners would lose sight of (CS-F2-08).
pub async fn set_mark(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    resource: &ResourceId,
) -> Outcome<()> {
    change(ctx, asked, acting, account, resource, true).await
}

/// Lifts a mark, on the same conditions. What lies in something else that is marked stays hidden.
pub async fn lift_mark(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    resource: &ResourceId,
) -> Outcome<()> {
    change(ctx, asked, acting, account, resource, false).await
}

async fn change(
    ctx: &Ctx,
    asked: &Asked,
    acting: Acting,
    account: &AccountId,
    resource: &ResourceId,
    mark: bool,
) -> Outcome<()> {
    let by = By::Member(acting);
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, resource) = (account.clone(), resource.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        if !tx.account_lock(&account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let allowed = allowed(tx, &account, &by, Act::MarkSecondFactorOnly, now).await?;
        if let Err(refused) = allowed {
            return Ok(Err(refused));
        }
        if !exists_for(tx, &account, &resource, &by, now).await? {
            return Ok(Err(Refused::NotFound));
        }
        if mark && !tx.has_owner_with_second_factor(&account).await? {
            return Ok(Err(Refused::NoQualifyingOwner));
        }
        let changed = if mark {
            tx.mark_put(&account, &resource, now).await?
        } else {
            tx.mark_delete(&account, &resource).await?
        };
        if changed {
            let kind = if mark { "resource.marked" } else { "resource.mark-lifted" };
            let record = frame
                .record(event.clone(), kind)
                .at(resource.as_str(), session_of(&by))
                .for_account(&account);
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}
