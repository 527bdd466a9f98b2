//! Whether a portal speaks for somebody who is there: it names a session of theirs that is open.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, SessionId};
use countersign_store::{ReadTx, StoreError};

use crate::Refused;

/// [`Refused::NotFound`]: no session of this person; [`Refused::SessionEnded`]: it was one.
pub(crate) async fn session_of(
    tx: &mut ReadTx,
    session: &SessionId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    Ok(match tx.session_read(session).await? {
        Some(session) if session.person != *person => Err(Refused::NotFound),
        Some(session) if session.is_live(now) => Ok(()),
        Some(_) => Err(Refused::SessionEnded),
        None => Err(Refused::NotFound),
    })
}
