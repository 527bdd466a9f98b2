//! Notes what a provider reports of a message that it took: late, early, twice or never. A report makes no code right.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use countersign_channels::{Channel, Delivery, News, Report};
use countersign_core::delivery::AttemptState;
use countersign_store::{Noted, Tx};

use super::declined::Declines;
use crate::{AppError, Ctx};

/// News of one provider that wait to be noted; a provider that floods waits itself.
const WAITING: usize = 256;
/// Waits between two tries to note something while the database is away: the first, and the longest after doubling.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(4);
/// How long the last notes may take when the server stops.
const LAST_NOTES: Duration = Duration::from_secs(3);
/// Longest reason that is kept, in characters.
const LONGEST_REASON: usize = 200;

/// Notes one report of a provider, by the provider's own reference. It may be noted any number of times.
pub async fn report(ctx: &Ctx, provider: &str, report: Report) -> Result<Noted, AppError> {
    let now = ctx.clock.now();
    let (state, reason) = match report.outcome {
        Delivery::Delivered => (AttemptState::Delivered, None),
        Delivery::Failed { reason } => {
            (AttemptState::Undelivered, Some(reason.chars().take(LONGEST_REASON).collect()))
        }
        Delivery::Refused => (AttemptState::Declined, None),
    };
    let declines = Declines::draw(ctx);
    let (name, reference) = (provider.to_owned(), report.reference);
    let reason: Option<String> = reason;
    let noted = ctx
        .store
        .write(async move |tx: &mut Tx| {
            let noted = tx.attempt_report(&name, &reference, state, reason.as_deref(), now).await?;
            if let Noted::Noted(attempt) = &noted {
                declines.heed(tx, attempt, now).await?;
            }
            Ok(noted)
        })
        .await?;
    if let Noted::Noted(attempt) = &noted {
        metrics::counter!("countersign_reports_total", "provider" => attempt.provider.clone(),
            "method" => attempt.method.as_str(), "country" => attempt.to.country.clone(),
            "state" => state.as_str())
        .increment(1);
    }
    Ok(noted)
}

/// Notes one thing that a provider told: a report, or somebody's wish.
pub async fn news(ctx: &Ctx, provider: &str, news: News) -> Result<(), AppError> {
    match news {
        News::Report(one) => report(ctx, provider, one).await.map(|_| ()),
        News::Wish(wish) => super::opt_out::wish(ctx, provider, wish).await,
    }
}

/// Those who listen to providers that keep a connection.
pub struct Listeners {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Listeners {
    /// Notes what the channels have told so far and ends; after 3 s what is left is lost, and said.
    pub async fn stop(self) {
        // No receiver left means that they have ended already.
        let _ = self.stop.send(true);
        let aborts: Vec<_> = self.tasks.iter().map(JoinHandle::abort_handle).collect();
        let all = async {
            for task in self.tasks {
                // One that panicked notes nothing more.
                let _ = task.await;
            }
        };
        if timeout(LAST_NOTES, all).await.is_err() {
            tracing::error!("what providers told last could not be noted: the database is away");
            aborts.iter().for_each(tokio::task::AbortHandle::abort);
        }
    }
}

/// Listens to every provider that keeps a connection.
pub(crate) fn listen(ctx: &Arc<Ctx>) -> Listeners {
    let (stop, stopped) = watch::channel(false);
    let tasks =
        ctx.channels.iter().map(|channel| listen_to(ctx, &**channel, stopped.clone())).collect();
    Listeners { stop, tasks }
}

/// What each provider tells waits here, to be noted in its order.
#[derive(Default)]
pub(crate) struct Heard(Mutex<HashMap<String, mpsc::Sender<News>>>);

impl Heard {
    /// Keeps what a provider told by a request that could not be noted. False: nobody listens, or too much waits.
    pub(super) fn keep(&self, provider: &str, news: News) -> bool {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(provider).is_some_and(|sender| sender.try_send(news).is_ok())
    }

    fn set(&self, provider: String, sender: mpsc::Sender<News>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(provider, sender);
    }
}

fn listen_to(
    ctx: &Arc<Ctx>,
    channel: &dyn Channel,
    mut stopped: watch::Receiver<bool>,
) -> JoinHandle<()> {
    let (sender, mut told) = mpsc::channel(WAITING);
    let (ctx, provider) = (Arc::clone(ctx), channel.name().to_owned());
    ctx.heard.set(provider.clone(), sender.clone());
    channel.report_to(sender);
    tokio::spawn(async move {
        loop {
            let one = tokio::select! {
                biased;
                one = told.recv() => one,
                _ = stopped.wait_for(|stopped| *stopped) => None,
            };
            let Some(one) = one else { break };
            keep_noting(&ctx, &provider, one).await;
        }
    })
}

/// The provider says it once, so it is kept until the database takes it. Meanwhile at most [`WAITING`] more wait here; of others
/// a provider that asks for an answer is told to keep them itself.
async fn keep_noting(ctx: &Ctx, provider: &str, one: News) {
    let mut waits = FIRST_WAIT;
    while let Err(error) = news(ctx, provider, one.clone()).await {
        if !error.is_passing() {
            tracing::error!(provider, cause = error.cause(), "what a provider told is lost");
            return;
        }
        tracing::warn!(provider, cause = error.cause(), "what a provider told waits to be noted");
        sleep(waits).await;
        waits = (waits * 2).min(LONGEST_WAIT);
    }
}
