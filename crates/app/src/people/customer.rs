//! Whom a portal may speak of: its customers, and never the operator's staff.

use countersign_core::ids::PersonId;
use countersign_core::people::Person;
use countersign_store::{ReadTx, StoreError};

use crate::Refused;

/// [`Refused::NotFound`]: there is nobody, or they are staff.
pub(crate) async fn customer(
    tx: &mut ReadTx,
    person: &PersonId,
) -> Result<Result<Person, Refused>, StoreError> {
    let known = tx.person_read(person).await?.map(|stored| stored.person);
    Ok(known.filter(|known| known.staff.is_none()).ok_or(Refused::NotFound))
}
