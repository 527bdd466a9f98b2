//! Records what was refused to somebody who is nobody we know.

use countersign_store::{StoreError, StrangerRefused, Tx};

use crate::{AppError, Asked, Ctx};

/// Counts a refusal of a stranger: one record for each address, kind and minute, with how many there were. For a name that
/// is nobody's, a key that is unknown, a link that was never sent. `kind` is what was tried, `reason` why it was refused.
pub(crate) async fn stranger_refused(
    ctx: &Ctx,
    asked: &Asked,
    kind: &'static str,
    reason: &'static str,
) -> Result<(), AppError> {
    let refused = StrangerRefused {
        event: ctx.event_id(),
        at: asked.now,
        kind,
        reason,
        client: asked.client.clone(),
    };
    let counted: Result<(), StoreError> =
        ctx.store.write(async move |tx: &mut Tx| tx.stranger_refused(&refused).await).await;
    Ok(counted?)
}
