//! Runs waiting jobs: leases one, does it, says what came of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use countersign_channels::Channel;
use countersign_core::ids::JobId;
use countersign_store::{Job, Tx};

use super::did::Did;
use super::{MESSAGE, NOTICE, clean_up, message, notice, spray};
use crate::delivery;
use crate::invitations::{self, INVITATION};
use crate::mailed::{self, LINK, SECURITY_NOTICE};
use crate::password::{RESET_ASKED, mail_link};
use crate::sign_in::{SIGN_IN_THROTTLED, follow_throttled};
use crate::trail;
use crate::{AppError, Ctx};

/// How long a worker may hold a job. Longer than any channel may take for one send; after it another worker takes over.
const LEASE: Duration = Duration::from_mins(2);
/// How often a worker looks without being woken: another node may have written a job.
const POLL: Duration = Duration::from_millis(500);
/// How often the desk is read again: a switch, a new file of routes, a provider that is left out.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the clean-up runs.
const CLEAN_UP_EVERY: Duration = Duration::from_secs(30);
/// How often the sealer looks: records are chained within a second.
const SEAL_EVERY: Duration = Duration::from_millis(400);
/// Workers of one node: a provider that hangs holds one of them.
const WORKERS: usize = 4;
/// The longest wait between two tries of a job.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The workers of a running server.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    /// They end with the channels they listen to, which outlive the workers.
    listeners: Vec<tokio::task::JoinHandle<()>>,
    channels: Vec<Arc<dyn Channel>>,
}

impl Workers {
    /// Lets every worker finish what it is at and ends it; then the channels say goodbye, all at once.
    pub async fn stop(self) {
        // No receiver left means that the workers have ended already.
        let _ = self.stop.send(true);
        for task in self.tasks {
            // A worker that panicked has nothing left to finish; its lease runs out.
            let _ = task.await;
        }
        let goodbye = |channel: Arc<dyn Channel>| tokio::spawn(async move { channel.stop().await });
        for task in self.channels.into_iter().map(goodbye).collect::<Vec<_>>() {
            // One that panicked has nothing left to say.
            let _ = task.await;
        }
        for listener in self.listeners {
            listener.abort();
        }
    }
}

/// Starts the workers and the clean-up.
pub fn start(ctx: &Arc<Ctx>) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let listeners = delivery::listen(ctx);
    let channels = ctx.channels.clone();
    let mut tasks = Vec::new();
    for _ in 0..WORKERS {
        let (ctx, mut stopped) = (Arc::clone(ctx), stopped.clone());
        tasks.push(tokio::spawn(async move {
            let owner = ctx.random(JobId::generate).to_string();
            while !*stopped.borrow() {
                match run_one(&ctx, &owner).await {
                    Ok(true) => {}
                    Ok(false) => idle(&ctx, &mut stopped).await,
                    Err(error) => {
                        tracing::error!(cause = error.cause(), "jobs cannot be read");
                        tokio::select! { () = tokio::time::sleep(POLL) => {}, _ = stopped.changed() => {} }
                    }
                }
            }
        }));
    }
    let (sealing, mut sealing_stopped) = (Arc::clone(ctx), stopped.clone());
    tasks.push(tokio::spawn(async move {
        let owner = sealing.random(JobId::generate).to_string();
        while !*sealing_stopped.borrow() {
            if let Err(error) = trail::seal(&sealing, &owner).await {
                tracing::error!(cause = error.cause(), "the trail could not be chained");
            }
            tokio::select! { () = tokio::time::sleep(SEAL_EVERY) => {}, _ = sealing_stopped.changed() => {} }
        }
    }));
    let (watching, mut watching_stopped) = (Arc::clone(ctx), stopped.clone());
    tasks.push(tokio::spawn(async move {
        while !*watching_stopped.borrow() {
            if let Err(error) = delivery::refresh(&watching).await {
                tracing::error!(cause = error.cause(), "the desk could not be read");
            }
            tokio::select! { () = tokio::time::sleep(LOOK_EVERY) => {}, _ = watching_stopped.changed() => {} }
        }
    }));
    let (ctx, mut stopped) = (Arc::clone(ctx), stopped);
    tasks.push(tokio::spawn(async move {
        while !*stopped.borrow() {
            if let Err(error) = clean_up::run(&ctx).await {
                tracing::error!(cause = error.cause(), "the clean-up could not run");
            }
            if let Err(error) = trail::sign_head(&ctx).await {
                tracing::error!(cause = error.cause(), "the trail's head could not be signed");
            }
            if let Err(error) = trail::prune(&ctx).await {
                tracing::error!(cause = error.cause(), "the trail could not be pruned");
            }
            if let Err(error) = spray::watch(&ctx).await {
                tracing::error!(cause = error.cause(), "the trail could not be watched");
            }
            if let Err(error) = delivery::watch(&ctx).await {
                tracing::error!(cause = error.cause(), "deliveries could not be watched");
            }
            tokio::select! { () = tokio::time::sleep(CLEAN_UP_EVERY) => {}, _ = stopped.changed() => {} }
        }
    }));
    Workers { stop, tasks, listeners, channels }
}

async fn idle(ctx: &Ctx, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = ctx.store.jobs_wake() => {}
        () = tokio::time::sleep(POLL) => {}
        _ = stopped.changed() => {}
    }
}

/// Runs every job that waits now and ends: for tests and for draining. How many were begun.
pub async fn run_waiting(ctx: &Ctx) -> Result<u32, AppError> {
    let owner = ctx.random(JobId::generate).to_string();
    let mut begun = 0;
    delivery::refresh(ctx).await?;
    while run_one(ctx, &owner).await? {
        begun += 1;
    }
    Ok(begun)
}

/// Leases and runs one job; false: none waits.
async fn run_one(ctx: &Ctx, owner: &str) -> Result<bool, AppError> {
    let now = ctx.clock.now();
    let lease = owner.to_owned();
    let claim = async move |tx: &mut Tx| tx.job_claim(&lease, now, now.plus(LEASE)).await;
    let Some(job) = ctx.store.write(claim).await? else { return Ok(false) };
    let did = if job.useless_after <= now {
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
            _ => Did::Failed("unknown kind of job".to_owned()),
        }
    };
    settle(ctx, owner, job, did).await?;
    Ok(true)
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
                    let wait = after.unwrap_or_else(|| wait_before(job.tries)).min(LONGEST_WAIT);
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

/// 2, 4, 8 … seconds.
fn wait_before(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 10)).unwrap_or(10);
    Duration::from_secs(1 << doublings)
}
