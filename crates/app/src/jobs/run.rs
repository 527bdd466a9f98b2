//! Runs waiting jobs: leases one, does it, says what came of it.

use std::time::Duration;

use countersign_core::ids::JobId;
use countersign_store::{Job, Lane, Tx};

use super::did::Did;
use super::{MESSAGE, NOTICE, message, notice};
use crate::contact;
use crate::delivery;
use crate::invitations::{self, INVITATION};
use crate::mailed::{self, LINK, SECURITY_NOTICE};
use crate::password::{RESET_ASKED, mail_link};
use crate::recovery;
use crate::sign_in::{SIGN_IN_THROTTLED, follow_throttled};
use crate::support::{self, ticket};
use crate::{AppError, Ctx};

/// How long a worker may hold a job. Longer than any channel may take for one send; after it another worker takes over.
const LEASE: Duration = Duration::from_mins(2);
/// The longest wait between two tries of a job.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Runs every job that waits now and ends: for tests and for draining. How many were begun.
pub async fn run_waiting(ctx: &Ctx) -> Result<u32, AppError> {
    let owner = ctx.random(JobId::generate).to_string();
    let mut begun = 0;
    delivery::refresh(ctx).await?;
    loop {
        let before = begun;
        for lane in Lane::ALL {
            while let Some(taken) = claim(ctx, lane, owner.clone()).await? {
                do_one(ctx, taken).await?;
                begun += 1;
            }
        }
        // A job of one lane may write one of another.
        if begun == before {
            return Ok(begun);
        }
    }
}

/// A job under a lease of ours.
pub(super) struct Taken {
    job: Job,
    owner: String,
}

/// Leases the next job of a lane, under a name that is this lease's alone; `None`: none waits.
pub(super) async fn claim(ctx: &Ctx, lane: Lane, owner: String) -> Result<Option<Taken>, AppError> {
    let (now, lease) = (ctx.clock.now(), owner.clone());
    let claim = async move |tx: &mut Tx| tx.job_claim(lane, &lease, now, now.plus(LEASE)).await;
    Ok(ctx.store.write(claim).await?.map(|job| Taken { job, owner }))
}

/// Does a leased job and says what came of it.
pub(super) async fn do_one(ctx: &Ctx, Taken { job, owner }: Taken) -> Result<(), AppError> {
    let did = if job.useless_after <= ctx.clock.now() {
        Did::Failed("too late".to_owned())
    } else {
        match job.kind.as_str() {
            MESSAGE => message::deliver(ctx, &job).await?,
            NOTICE => notice::deliver(ctx, &job).await?,
            LINK => mailed::deliver_link(ctx, &job).await?,
            RESET_ASKED => mail_link(ctx, &job).await?,
            INVITATION => invitations::deliver(ctx, &job).await?,
            SIGN_IN_THROTTLED => follow_throttled(ctx, &job).await?,
            SECURITY_NOTICE => mailed::deliver_notice(ctx, &job).await?,
            recovery::CONTACTS_ASKED => recovery::mail_contacts_link(ctx, &job).await?,
            recovery::OWNER_ASKED => recovery::tell_owners(ctx, &job).await?,
            recovery::RECOVERY_TOLD => recovery::deliver_told(ctx, &job).await?,
            recovery::RECOVERY_CALL => recovery::deliver_call(ctx, &job).await?,
            ticket::HAND_OVER => ticket::deliver(ctx, &job).await?,
            contact::TRIAL => contact::deliver_trial(ctx, &job).await?,
            support::CALL_CODE => support::deliver_call_code(ctx, &job).await?,
            _ => Did::Failed("unknown kind of job".to_owned()),
        }
    };
    settle(ctx, &owner, job, did).await
}

/// Says what came of a job; if its lease was lost meanwhile, the worker that has it now says it instead.
async fn settle(ctx: &Ctx, owner: &str, job: Job, did: Did) -> Result<(), AppError> {
    let now = ctx.clock.now();
    let owner = owner.to_owned();
    let kind = job.kind.clone();
    let word = match &did {
        Did::Done => "done",
        Did::Failed(_) => "failed",
        Did::Retry { .. } => "retry",
    };
    if let Did::Failed(reason) | Did::Retry { reason, .. } = &did {
        tracing::warn!(job = %job.id, kind, tries = job.tries, word, reason, "a job was not done");
    }
    metrics::counter!("countersign_jobs_total", "kind" => kind, "outcome" => word).increment(1);
    ctx.store
        .write(async move |tx: &mut Tx| {
            let held = match &did {
                Did::Done => tx.job_done(&job.id, &owner, now).await?,
                Did::Failed(reason) => tx.job_failed(&job.id, &owner, now, reason).await?,
                Did::Retry { reason, after } => {
                    let longest = longest_wait(&job.kind);
                    let wait = after.unwrap_or_else(|| wait_before(job.tries)).min(longest);
                    tx.job_retry(&job.id, &owner, now.plus(wait), reason).await?
                }
            };
            if held {
                message::note(tx, &job, &did, now).await?;
                mailed::note(tx, &job, &did).await?;
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// What a person waits for is tried often; another system of the operator's is given time to come back.
fn longest_wait(kind: &str) -> Duration {
    if kind == ticket::HAND_OVER { ticket::LONGEST_HAND_OVER_WAIT } else { LONGEST_WAIT }
}

/// 2, 4, 8 … seconds.
fn wait_before(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 10)).unwrap_or(10);
    Duration::from_secs(1 << doublings)
}
