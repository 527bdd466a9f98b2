//! Shows a person to its portal.

use countersign_core::ids::PersonId;
use countersign_store::ReadTx;

use super::create::{PersonView, person_view};
use crate::{Ctx, Outcome, Refused};

/// Reads a person.
pub async fn read(ctx: &Ctx, id: &PersonId) -> Outcome<PersonView> {
    let id = id.clone();
    let stored = ctx.store.read(async move |tx: &mut ReadTx| tx.person_read(&id).await).await?;
    // Staff are no customers of a portal: to its keys they do not exist.
    let stored = stored.filter(|stored| stored.person.staff.is_none());
    Ok(stored.as_ref().map(person_view).ok_or(Refused::NotFound))
}
