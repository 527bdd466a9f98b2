//! The accounts that somebody looks after, and who is in them.

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::PersonId;
use countersign_store::{LookedAfter, PeoplePage, ReadTx, SeenPerson};

use crate::accounts::{Acting, By, allowed};
use crate::{AppError, Ctx, Outcome};

/// The accounts that a person looks after, as owner or administrator.
pub async fn accounts(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<LookedAfter>, AppError> {
    let person = person.clone();
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.looked_after(&person, now).await).await?)
}

/// A page of the persons of an account, the newest first.
pub async fn people(
    ctx: &Ctx,
    acting: Acting,
    page: PeoplePage,
    now: Timestamp,
) -> Outcome<Vec<SeenPerson>> {
    let by = By::Member(acting);
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = allowed(tx, &page.account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        tx.people_seen(&page).await.map(Ok)
    });
    Ok(read.await?)
}
