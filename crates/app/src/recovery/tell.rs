//! Tells everybody who can be reached: at the start, half-way, and when it opens (CS-SUP-06).

use countersign_core::ids::{JobId, RecoveryId};
use countersign_core::people::Method;
use countersign_core::session::Client;
use countersign_core::support::RecoveryState;
use countersign_store::{Job, Tx};

use super::ring::{MOST_CALLED, call_numbers};
use crate::jobs::Did;
use crate::mailed::{RecoveryStep, SecurityNotice, SecurityNoticeIds, Seen};
use crate::{AppError, Ctx};

/// The kind of job that tells.
pub(crate) const RECOVERY_TOLD: &str = "recovery-told";
/// What is told, in order.
pub(super) const STEPS: [(&str, RecoveryStep); 3] = [
    ("started", RecoveryStep::Started),
    ("half", RecoveryStep::Half),
    ("opens", RecoveryStep::Opens),
];

/// Tells one step, if the recovery still waits. A recovery that was stopped is told of when it is.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let step = STEPS.into_iter().find(|(name, _)| job.detail.as_deref() == Some(*name));
    let Some((_, step)) = step else { return Ok(Did::Failed("unknown step".to_owned())) };
    let Ok(id) = RecoveryId::parse(&job.subject) else {
        return Ok(Did::Failed("no recovery".to_owned()));
    };
    let (notice, now) = (SecurityNoticeIds::draw(ctx), ctx.clock.now());
    let carried = ctx.carried();
    let (calls, texts) = (carried.carries(Method::Call), carried.carries(Method::Sms));
    let jobs = [JobId::generate; MOST_CALLED].map(|make| ctx.random(make));
    let plan = async move |tx: &mut Tx| {
        let Some(stored) = tx.recovery_read(&id).await? else { return Ok(()) };
        let Some(opens) = stored.opens_at.filter(|_| stored.state == RecoveryState::Waiting) else {
            return Ok(());
        };
        let told = SecurityNotice::recovery((&id, stored.asked.kind), step, opens);
        // It was done at the desk: there is no browser to name.
        let seen = Seen { at: now, client: Client::default() };
        notice.tell(tx, &stored.asked.stop.person, told, &seen, now).await?;
        if calls { call_numbers(tx, &stored, (jobs.clone(), texts), now).await } else { Ok(()) }
    };
    ctx.store.write(plan).await?;
    ctx.store.notify_jobs();
    Ok(Did::Done)
}
