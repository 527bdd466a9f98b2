//! Signing out: here, or everywhere.

use countersign_core::ids::{PersonId, SessionId};
use countersign_store::Tx;

use crate::request::run;
use crate::{Asked, Ctx, Outcome};

/// Ends this session, with its window and its open challenges.
pub async fn sign_out(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
) -> Outcome<()> {
    let event = ctx.event_id();
    let (frame, person, session) = (asked.clone(), person.clone(), session.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if tx.session_end(&session, "sign-out", frame.now).await? {
            let record = frame
                .record(event.clone(), "session.ended")
                .about(&person, session.as_str(), Some(&session))
                .because("sign-out");
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}

/// Ends every session of a person, ours and the portal's, and the sign-ins that wait; `keep` stays. How many sessions.
pub async fn everywhere(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    keep: Option<&SessionId>,
) -> Outcome<u64> {
    let event = ctx.event_id();
    let (frame, person, keep) = (asked.clone(), person.clone(), keep.cloned());
    run(ctx, asked, async move |tx: &mut Tx| {
        let ended = tx.sessions_end_others(&person, keep.as_ref(), "elsewhere", frame.now).await?;
        tx.sign_ins_cancel(&person).await?;
        let record = frame
            .record(event.clone(), "sessions.ended")
            .about(&person, person.as_str(), keep.as_ref())
            .because("elsewhere");
        tx.audit_insert(&record).await?;
        Ok(Ok(ended))
    })
    .await
}
