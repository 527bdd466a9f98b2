//! Writes down what the clock has decided about orders.

use countersign_store::Tx;

use crate::{AppError, Ctx};

/// Expires open orders past their time and voids unclaimed ones; reads never depend on it. How many were written.
pub(crate) async fn lapse(ctx: &Ctx) -> Result<u64, AppError> {
    let now = ctx.clock.now();
    Ok(ctx.store.write(async move |tx: &mut Tx| tx.orders_lapse(now).await).await?)
}
