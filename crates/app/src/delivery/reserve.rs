//! Chooses who is asked for a message next, and writes that down before anybody is asked.

use std::time::Duration;

use countersign_channels::Message;
use countersign_core::Timestamp;
use countersign_core::delivery::{Desk, Destination, Hop, Next, Tried, choose, micros};
use countersign_core::ids::{AttemptId, ContactId, JobId};
use countersign_core::people::{Contact, ContactKind, Method};
use countersign_core::policy::Reason;
use countersign_store::{NewAttempt, ReadTx, StoredAttempt, Tx};

use super::brake::held_back;
use super::desk::standings_of;
use super::hand_over::About;
use super::{Brake, breaker, dearer};
use crate::jobs::Did;
use crate::{AppError, Ctx};

/// How long a message waits while another one probes its provider.
const PROBED: Duration = Duration::from_secs(1);

/// A hand-over that is written down as begun.
pub(super) struct Reserved {
    /// It.
    pub(super) id: AttemptId,
    /// The provider, as the route has it.
    pub(super) hop: Hop,
    /// It is the one message that probes a provider left out by its breaker.
    pub(super) probes: bool,
}

/// Begins the next hand-over of a message; the refusal says what is done with the job instead.
pub(super) async fn reserve(
    ctx: &Ctx,
    message: &Message,
    about: &About,
    now: Timestamp,
) -> Result<Result<Reserved, Did>, AppError> {
    let job = JobId::parse(&message.id).map_err(|_| AppError::Internal("message-without-job"))?;
    let desk = ctx.board.desk();
    if desk.permits(message.method, &message.to).is_err() {
        return Ok(Err(Did::Failed("messages do not go to numbers like this".to_owned())));
    }
    let read = job.clone();
    let (before, stored) = ctx
        .store
        .read(async move |tx: &mut ReadTx| {
            Ok((tx.attempts_of_job(&read).await?, tx.providers_read().await?))
        })
        .await?;
    let tried: Vec<_> = before.iter().map(tried).collect();
    let (route, standings) = (desk.hops(message.method, &message.to), standings_of(&desk, &stored));
    // What the day's money does not pay for is left out, and the others are chosen from as if it were not there.
    let mut paid = route.clone();
    loop {
        let (hop, probes) = match choose(&paid, &standings, &tried, now) {
            Next::Taken => return Ok(Err(Did::Done)),
            Next::Never(_) if paid.len() < route.len() => {
                return Ok(Err(Did::Failed("the day's money is spent".to_owned())));
            }
            Next::Never(why) => return Ok(Err(Did::Failed(why.to_owned()))),
            Next::Wait { until } => return Ok(Err(wait(until, now))),
            Next::Ask { hop, probes } => (hop, probes),
        };
        if ctx.channels.iter().all(|channel| channel.name() != hop.provider) {
            return Ok(Err(Did::Failed("its provider is no longer set up".to_owned())));
        }
        if probes && !breaker::may_probe(ctx, &hop.provider, now).await? {
            return Ok(Err(wait(now.plus(PROBED), now)));
        }
        let number = i64::try_from(before.len()).unwrap_or(i64::MAX).saturating_add(1);
        let attempt = attempt(ctx, &desk, (message, about), (job.clone(), number, &hop), now);
        let id = attempt.id.clone();
        // A mail that brings no code was charged nothing, and no cap stands in the way of a warning.
        let was_charged = message.method != Method::Email || about.challenge.is_some();
        let more = if was_charged { dearer::beyond(&route, &before, &hop) } else { 0 };
        let notice = about.notice && before.is_empty();
        let notice = notice.then(|| (message.method, recipient(ctx, message)));
        match begin(ctx, attempt, (more, notice), now).await? {
            Begun::HeldBack(reason) => return Ok(Err(held_back(reason))),
            Begun::Yes => return Ok(Ok(Reserved { id, hop, probes })),
            Begun::ByAnother => {
                let reason = "another worker is at it".to_owned();
                return Ok(Err(Did::Retry { reason, after: None }));
            }
            Begun::TooDear => paid.retain(|one| one.provider != hop.provider),
        }
    }
}

/// Whether a hand-over may be tried now.
enum Begun {
    Yes,
    ByAnother,
    TooDear,
    HeldBack(Reason),
}

/// Writes the hand-over down, and charges what this provider takes beyond what the send was charged; the first of a notice is charged
/// here itself, so that waiting for a provider costs nothing.
async fn begin(
    ctx: &Ctx,
    attempt: NewAttempt,
    (dearer_by, notice): (u64, Option<(Method, Contact)>),
    now: Timestamp,
) -> Result<Begun, AppError> {
    let (caps, brake) = (ctx.caps, Brake::of(ctx));
    let plan = async move |tx: &mut Tx| {
        if dearer::bill(tx, &caps, dearer_by, now).await?.is_none() {
            return Ok(Begun::TooDear);
        }
        if let Some((method, number)) = &notice
            && let Err(reason) = brake.admit_notice(tx, (*method, number), now).await?
        {
            return Ok(Begun::HeldBack(reason));
        }
        // Read anew: the notice was charged to the same money.
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

/// Whom a message goes to, as the brake counts.
fn recipient(ctx: &Ctx, message: &Message) -> Contact {
    let kind = match message.method {
        Method::Call => ContactKind::Landline,
        _ => ContactKind::Mobile,
    };
    let (id, value) = (ctx.random(ContactId::generate), message.to.clone());
    Contact { id, kind, value, confirmed_at: None }
}

/// The hand-over as it is written down.
fn attempt(
    ctx: &Ctx,
    desk: &Desk,
    (message, about): (&Message, &About),
    (job, number, hop): (JobId, i64, &Hop),
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
        number,
        provider: hop.provider.clone(),
        method: message.method,
        purpose: message.purpose.to_owned(),
        to: Destination::of(&message.to),
        person: about.person.clone(),
        challenge: about.challenge.clone(),
        send: about.send.clone(),
        cost_micros: hop.cost_micros,
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
