//! Entering an area of our own pages: behind an open window only, and recorded the first time in each window (CS-AUD-01).

use countersign_core::ids::{PersonId, SessionId};
use countersign_core::step_up::Area;
use countersign_store::Tx;

use super::windows::windows;
use crate::{AppError, Asked, Ctx};

/// Whether the area is open in this session. Of its uses in one window the first is recorded.
pub async fn enter(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
    area: &Area,
) -> Result<bool, AppError> {
    let open = windows(ctx, session, asked.now).await?.unwrap_or_default();
    if !open.is_some_and(|window| window.areas.iter().any(|name| name == area.as_str())) {
        return Ok(false);
    }
    let record =
        asked.record(ctx.event_id(), "area.entered").about(person, area.as_str(), Some(session));
    let (session, area, now) = (session.clone(), area.clone(), asked.now);
    ctx.store
        .write(async move |tx: &mut Tx| {
            if tx.area_entered(&session, &area, now).await? {
                tx.audit_insert(&record).await?;
            }
            Ok(())
        })
        .await?;
    Ok(true)
}
