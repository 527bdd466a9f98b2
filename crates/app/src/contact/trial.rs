//! A test message: whoever wonders whether codes reach a number or address sees one come. It brings no code and proves nothing.

use std::time::Duration;

use countersign_channels::Message;
use countersign_core::ids::{ContactId, JobId, PersonId};
use countersign_core::policy::Reason;
use countersign_store::{Job, Lane, NewJob, ReadTx, Tx};

use crate::delivery::Brake;
use crate::jobs::{Did, send};
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// The kind of job that sends one.
pub(crate) const TRIAL: &str = "contact-trial";
/// Whoever waits for it waits no longer.
const WORTH: Duration = Duration::from_mins(10);

/// Sends a test message to a confirmed contact, by the way in which codes go there: by mail, by text message, to a landline by call.
///
/// [`Refused::NotFound`]: no contact of this person's, or it is not confirmed. [`Refused::MethodUnavailable`]: nothing goes there now, or
/// enough has gone there today.
pub async fn send_trial(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &ContactId,
) -> Outcome<()> {
    let (job, event) = (ctx.random(JobId::generate), ctx.event_id());
    let (brake, desk) = (Brake::of(ctx), ctx.board.desk());
    let (frame, person, id) = (asked.clone(), person.clone(), id.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let found = tx.contact_read(&person, &id).await?;
        let Some(contact) = found.filter(|contact| contact.confirmed_at.is_some()) else {
            return Ok(Err(Refused::NotFound));
        };
        let method = contact.kind.way();
        let admitted = match desk.serves(method, &contact.value, now) {
            Ok(()) => brake.admit_trial(tx, (method, &contact), now).await?,
            Err(not) => Err(Reason::from(not)),
        };
        if let Err(reason) = admitted {
            let reason = reason.as_str().to_owned();
            return Ok(Err(Refused::MethodUnavailable { reason }));
        }
        tx.job_insert(&NewJob {
            id: job.clone(),
            kind: TRIAL,
            lane: Lane::of(method),
            subject: person.to_string(),
            detail: Some(id.to_string()),
            created_at: now,
            useless_after: now.plus(WORTH),
        })
        .await?;
        let record = frame.record(event.clone(), "contact.tested");
        tx.audit_insert(&record.about(&person, id.as_str(), None).by_method(Some(method))).await?;
        Ok(Ok(()))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// Sends it, if the contact is still there and confirmed.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    match message(ctx, job).await? {
        Some((person, message)) => send(ctx, &message, Some(&person), ctx.clock.now()).await,
        None => Ok(Did::Failed("the contact is gone".to_owned())),
    }
}

/// What the call says, as it was said.
pub(crate) async fn again(ctx: &Ctx, job: &Job) -> Result<Option<Message>, AppError> {
    Ok(message(ctx, job).await?.map(|(_, message)| message))
}

async fn message(ctx: &Ctx, job: &Job) -> Result<Option<(PersonId, Message)>, AppError> {
    let ids = PersonId::parse(&job.subject).ok();
    let ids = ids.zip(job.detail.as_deref().and_then(|id| ContactId::parse(id).ok()));
    let Some((id, contact)) = ids else { return Ok(None) };
    let known = ctx.store.read(async move |tx: &mut ReadTx| tx.person_read(&id).await).await?;
    let Some(person) = known.map(|stored| stored.person) else { return Ok(None) };
    let contact = person.contact(&contact).filter(|contact| contact.confirmed_at.is_some());
    let Some(contact) = contact else { return Ok(None) };
    let method = contact.kind.way();
    let rendered = ctx.wording.trial(method, person.language);
    let way = (method, contact.value.clone());
    let message = rendered.message(job, way, "test", person.language);
    Ok(Some((person.id, message)))
}
