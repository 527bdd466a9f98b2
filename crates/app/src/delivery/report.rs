//! Notes what a provider reports of a message that it took: late, early, twice or never. A report makes no code right.

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use std::sync::Arc;

use countersign_channels::{Channel, Delivery, Report};
use countersign_core::Timestamp;
use countersign_core::delivery::AttemptState;
use countersign_core::people::Method;
use countersign_store::{Noted, StoreError, StoredAttempt, Tx};

use crate::{AppError, Ctx};

/// Reports of one provider that wait to be noted; a provider that floods waits itself.
const WAITING: usize = 256;
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
    let (name, reference) = (provider.to_owned(), report.reference);
    let reason: Option<String> = reason;
    let noted = ctx
        .store
        .write(async move |tx: &mut Tx| {
            let noted = tx.attempt_report(&name, &reference, state, reason.as_deref(), now).await?;
            if let (Noted::Noted(attempt), AttemptState::Declined) = (&noted, state) {
                declined(tx, attempt, now).await?;
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

/// The recipient of a call said that this was not them: its code is dead. The recipient of a message wants no more.
async fn declined(tx: &mut Tx, attempt: &StoredAttempt, now: Timestamp) -> Result<(), StoreError> {
    let Some(id) = &attempt.challenge else { return Ok(()) };
    if attempt.method == Method::Call {
        return tx.challenge_close(id).await;
    }
    let recipient = tx.challenge_read(id).await?.and_then(|challenge| challenge.recipient);
    if let Some(recipient) = recipient {
        tx.opt_out(&recipient, attempt.method, now).await?;
    }
    Ok(())
}

/// Listens to the reports of every provider that keeps a connection; ends when the channels are gone.
pub fn listen(ctx: &Arc<Ctx>) -> Vec<JoinHandle<()>> {
    ctx.channels.iter().map(|channel| listen_to(ctx, &**channel)).collect()
}

fn listen_to(ctx: &Arc<Ctx>, channel: &dyn Channel) -> JoinHandle<()> {
    let (sender, mut reports) = mpsc::channel(WAITING);
    channel.report_to(sender);
    let (ctx, provider) = (Arc::clone(ctx), channel.name().to_owned());
    tokio::spawn(async move {
        while let Some(one) = reports.recv().await {
            // The provider says it once. Without the database it is lost, and the message stays "handed over".
            if let Err(error) = report(&ctx, &provider, one).await {
                tracing::error!(provider, cause = error.cause(), "a report could not be noted");
            }
        }
    })
}
