//! Delivers a code: derives it when it is sent, from a job that holds only the challenge's id.

use countersign_channels::Message;
use countersign_core::Timestamp;
use countersign_core::challenge::Payload;
use countersign_core::ids::{ChallengeId, JobId, PersonId, SendId};
use countersign_core::order::{Order, OrderState};
use countersign_core::people::{Contact, Person};
use countersign_core::step_up::{Area, Areas};
use countersign_store::{ChallengeState, Job, ReadTx, StoreError, StoredChallenge, Tx};

use super::did::Did;
use crate::delivery::{About, hand_over};
use crate::wording::{CodeFacts, OrderFacts};
use crate::{AppError, Ctx, contact, recovery};

/// The kind of job that delivers a challenge's code.
pub(crate) const MESSAGE: &str = "message";

/// Sends the code; never after it expired, and never twice by two providers unless the first is known to have taken nothing.
pub(super) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let now = ctx.clock.now();
    let (challenge, message) = match rendered(ctx, job, now).await? {
        Ok(both) => both,
        Err(over) => return Ok(Did::Failed(over.to_owned())),
    };
    let about = About {
        person: Some(challenge.person.clone()),
        challenge: Some(challenge.id.clone()),
        send: job.detail.as_deref().and_then(|id| SendId::parse(id).ok()),
        notice: false,
    };
    hand_over(ctx, &message, &about, now).await
}

/// The message of this id as it was sent, rendered anew: nothing that could be sent is kept. `None`: it was no call that says
/// something after a key, or nobody needs that any longer.
pub(crate) async fn again(ctx: &Ctx, id: &str) -> Result<Option<Message>, AppError> {
    let Ok(id) = JobId::parse(id) else { return Ok(None) };
    let read = ctx.store.read(async move |tx: &mut ReadTx| tx.job_read(&id).await).await?;
    let Some(job) = read else { return Ok(None) };
    match job.kind.as_str() {
        MESSAGE => {
            let rendered = rendered(ctx, &job, ctx.clock.now()).await?;
            Ok(rendered.ok().map(|(_, message)| message))
        }
        contact::TRIAL => contact::trial_again(ctx, &job).await,
        recovery::RECOVERY_CALL => recovery::call_again(ctx, &job).await,
        _ => Ok(None),
    }
}

/// The challenge of a job and its message; the refusal says why nobody needs it.
async fn rendered(
    ctx: &Ctx,
    job: &Job,
    now: Timestamp,
) -> Result<Result<(StoredChallenge, Message), &'static str>, AppError> {
    let Ok(id) = ChallengeId::parse(&job.subject) else { return Ok(Err("no challenge")) };
    let found = ctx.store.read(async move |tx: &mut ReadTx| gather(tx, &id).await).await?;
    let Some((challenge, person, order)) = found else {
        return Ok(Err("the challenge is gone"));
    };
    let over = challenge.state != ChallengeState::Open
        || challenge.expires_at <= now
        || order.as_ref().is_some_and(|(_, state)| *state != OrderState::Open);
    if over {
        return Ok(Err("the challenge is over"));
    }
    let order = order.as_ref().map(|(order, _)| order);
    let message = message(ctx, job, &challenge, &person, order);
    Ok(message.map(|message| (challenge, message)).ok_or("the contact was changed"))
}

/// Hands over a message that brings no code, for a person where there is one.
pub(crate) async fn send(
    ctx: &Ctx,
    message: &Message,
    person: Option<&PersonId>,
    now: Timestamp,
) -> Result<Did, AppError> {
    let about = About { person: person.cloned(), ..About::default() };
    hand_over(ctx, message, &about, now).await
}

/// Hands over a text message or call that tells a person something: charged to the brake when its first hand-over begins.
pub(crate) async fn tell(
    ctx: &Ctx,
    message: &Message,
    person: &PersonId,
    now: Timestamp,
) -> Result<Did, AppError> {
    let about = About { person: Some(person.clone()), notice: true, ..About::default() };
    hand_over(ctx, message, &about, now).await
}

/// Notes on the challenge what the person's page shows of its message; a send that nobody took is given back.
pub(super) async fn note(
    tx: &mut Tx,
    job: &Job,
    did: &Did,
    now: Timestamp,
) -> Result<(), StoreError> {
    if job.kind != MESSAGE {
        return Ok(());
    }
    let Ok(challenge) = ChallengeId::parse(&job.subject) else { return Ok(()) };
    match did {
        Did::Done => tx.challenge_handed(&challenge, now).await,
        Did::Failed(_) => {
            tx.challenge_send_failed(&challenge, now).await?;
            give_back(tx, &challenge, job.created_at, now).await?;
            match job.detail.as_deref().map(SendId::parse) {
                Some(Ok(send)) => tx.send_failed(&send, now).await,
                _ => Ok(()),
            }
        }
        Did::Retry { .. } => Ok(()),
    }
}

/// A code that confirms a contact has a budget of its own, which counted it when it was asked for.
async fn give_back(
    tx: &mut Tx,
    challenge: &ChallengeId,
    sent_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(stored) = tx.challenge_read(challenge).await? else { return Ok(()) };
    let Payload::ConfirmContact { contact, .. } = &stored.payload else { return Ok(()) };
    match tx.contact_read(&stored.person, contact).await? {
        Some(contact) => tx.contact_budget_send_back(&contact, sent_at, now).await,
        None => Ok(()),
    }
}

type Gathered = (StoredChallenge, Person, Option<(Order, OrderState)>);

async fn gather(tx: &mut ReadTx, id: &ChallengeId) -> Result<Option<Gathered>, StoreError> {
    let Some(challenge) = tx.challenge_read(id).await? else { return Ok(None) };
    let Some(stored) = tx.person_read(&challenge.person).await? else { return Ok(None) };
    // A number that was changed since the send is another recipient: its code would be another one, and nobody asked for it.
    let same = challenge
        .contact
        .as_ref()
        .and_then(|contact| stored.person.contact(contact))
        .is_some_and(|contact| challenge.recipient == Some(tx.contact_index(contact)));
    if !same {
        return Ok(None);
    }
    let order = match &challenge.payload {
        Payload::Order { order, .. } => match tx.order_read(order).await? {
            Some(order) => Some((order.order, order.state)),
            None => return Ok(None),
        },
        _ => None,
    };
    Ok(Some((challenge, stored.person, order)))
}

fn message(
    ctx: &Ctx,
    job: &Job,
    challenge: &StoredChallenge,
    person: &Person,
    order: Option<&Order>,
) -> Option<Message> {
    let open = challenge.to_send()?;
    let contact: &Contact = person.contact(challenge.contact.as_ref()?)?;
    let code = open.code(ctx.checker.keys())?;
    let purpose = challenge.payload.kind();
    let areas = match &challenge.payload {
        Payload::StepUp { areas: Areas::Only(areas), .. } => {
            areas.iter().map(Area::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let rendered = ctx.wording.code_message(&CodeFacts {
        method: open.method,
        purpose,
        language: person.language,
        code: code.reveal().to_owned(),
        until: challenge.expires_at,
        asked_at: challenge.sent_at.unwrap_or(job.created_at),
        areas,
        order: order.map(OrderFacts::of),
    });
    let way = (open.method, contact.value.clone());
    Some(Message {
        code: Some(code.reveal().to_owned()),
        useless_after: challenge.expires_at,
        ..rendered.message(job, way, purpose.as_str(), person.language)
    })
}
