//! Gives a change up before it is carried out.

use countersign_core::ids::{ChangeId, SessionId};
use countersign_store::{ChangeState, Tx};

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Gives up a change that is not carried out yet; what was being set up is forgotten.
pub async fn cancel(ctx: &Ctx, asked: &Asked, session: &SessionId, id: &ChangeId) -> Outcome<()> {
    let (frame, event) = (asked.clone(), ctx.event_id());
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let change = tx.change_read(&id).await?.filter(|change| change.session == session);
        let Some(change) = change else { return Ok(Err(Refused::NotFound)) };
        if matches!(change.state, ChangeState::Open | ChangeState::Granted) {
            tx.change_close(&id).await?;
            let record = frame.record(event.clone(), "change.cancelled").about(
                &change.person,
                id.as_str(),
                Some(&session),
            );
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}
