//! A test message: whoever wonders whether codes reach a number or address sees one come. It brings no code and proves nothing.

use std::time::Duration;

use countersign_channels::{Message, Spoken};
use countersign_core::ids::{ContactId, JobId, PersonId};
use countersign_core::people::{Contact, ContactKind, Method};
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
        let method = method_of(&contact);
        if desk.serves(method, &contact.value, now).is_err() {
            return Ok(Err(unavailable("provider-outage")));
        }
        if let Err(reason) = brake.admit_trial(tx, (method, &contact), now).await? {
            return Ok(Err(unavailable(reason.as_str())));
        }
        tx.job_insert(&NewJob {
            id: job.clone(),
            kind: TRIAL,
            lane: match method {
                Method::Email => Lane::Mail,
                Method::Call => Lane::Call,
                _ => Lane::Text,
            },
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
    let ids = PersonId::parse(&job.subject).ok();
    let ids = ids.zip(job.detail.as_deref().and_then(|id| ContactId::parse(id).ok()));
    let Some((person, contact)) = ids else { return Ok(Did::Failed("no contact".to_owned())) };
    let id = person.clone();
    let known = ctx.store.read(async move |tx: &mut ReadTx| tx.person_read(&id).await).await?;
    let known = known.map(|stored| stored.person);
    let contact = known.as_ref().and_then(|known| known.contact(&contact));
    let contact = contact.filter(|contact| contact.confirmed_at.is_some());
    let Some((known, contact)) = known.as_ref().zip(contact) else {
        return Ok(Did::Failed("the contact is gone".to_owned()));
    };
    let method = method_of(contact);
    let rendered = ctx.wording.trial(method, known.language);
    let message = Message {
        id: job.id.to_string(),
        method,
        to: contact.value.clone(),
        sender: None,
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        spoken: rendered.spoken.map(|words| Spoken {
            opening: words.opening,
            not_you: words.not_you,
            after_key: words.after_key,
            after_nine: words.after_nine,
        }),
        code: None,
        purpose: "test",
        language: known.language,
        useless_after: job.useless_after,
    };
    send(ctx, &message, Some(&person), ctx.clock.now()).await
}

const fn method_of(contact: &Contact) -> Method {
    match contact.kind {
        ContactKind::Email => Method::Email,
        ContactKind::Mobile => Method::Sms,
        ContactKind::Landline => Method::Call,
    }
}

fn unavailable(reason: &str) -> Refused {
    Refused::MethodUnavailable { reason: reason.to_owned() }
}
