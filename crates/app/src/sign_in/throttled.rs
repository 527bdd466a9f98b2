//! What too many wrong passwords leave behind: a record by the minute and a mailed way on, found out where nobody waits for it.

use std::time::Duration;

use countersign_core::ids::{EventId, JobId, PersonId};
use countersign_store::{AuditRecord, Counted, Job, Lane, NewJob, StoreError, StrangerRefused, Tx};

use super::unlock::offer_unlock;
use crate::jobs::Did;
use crate::mailed::LinkIds;
use crate::{AppError, Asked, Ctx};

/// The kind of job that follows a refusal.
pub(crate) const SIGN_IN_THROTTLED: &str = "sign-in-throttled";
const KIND: &str = "sign-in.refused";
const REASON: &str = "too-many-passwords";
/// A person's trail has one such record in this span: strangers cause them, as many as they like.
const RECORDED_EVERY: Duration = Duration::from_mins(1);
/// After this nobody waits for the way on any more.
const USEFUL: Duration = Duration::from_mins(10);

/// What a refusal needs, drawn before the plan.
pub(super) struct Throttled {
    job: JobId,
    refused: StrangerRefused,
}

impl Throttled {
    pub(super) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self {
            job: ctx.random(JobId::generate),
            refused: StrangerRefused {
                event: ctx.event_id(),
                at: asked.now,
                kind: KIND,
                reason: REASON,
                client: asked.client.clone(),
            },
        }
    }

    /// Counts the refusal and leaves the rest to a job, for a name that is somebody's as for one that is nobody's: neither what
    /// is answered nor how long it takes tells the two apart (CS-ENUM-01, CS-ENUM-02). An address has a ration of such jobs.
    pub(super) async fn note(
        &self,
        tx: &mut Tx,
        person: &PersonId,
        name: &Counted,
        address: Option<&Counted>,
    ) -> Result<(), StoreError> {
        let now = self.refused.at;
        tx.stranger_refused(&self.refused).await?;
        if !tx.asked_charge(address, name, now).await? {
            return Ok(());
        }
        tx.job_insert(&NewJob {
            id: self.job.clone(),
            kind: SIGN_IN_THROTTLED,
            lane: Lane::Mail,
            subject: person.to_string(),
            detail: None,
            created_at: now,
            useless_after: now.plus(USEFUL),
        })
        .await
    }
}

/// Records the refusal in the trail of the person there is, and mails them a way on.
pub(crate) async fn follow_throttled(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let (ids, event, now): (_, EventId, _) = (LinkIds::draw(ctx), ctx.event_id(), ctx.clock.now());
    ctx.store
        .write(async move |tx: &mut Tx| {
            if tx.password_read(&person).await?.is_none() {
                return Ok(());
            }
            if tx.notice_pause(&person, REASON, now, RECORDED_EVERY).await? {
                let record = AuditRecord::new(event.clone(), now, KIND, "stranger")
                    .about(&person, person.as_str(), None)
                    .refused()
                    .because(REASON);
                tx.audit_insert(&record).await?;
            }
            offer_unlock(tx, person.clone(), &ids, now).await
        })
        .await?;
    ctx.store.notify_jobs();
    Ok(Did::Done)
}
