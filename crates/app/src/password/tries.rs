//! Passwords that are asked for inside a session: charged to it before they are compared.

use countersign_core::Timestamp;
use countersign_core::ids::SessionId;
use countersign_store::{StoreError, Tx};

use crate::{AppError, Ctx};

/// Wrong passwords in a row, with wrong codes, that end a session: a stolen cookie is no way to guess.
pub(crate) const MOST_WRONG: i64 = 5;

/// Charges a try to the session before anything is compared (CS-RL-05): how many in a row, or the session has ended.
///
/// A try beyond the last ends the session itself: the one that should have may have been cut off while it was hashed.
pub(super) async fn charge(
    ctx: &Ctx,
    session: &SessionId,
    now: Timestamp,
) -> Result<Option<i64>, AppError> {
    let session = session.clone();
    Ok(ctx.store.write(async move |tx: &mut Tx| charge_in(tx, &session, now).await).await?)
}

/// The same, in a transaction that charges something else as well.
pub(crate) async fn charge_in(
    tx: &mut Tx,
    session: &SessionId,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let tries = tx.session_miss(session).await?;
    if tries > MOST_WRONG {
        tx.session_end(session, "wrong-codes", now).await?;
    }
    Ok((1..=MOST_WRONG).contains(&tries).then_some(tries))
}
