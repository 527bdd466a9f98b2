//! Ends recoveries that nobody decided on, or completed, for too long: proofs grow old.

use countersign_core::Timestamp;
use countersign_core::support::RECOVERY_LASTS;
use countersign_store::{ReadTx, StoredRecovery, Tx};

use super::close::{By, Closing};
use crate::{AppError, Asked, Ctx};

/// Ends those whose time is over; how many.
pub async fn lapse(ctx: &Ctx) -> Result<u64, AppError> {
    let now = ctx.clock.now();
    let open = ctx.store.read(async move |tx: &mut ReadTx| tx.recoveries_open().await).await?;
    let mut ended = 0;
    for over in open.iter().filter(|one| is_over(one, now)) {
        let asked = Asked::of_nobody("lapse", now);
        let (closing, id) = (Closing::draw(ctx, &asked, By::time()), over.asked.stop.id.clone());
        let closed = ctx.store.write(async move |tx: &mut Tx| closing.run(tx, &id).await).await?;
        ended += u64::from(closed.is_ok_and(|stopped| stopped.now));
    }
    ctx.store.notify_jobs();
    Ok(ended)
}

fn is_over(open: &StoredRecovery, now: Timestamp) -> bool {
    let from = open.opens_at.unwrap_or(open.asked.requested_at);
    from.plus(RECOVERY_LASTS) <= now
}
