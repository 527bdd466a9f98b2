//! Runs the plans of concurrent callers in one transaction of the one writer, and answers after its commit.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use crate::db::Counters;
use crate::error::StoreError;
use crate::tx::Tx;

/// How long a caller waits for room in the queue.
const QUEUE_WAIT: Duration = Duration::from_secs(2);
/// How many plans may wait.
const QUEUE_LEN: usize = 1024;

tokio::task_local! {
    /// Set while a plan runs.
    static IN_PLAN: ();
}

/// Runs a plan with the mark that refuses a `write` or `read` from inside it: on SQLite the inner one would wait for
/// the outer one, on PostgreSQL for a second connection of the same pool.
pub(crate) async fn marked<T>(plan: impl Future<Output = T>) -> T {
    IN_PLAN.scope((), plan).await
}

/// The error for an access from inside a plan.
pub(crate) fn refuse_nested() -> Result<(), StoreError> {
    if IN_PLAN.try_with(|()| ()).is_ok() {
        return Err(StoreError::other("nested-access"));
    }
    Ok(())
}

/// How much one group takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupLimits {
    /// Plans per commit.
    pub(crate) closures: usize,
    /// Time per plan.
    pub(crate) closure_time: Duration,
}

impl Default for GroupLimits {
    fn default() -> Self {
        Self { closures: 256, closure_time: Duration::from_millis(500) }
    }
}

/// Whether a plan's writes stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

/// One queued plan, its type forgotten.
trait Job: Send {
    /// Runs the plan and keeps its outcome.
    fn run<'a>(
        &'a mut self,
        tx: &'a mut Tx,
        time: Duration,
    ) -> Pin<Box<dyn Future<Output = Keep> + 'a>>;
    /// Tells the caller: its own outcome if the commit stood, otherwise why it did not.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Queued<T, F> {
    plan: F,
    outcome: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Queued<T, F>
where
    F: AsyncFn(&mut Tx) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run<'a>(
        &'a mut self,
        tx: &'a mut Tx,
        time: Duration,
    ) -> Pin<Box<dyn Future<Output = Keep> + 'a>> {
        Box::pin(async move {
            tx.give_until(Some(std::time::Instant::now() + time));
            let outcome = {
                let plan = marked(caught((self.plan)(&mut *tx)));
                tokio::time::timeout(time, plan).await
            };
            tx.give_until(None);
            let outcome = outcome.unwrap_or_else(|_elapsed| {
                tracing::warn!(cause = "plan-too-slow", "a write plan was undone");
                Err(StoreError::Busy)
            });
            // A plan that swallowed a failed statement must not look done.
            let outcome = match (outcome, tx.has_failed()) {
                (Ok(_), Some(failed)) => Err(failed),
                (outcome, _) => outcome,
            };
            let keep = if outcome.is_ok() { Keep::Yes } else { Keep::No };
            self.outcome = Some(outcome);
            keep
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)) | None, Err(error)) | (Some(Err(error)), _) => Err(error),
            (None, Ok(())) => Err(StoreError::other("not-run")),
        };
        // The caller may have hung up; what was counted stays counted (CS-OPS-05).
        let _ = self.reply.send(outcome);
    }
}

/// The queue in front of the thread that owns the write connection. The thread ends when the last handle is dropped.
pub(crate) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(
        tx: Tx,
        limits: GroupLimits,
        counters: Arc<Counters>,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel(QUEUE_LEN);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|_| StoreError::other("no-writer-runtime"))?;
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || runtime.block_on(serve(tx, queue, limits, counters)))
            .map_err(|_| StoreError::other("no-writer-thread"))?;
        Ok(Self { jobs })
    }

    /// Queues a plan and waits for its durable outcome. Dropping the returned future does not take the plan back.
    pub(crate) async fn write<T, F>(&self, plan: F) -> Result<T, StoreError>
    where
        F: AsyncFn(&mut Tx) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Box<dyn Job> = Box::new(Queued { plan, outcome: None, reply });
        self.jobs.send_timeout(job, QUEUE_WAIT).await.map_err(|error| match error {
            mpsc::error::SendTimeoutError::Timeout(_) => StoreError::Busy,
            mpsc::error::SendTimeoutError::Closed(_) => StoreError::Gone,
        })?;
        answer.await.unwrap_or(Err(StoreError::Gone))
    }
}

async fn serve(
    mut tx: Tx,
    mut queue: mpsc::Receiver<Box<dyn Job>>,
    limits: GroupLimits,
    counters: Arc<Counters>,
) {
    while let Some(first) = queue.recv().await {
        let mut done = Vec::new();
        let committed = group(&mut tx, first, &mut queue, &mut done, limits).await;
        counters.plans(done.len());
        if committed.is_ok() {
            counters.commit();
        } else {
            // What the engine already undid by itself cannot be undone again; only a clean connection matters.
            let _ = tx.rollback().await;
        }
        for job in done {
            job.answer(committed.clone());
        }
    }
}

/// Runs `first` and every plan that is already waiting, then commits. Never waits for company: the flush itself is
/// the time in which the next group gathers.
async fn group(
    tx: &mut Tx,
    first: Box<dyn Job>,
    queue: &mut mpsc::Receiver<Box<dyn Job>>,
    done: &mut Vec<Box<dyn Job>>,
    limits: GroupLimits,
) -> Result<(), StoreError> {
    done.push(first);
    tx.begin().await?;
    // Alone, a plan costs what a plain transaction costs: no savepoint for the first.
    if run_last(tx, done, limits).await == Keep::No {
        return tx.rollback().await;
    }
    let mut open = false;
    while done.len() < limits.closures {
        let Ok(next) = queue.try_recv() else { break };
        done.push(next);
        if open {
            tx.control("RELEASE closure").await?;
        }
        tx.control("SAVEPOINT closure").await?;
        open = true;
        if run_last(tx, done, limits).await == Keep::No {
            tx.forgive();
            tx.control("ROLLBACK TO closure").await?;
            tx.control("RELEASE closure").await?;
            open = false;
        }
    }
    tx.commit().await
}

async fn run_last(tx: &mut Tx, done: &mut [Box<dyn Job>], limits: GroupLimits) -> Keep {
    match done.last_mut() {
        Some(job) => job.run(tx, limits.closure_time).await,
        None => Keep::No,
    }
}

/// Turns a panic of the plan into an error, so that its neighbours and the writer go on.
pub(crate) async fn caught<T>(
    plan: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let mut plan = std::pin::pin!(plan);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| plan.as_mut().poll(cx))) {
        Ok(poll) => poll,
        Err(_panic) => {
            tracing::error!(cause = "plan-panicked", "a write plan panicked and was undone");
            Poll::Ready(Err(StoreError::other("plan-panicked")))
        }
    })
    .await
}
