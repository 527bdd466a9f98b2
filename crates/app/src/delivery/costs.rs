//! What messages cost: booked when a provider takes one, to account, person, purpose and provider.

use countersign_core::Timestamp;
use countersign_store::ReadTx;
pub use countersign_store::{Cost, CostsOf};

use crate::{AppError, Ctx};

/// What messages of a span cost, in the order of account, person, purpose and provider.
pub async fn costs(ctx: &Ctx, of: CostsOf) -> Result<Vec<Cost>, AppError> {
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.costs(&of).await).await?)
}

/// The same over all accounts and persons, by provider and purpose.
pub async fn cost_totals(ctx: &Ctx, from: Timestamp, to: Timestamp) -> Result<Vec<Cost>, AppError> {
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.cost_totals(from, to).await).await?)
}
