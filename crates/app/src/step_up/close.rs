//! Closes a session's window before its time.

use countersign_core::ids::SessionId;
use countersign_store::Tx;

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// *Close now.* Closing what is closed changes nothing and is no error.
pub async fn close(ctx: &Ctx, asked: &Asked, id: SessionId) -> Outcome<()> {
    let event = ctx.event_id();
    let frame = asked.clone();
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(session) = tx.session_read(&id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if tx.window_close(&id).await? {
            let record = frame.record(event.clone(), "window.closed").about(
                &session.person,
                id.as_str(),
                Some(&id),
            );
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}
