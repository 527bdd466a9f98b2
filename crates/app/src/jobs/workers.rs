//! The workers of a running server: of each lane as many at once as it may, the sealer, the desk and the clean-up.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use countersign_channels::Channel;
use countersign_core::ids::JobId;
use countersign_store::{JobsWake, Lane};

use super::run::{Taken, claim, do_one};
use super::{clean_up, spray};
use crate::delivery::{self, Listeners};
use crate::duty;
use crate::trail;
use crate::{AppError, Ctx};

/// How often a lane looks without being woken: another node may have written a job.
const POLL: Duration = Duration::from_millis(500);
/// How often the desk is read again: a switch, a new file of routes, a provider that is left out.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the clean-up runs.
const CLEAN_UP_EVERY: Duration = Duration::from_secs(30);
/// How often the sealer looks: records are chained within a second.
const SEAL_EVERY: Duration = Duration::from_millis(400);
/// How long sends under way may take after the signal to stop; a call that still rings or speaks then is hung up.
const LAST_SENDS: Duration = Duration::from_secs(15);

/// Jobs of a lane that one node does at once. What a provider that hangs takes is its own lane's; a call takes its place for up
/// to 100 s, so of them there are more: contracts with trunks allow 4 to 30.
const fn at_once(lane: Lane) -> usize {
    match lane {
        Lane::Mail => 4,
        Lane::Text => 8,
        Lane::Call => 16,
        Lane::HandOver => 2,
    }
}

/// The workers of a running server.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    listeners: Listeners,
    ctx: Arc<Ctx>,
}

impl Workers {
    /// Begins nothing new and lets what is under way end, for 15 s at most; then the channels say goodbye, all at once, and
    /// what they have reported is noted.
    pub async fn stop(self) {
        self.stop_within(LAST_SENDS).await;
    }

    /// The same with another time for what is under way. What is cut off then is known to be in doubt: its provider is asked
    /// once more, by the next worker of any node, and not only when a lease has run out.
    pub async fn stop_within(self, last_sends: Duration) {
        // No receiver left means that the workers have ended already.
        let _ = self.stop.send(true);
        let all = async {
            for task in self.tasks {
                // A worker that panicked has nothing left to finish; its lease runs out.
                let _ = task.await;
            }
        };
        let mut all = std::pin::pin!(all);
        if timeout(last_sends, &mut all).await.is_err() {
            tracing::warn!("sends under way were cut off");
            self.ctx.cut_sends();
            all.await;
        }
        let goodbye = |channel: Arc<dyn Channel>| tokio::spawn(async move { channel.stop().await });
        for task in self.ctx.channels.iter().cloned().map(goodbye).collect::<Vec<_>>() {
            // One that panicked has nothing left to say.
            let _ = task.await;
        }
        self.listeners.stop().await;
    }
}

/// Starts the workers and the clean-up.
pub fn start(ctx: &Arc<Ctx>) -> Workers {
    let (stop, stopped) = watch::channel(false);
    let listeners = delivery::listen(ctx);
    let mut tasks: Vec<_> = Lane::ALL
        .into_iter()
        .map(|lane| tokio::spawn(run_lane(Arc::clone(ctx), lane, stopped.clone())))
        .collect();
    tasks.push(tokio::spawn(seal(Arc::clone(ctx), stopped.clone())));
    tasks.push(tokio::spawn(look(Arc::clone(ctx), stopped.clone())));
    tasks.push(tokio::spawn(tidy(Arc::clone(ctx), stopped)));
    Workers { stop, tasks, listeners, ctx: Arc::clone(ctx) }
}

/// Does the jobs of one lane, some at once, until told to stop; then waits for those under way.
async fn run_lane(ctx: Arc<Ctx>, lane: Lane, mut stopped: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(at_once(lane)));
    let (node, mut leases) = (ctx.random(JobId::generate).to_string(), 0u64);
    let mut wake = ctx.store.jobs_wake();
    let mut under_way = JoinSet::new();
    while !*stopped.borrow() {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            _ = stopped.changed() => break,
        };
        // Nobody closes it.
        let Ok(place) = place else { break };
        // What has ended is forgotten, so that a lane that always has work does not grow.
        while under_way.try_join_next().is_some() {}
        leases += 1;
        match claim(&ctx, lane, format!("{node}-{leases}")).await {
            Ok(Some(taken)) => {
                under_way.spawn(keep(Arc::clone(&ctx), taken, place));
            }
            Ok(None) => {
                drop(place);
                rest(&mut wake, &mut stopped).await;
            }
            Err(error) => {
                tracing::error!(cause = error.cause(), "jobs cannot be read");
                drop(place);
                pause(POLL, &mut stopped).await;
            }
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn keep(ctx: Arc<Ctx>, taken: Taken, _place: OwnedSemaphorePermit) {
    if let Err(error) = do_one(&ctx, taken).await {
        tracing::error!(cause = error.cause(), "a job could not be ended");
        tokio::time::sleep(POLL).await;
    }
}

async fn rest(wake: &mut JobsWake, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = wake.heard() => {}
        () = pause(POLL, stopped) => {}
    }
}

async fn pause(long: Duration, stopped: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(long) => {}
        _ = stopped.changed() => {}
    }
}

async fn seal(ctx: Arc<Ctx>, mut stopped: watch::Receiver<bool>) {
    let owner = ctx.random(JobId::generate).to_string();
    while !*stopped.borrow() {
        said(trail::seal(&ctx, &owner).await, "the trail could not be chained");
        pause(SEAL_EVERY, &mut stopped).await;
    }
}

async fn look(ctx: Arc<Ctx>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        said(delivery::refresh(&ctx).await, "the desk could not be read");
        pause(LOOK_EVERY, &mut stopped).await;
    }
}

async fn tidy(ctx: Arc<Ctx>, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        said(clean_up::run(&ctx).await, "the clean-up could not run");
        said(trail::sign_head(&ctx).await, "the trail's head could not be signed");
        said(trail::prune(&ctx).await, "the trail could not be pruned");
        said(spray::watch(&ctx).await, "the trail could not be watched");
        said(duty::tell(&ctx).await.map(drop), "what is required could not be told");
        said(delivery::watch(&ctx).await, "deliveries could not be watched");
        pause(CLEAN_UP_EVERY, &mut stopped).await;
    }
}

fn said<T>(done: Result<T, AppError>, what: &str) {
    if let Err(error) = done {
        tracing::error!(cause = error.cause(), "{what}");
    }
}
