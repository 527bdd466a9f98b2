//! *End all others*: every session of a person but the one they are in.

use countersign_core::ids::{PersonId, SessionId};
use countersign_store::Tx;

use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome};

/// Ends them, ours and the portal's, with their windows and open challenges; how many.
pub async fn end_others(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    keep: &SessionId,
) -> Outcome<u64> {
    let (notice, event) = (SecurityNoticeIds::draw(ctx), ctx.event_id());
    let (frame, person, keep) = (asked.clone(), person.clone(), keep.clone());
    let ended = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let ended = tx.sessions_end_others(&person, Some(&keep), "elsewhere", now).await?;
        if ended > 0 {
            let count = u32::try_from(ended).unwrap_or(u32::MAX);
            let told = SecurityNotice::SessionsEnded { count };
            notice.tell(tx, &person, told, &frame.seen(), now).await?;
            let record = frame
                .record(event.clone(), "sessions.ended")
                .about(&person, person.as_str(), Some(&keep))
                .because("elsewhere");
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(ended))
    })
    .await;
    ctx.store.notify_jobs();
    ended
}
