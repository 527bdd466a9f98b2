//! Shows the receipt of a claimed order again.

use countersign_core::Timestamp;
use countersign_core::ids::OrderId;
use countersign_core::order::OrderState;
use countersign_store::ReadTx;

use crate::{Ctx, Outcome, Refused};

/// The receipt, a compact JWS; only of a claimed order, so that nobody takes it for a claim.
pub async fn receipt(ctx: &Ctx, id: &OrderId, now: Timestamp) -> Outcome<String> {
    let id = id.clone();
    let order = ctx.store.read(async move |tx: &mut ReadTx| tx.order_read(&id).await).await?;
    let Some(order) = order else { return Ok(Err(Refused::NotFound)) };
    let state = order.state_at(now);
    let not_yet = Refused::NotAuthorised { state: state.as_str().to_owned() };
    Ok(order.receipt.filter(|_| state == OrderState::Claimed).ok_or(not_yet))
}
