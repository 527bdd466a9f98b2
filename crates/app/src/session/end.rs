//! Ends a portal's session, with its window and its open challenges.

use countersign_core::ids::SessionId;
use countersign_store::Tx;

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Ends a session. Ending it again changes nothing and is no error.
pub async fn end(ctx: &Ctx, asked: &Asked, id: SessionId) -> Outcome<()> {
    let event = ctx.event_id();
    let frame = asked.clone();
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(session) = tx.session_read(&id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if !tx.session_end(&id, "portal", frame.now).await? {
            return Ok(Ok(()));
        }
        let record = frame
            .record(event.clone(), "session.ended")
            .about(&session.person, id.as_str(), Some(&id))
            .because("portal");
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
