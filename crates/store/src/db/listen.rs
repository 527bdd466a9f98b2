//! Carries the word that there is a job between the nodes on one PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

const CHANNEL: &str = "countersign_jobs";
/// While there is no connection; the callers' own polling goes on.
const PAUSE: Duration = Duration::from_secs(1);

/// A task with a connection of its own. Ends when this is dropped.
pub(crate) struct Listener {
    others: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listener {
    /// Sends the word soon; many words at once become one.
    pub(crate) fn tell_others(&self) {
        self.others.notify_one();
    }
}

/// Starts listening; whatever arrives wakes all who listen to `jobs`.
pub(crate) fn start(url: &str, jobs: watch::Sender<()>) -> Listener {
    let others = Arc::new(Notify::new());
    let task = tokio::spawn(carry(url.to_owned(), jobs, others.clone()));
    Listener { others, task }
}

async fn carry(url: String, jobs: watch::Sender<()>, others: Arc<Notify>) {
    loop {
        if let Err(error) = carry_until_broken(&url, &jobs, &others).await {
            // The driver's message may quote the URL; its kind does not.
            let kind = std::mem::discriminant(&error);
            tracing::debug!(?kind, "the connection for LISTEN broke");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn carry_until_broken(
    url: &str,
    jobs: &watch::Sender<()>,
    others: &Notify,
) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Both can be dropped half-way: a word that is lost costs one turn of polling.
        tokio::select! {
            word = listener.try_recv() => match word? {
                Some(_) => {
                    jobs.send_replace(());
                }
                None => return Ok(()),
            },
            () = others.notified() => {
                sqlx::raw_sql("NOTIFY countersign_jobs").execute(&mut listener).await?;
            }
        }
    }
}
