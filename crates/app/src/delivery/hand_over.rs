//! Hands one message to one provider, and writes down before and after what nobody could say otherwise.

use std::time::Duration;

use countersign_channels::{Message, SendError, Sent};
use countersign_core::Timestamp;
use countersign_core::delivery::{
    AttemptState, Desk, Destination, Hop, Next, Tried, choose, micros,
};
use countersign_core::ids::{AttemptId, ChallengeId, JobId, PersonId, SendId};
use countersign_store::{Handed, NewAttempt, ReadTx, StoredAttempt, Tx};

use super::desk::standings_of;
use super::{breaker, dearer};
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
    let job = JobId::parse(&message.id).map_err(|_| AppError::Internal("message-without-job"))?;
    let desk = ctx.board.desk();
    if desk.permits(message.method, &message.to).is_err() {
        return Ok(Did::Failed("messages do not go to numbers like this".to_owned()));
    }
    let read = job.clone();
    let (before, stored) = ctx
        .store
        .read(async move |tx: &mut ReadTx| {
            Ok((tx.attempts_of_job(&read).await?, tx.providers_read().await?))
        })
        .await?;
    let tried: Vec<_> = before.iter().map(tried).collect();
    let hops = desk.hops(message.method, &message.to);
    let standings = standings_of(&desk, &stored);
    let (hop, probes) = match choose(&hops, &standings, &tried, now) {
        Next::Taken => return Ok(Did::Done),
        Next::Never(why) => return Ok(Did::Failed(why.to_owned())),
        Next::Wait { until } => return Ok(wait(until, now)),
        Next::Ask { hop, probes } => (hop, probes),
    };
    let dearer_by = dearer::beyond(&hops, &before, &hop);
    let Hop { provider, cost_micros, sender } = hop;
    let Some(channel) = ctx.channels.iter().find(|channel| channel.name() == provider) else {
        return Ok(Did::Failed("its provider is no longer set up".to_owned()));
    };
    if probes && !breaker::may_probe(ctx, &provider, now).await? {
        return Ok(wait(now.plus(WRITE_EVERY), now));
    }
    let number = i64::try_from(before.len()).unwrap_or(i64::MAX).saturating_add(1);
    let mut attempt = begun(ctx, &desk, message, job, about, now);
    attempt.number = number;
    attempt.provider.clone_from(&provider);
    attempt.cost_micros = cost_micros;
    let id = attempt.id.clone();
    match begin(ctx, attempt, dearer_by, now).await? {
        Begun::Yes => {}
        Begun::ByAnother => {
            return Ok(Did::Retry { reason: "another worker is at it".to_owned(), after: None });
        }
        Begun::TooDear => return Ok(Did::Failed("the day's money is spent".to_owned())),
    }
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

/// Whether a hand-over may be tried now.
enum Begun {
    Yes,
    ByAnother,
    TooDear,
}

/// Writes the hand-over down, and charges what this provider takes beyond what the send was charged.
async fn begin(
    ctx: &Ctx,
    attempt: NewAttempt,
    dearer_by: u64,
    now: Timestamp,
) -> Result<Begun, AppError> {
    let caps = ctx.caps;
    let plan = async move |tx: &mut Tx| {
        let Some(bill) = dearer::bill(tx, &caps, dearer_by, now).await? else {
            return Ok(Begun::TooDear);
        };
        if !tx.attempt_begin(&attempt).await? {
            return Ok(Begun::ByAnother);
        }
        bill.pay(tx, now).await?;
        Ok(Begun::Yes)
    };
    Ok(ctx.store.write(plan).await?)
}

/// The hand-over as it is written down; who is asked is filled in after.
fn begun(
    ctx: &Ctx,
    desk: &Desk,
    message: &Message,
    job: JobId,
    about: &About,
    now: Timestamp,
) -> NewAttempt {
    // Only codes cost the person something; a notice is ours.
    let price = about
        .challenge
        .as_ref()
        .and_then(|_| micros(&ctx.price_to(desk, message.method, &message.to).value));
    NewAttempt {
        id: ctx.random(AttemptId::generate),
        job,
        number: 0,
        provider: String::new(),
        method: message.method,
        purpose: message.purpose.to_owned(),
        to: Destination::of(&message.to),
        person: about.person.clone(),
        challenge: about.challenge.clone(),
        send: about.send.clone(),
        cost_micros: 0,
        price_micros: price.unwrap_or(0),
        currency: ctx.portal.currency.clone(),
        begun_at: now,
    }
}

fn tried(attempt: &StoredAttempt) -> Tried {
    Tried {
        provider: attempt.provider.clone(),
        state: attempt.state,
        at: attempt.ended_at.unwrap_or(attempt.begun_at),
        again_at: attempt.again_at,
    }
}

fn wait(until: Timestamp, now: Timestamp) -> Did {
    Did::Retry { reason: "no provider may be asked yet".to_owned(), after: Some(until.since(now)) }
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
    let mut tries = 0;
    loop {
        let (id, handed) = (id.clone(), handed.clone());
        let written =
            ctx.store.write(async move |tx: &mut Tx| tx.attempt_end(&id, &handed).await).await;
        match written {
            Ok(_) => return Ok(()),
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
