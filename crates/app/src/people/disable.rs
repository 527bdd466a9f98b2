//! Disables a person at the portal's word, and enables them again.

use countersign_core::ids::{EventId, PersonId};
use countersign_store::Tx;

use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Disables a person: sessions, windows and challenges end at once, open orders are cancelled, and nobody signs in as them. What
/// they are in accounts stays for when they are enabled.
///
/// An account's only owner who can sign in stays one: of two owners who are disabled at the same moment one is (CS-DEL-07).
pub async fn disable(ctx: &Ctx, asked: &Asked, id: PersonId) -> Outcome<()> {
    let (event, now, frame) = (ctx.event_id(), asked.now, asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        // Those who look after the portal are the operator's.
        if tx.staff_of(&id).await?.is_some() {
            return Ok(Err(Refused::NotFound));
        }
        tx.member_person_hold(&id).await?;
        if let Some(account) = tx.sole_owner_of(&id).await? {
            return Ok(Err(Refused::LastOwner { account: account.to_string() }));
        }
        if !tx.person_disable(&id).await? {
            return Ok(Err(Refused::NotFound));
        }
        tx.person_secured(&id, None, "disabled", now).await?;
        tx.orders_stop(&id, now).await?;
        record(tx, &frame, event.clone(), "person.disabled", &id).await?;
        Ok(Ok(()))
    })
    .await
}

/// Lets a person sign in again, and tells them.
pub async fn enable(ctx: &Ctx, asked: &Asked, id: PersonId) -> Outcome<()> {
    let (event, now, frame) = (ctx.event_id(), asked.now, asked.clone());
    let notice = SecurityNoticeIds::draw(ctx);
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        if tx.staff_of(&id).await?.is_some() || !tx.person_enable(&id).await? {
            return Ok(Err(Refused::NotFound));
        }
        record(tx, &frame, event.clone(), "person.enabled", &id).await?;
        notice.tell(tx, &id, SecurityNotice::Enabled, &frame.seen(), now).await?;
        Ok(Ok(()))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}

async fn record(
    tx: &mut Tx,
    frame: &Asked,
    event: EventId,
    kind: &'static str,
    id: &PersonId,
) -> Result<(), countersign_store::StoreError> {
    tx.audit_insert(&frame.record(event, kind).about(id, id.as_str(), None)).await
}
