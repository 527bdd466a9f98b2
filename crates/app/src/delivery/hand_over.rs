//! Hands one message to one provider, and writes down before and after what nobody could say otherwise.

use std::sync::Arc;
use std::time::Duration;

use countersign_channels::{Message, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::delivery::{AttemptState, Destination, Hop};
use countersign_core::ids::{AttemptId, ChallengeId, PersonId, SendId};
use countersign_store::{Ended, Handed, Tx};

use super::breaker;
use super::declined::Declines;
use super::reserve::{Reserved, reserve};
use crate::jobs::Did;
use crate::{AppError, Ctx};

/// The longest a provider may take, whatever its settings say: below the lease of a job, so that no second worker asks
/// while the first one still does.
const LONGEST_SEND: Duration = Duration::from_secs(100);
/// How often the outcome is written again while the database is away, and how long in all: together with
/// [`LONGEST_SEND`] the lease of a job.
const WRITE_EVERY: Duration = Duration::from_secs(1);
const WRITE_TRIES: u32 = 18;

/// For whom and what a message is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// The person it is for.
    pub(crate) person: Option<PersonId>,
    /// The challenge whose code it brings.
    pub(crate) challenge: Option<ChallengeId>,
    /// The send it belongs to.
    pub(crate) send: Option<SendId>,
    /// It tells something by text message or call, and is charged as such.
    pub(crate) notice: bool,
}

/// Hands a message to the next provider of its route, if one may be asked.
///
/// The hand-over is written down before the provider is asked and after it answered. A worker that dies between leaves it
/// begun: the next one asks the same provider once more, with the same id, and no other. A provider that put the message
/// off sends it back to the queue, from where the next one gets it at once under a lease of its own.
pub(crate) async fn hand_over(
    ctx: &Ctx,
    message: &Message,
    about: &About,
    now: Timestamp,
) -> Result<Did, AppError> {
    let Reserved { id, hop, probes } = match reserve(ctx, message, about, now).await? {
        Ok(reserved) => reserved,
        Err(did) => return Ok(did),
    };
    let Hop { provider, cost_micros, sender } = hop;
    let Some(channel) = ctx.channels.iter().find(|channel| channel.name() == provider) else {
        return Err(AppError::Internal("provider-without-channel"));
    };
    let message = Message { sender, ..message.clone() };
    let unknown = |reason: &str| Err(SendError::Unknown { reason: reason.to_owned() });
    let (sent, ours) = tokio::select! {
        sent = tokio::time::timeout(LONGEST_SEND, channel.send(&message, now)) => {
            (sent.unwrap_or_else(|_| unknown("no end in time")), false)
        }
        () = ctx.sends_are_cut() => (unknown("this server was stopped meanwhile"), true),
    };
    let (handed, did) = outcome(sent, ctx.clock.now());
    count(&message, &provider, &handed, now, cost_micros);
    let state = handed.state;
    write_down(ctx, id, handed).await?;
    // What we broke off says nothing of the provider.
    if !ours {
        breaker::judge(ctx, &provider, state, probes).await?;
    }
    Ok(did)
}

pub(super) fn outcome(sent: Result<Sent, SendError>, now: Timestamp) -> (Handed, Did) {
    let handed = |state, reason: Option<&String>| Handed {
        state,
        reason: reason.cloned(),
        reference: None,
        at: now,
        again_at: None,
    };
    // The next claim of the job chooses whom to ask and whether to wait.
    let again = |reason: String| Did::Retry { reason, after: Some(Duration::ZERO) };
    match sent {
        Ok(sent) => {
            let handed =
                Handed { reference: sent.reference, ..handed(AttemptState::HandedOver, None) };
            (handed, Did::Done)
        }
        Err(SendError::Permanent(reason)) => {
            (handed(AttemptState::Failed, Some(&reason)), Did::Failed(reason))
        }
        Err(SendError::Retry { reason, after }) => {
            let again_at = after.map(|after| now.plus(after));
            let handed = Handed { again_at, ..handed(AttemptState::PutOff, Some(&reason)) };
            (handed, again(reason))
        }
        Err(SendError::Unknown { reason }) => {
            (handed(AttemptState::Unknown, Some(&reason)), again(reason))
        }
    }
}

/// The provider has answered, and only this worker knows: it keeps trying to say so for as long as the job is its own.
async fn write_down(ctx: &Ctx, id: AttemptId, handed: Handed) -> Result<(), AppError> {
    let (mut tries, now) = (0, ctx.clock.now());
    let declines = Arc::new(Declines::draw(ctx));
    loop {
        let (id, handed, declines) = (id.clone(), handed.clone(), Arc::clone(&declines));
        let plan = async move |tx: &mut Tx| {
            match tx.attempt_end(&id, &handed).await? {
                // Its report was faster.
                Ended::Reported(attempt) => declines.heed(tx, &attempt, now).await,
                Ended::Noted | Ended::ByAnother => Ok(()),
            }
        };
        match ctx.store.write(plan).await {
            Ok(()) => return Ok(()),
            Err(error) if tries >= WRITE_TRIES => return Err(error.into()),
            Err(_) => tokio::time::sleep(WRITE_EVERY).await,
        }
        tries += 1;
    }
}

fn count(message: &Message, provider: &str, handed: &Handed, began: Timestamp, cost_micros: i64) {
    let outcome = if handed.state.was_taken() { "handed-over" } else { "refused" };
    let method = message.method.as_str();
    metrics::counter!("countersign_messages_total", "channel" => method, "outcome" => outcome)
        .increment(1);
    let country = Destination::of(&message.to).country;
    let labels =
        [("provider", provider.to_owned()), ("method", method.to_owned()), ("country", country)];
    let by_state = [&labels[..], &[("state", handed.state.as_str().to_owned())]].concat();
    metrics::counter!("countersign_hand_overs_total", &by_state).increment(1);
    metrics::histogram!("countersign_hand_over_seconds", &labels)
        .record(handed.at.since(began).as_secs_f64());
    if handed.state.was_taken() {
        let cost = u64::try_from(cost_micros).unwrap_or(0);
        metrics::counter!("countersign_hand_over_cost_micros_total", &labels).increment(cost);
    }
}
