//! *Do not run this order*, from its hosted page.

use countersign_core::ports::Bearer;
use countersign_store::ReadTx;

use crate::order::{OrderView, cancel};
use crate::{Asked, Ctx, Outcome, Refused};

/// Stops the order of this visit.
pub async fn stop(ctx: &Ctx, asked: &Asked, cookie: &Bearer) -> Outcome<OrderView> {
    let hash = cookie.hash();
    let visit =
        ctx.store.read(async move |tx: &mut ReadTx| tx.visit_by_cookie(&hash).await).await?;
    match visit.and_then(|visit| visit.order) {
        Some(order) => cancel(ctx, asked, order).await,
        None => Ok(Err(Refused::NotFound)),
    }
}
