//! Erases a person, at the portal's word.

use countersign_core::audit::ERASED;
use countersign_core::ids::PersonId;
use countersign_store::Tx;

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Erases a person: ends their sessions, stops their open orders, and takes away name, contacts, authenticators and the
/// personal part of every record. The trail still verifies, because the erasure is a record itself.
///
/// An account's only owner stays: nobody else could give the account a new one (CS-DEL-07).
pub async fn erase(ctx: &Ctx, asked: &Asked, id: PersonId) -> Outcome<()> {
    let record = asked.record(ctx.event_id(), ERASED).about(&id, id.as_str(), None);
    let now = asked.now;
    run(ctx, asked, async move |tx: &mut Tx| {
        // No portal erases those who look after it.
        if tx.staff_of(&id).await?.is_some() {
            return Ok(Err(Refused::NotFound));
        }
        tx.member_person_hold(&id).await?;
        if let Some(account) = tx.sole_owner_of(&id).await? {
            return Ok(Err(Refused::LastOwner { account: account.to_string() }));
        }
        tx.memberships_forget(&id).await?;
        tx.person_secured(&id, None, "erased", now).await?;
        if !tx.person_erase(&id, now).await? {
            return Ok(Err(Refused::NotFound));
        }
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
