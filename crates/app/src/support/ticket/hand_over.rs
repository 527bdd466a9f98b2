//! Hands tickets over to the operator's own ticket system: a signed post, tried again until it is taken.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, TicketId};
use countersign_store::{Job, Lane, NewJob, ReadTx, Tx};
use serde::Serialize;

use super::KeptWords;
use crate::jobs;
use crate::{AppError, Ctx};

/// The kind of job that hands over.
pub(crate) const HAND_OVER: &str = "ticket-handed-over";
/// How long a system that is down is waited for. The ticket itself stays at the desk, whatever comes of it.
const WORTH: Duration = Duration::from_hours(90 * 24);
/// The longest wait between two tries: a person waits for an answer at the other end.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// What the system is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Somebody wrote one.
    Written,
    /// It was closed, here or by a key.
    Closed,
    /// It was opened again.
    Reopened,
}

impl Event {
    const ALL: [Self; 3] = [Self::Written, Self::Closed, Self::Reopened];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Written => "ticket.written",
            Self::Closed => "ticket.closed",
            Self::Reopened => "ticket.reopened",
        }
    }
}

/// The job that tells of it; its id is the post's, on every try.
pub(super) fn job(id: JobId, ticket: &TicketId, event: Event, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: HAND_OVER,
        lane: Lane::HandOver,
        subject: ticket.to_string(),
        detail: Some(event.as_str().to_owned()),
        created_at: now,
        useless_after: now.plus(WORTH),
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    /// When it happened, not when it is sent.
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    id: &'a str,
    number: &'a str,
    kind: &'static str,
    state: &'static str,
    written_at: String,
    language: &'static str,
    signed_in: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    who: &'a str,
    reach: &'a str,
    text: &'a str,
}

/// Posts one event of a ticket. Whatever the system answers but a 2xx, it is asked again: a wrong setting there loses no ticket.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<jobs::Did, AppError> {
    let event = Event::ALL.into_iter().find(|event| Some(event.as_str()) == job.detail.as_deref());
    let (Some(event), Ok(id)) = (event, TicketId::parse(&job.subject)) else {
        return Ok(jobs::Did::Failed("no ticket".to_owned()));
    };
    let Some(system) = ctx.ticket_system() else {
        return Ok(jobs::Did::Retry {
            reason: "no ticket system is set up".to_owned(),
            after: None,
        });
    };
    let look = id.clone();
    let read = async move |tx: &mut ReadTx| tx.ticket_read(&look).await;
    let found = ctx.store.read(read).await?.filter(|stored| !stored.ticket.words.is_empty());
    let Some(stored) = found else {
        return Ok(jobs::Did::Failed("the ticket was erased".to_owned()));
    };
    let (words, ticket) = (KeptWords::of(&stored), &stored.ticket);
    let body = Body {
        kind: event.as_str(),
        timestamp: written(job.created_at)?,
        data: Data {
            id: ticket.id.as_str(),
            number: &ticket.number,
            kind: ticket.kind.as_str(),
            state: stored.state.as_str(),
            written_at: written(ticket.written_at)?,
            language: ticket.language.as_str(),
            signed_in: ticket.person.is_some(),
            person: ticket.person.as_ref().map(countersign_core::ids::PersonId::as_str),
            who: &words.who,
            reach: &words.reach,
            text: &words.text,
        },
    };
    let body = serde_json::to_vec(&body).map_err(|_| AppError::Internal("ticket-body"))?;
    let posted = tokio::select! {
        posted = system.post(job.id.as_str(), body, ctx.clock.now()) => posted,
        () = ctx.sends_are_cut() => {
            let reason = "the server stops".to_owned();
            return Ok(jobs::Did::Retry { reason, after: Some(Duration::ZERO) });
        }
    };
    if let Err(error) = posted {
        let after = match &error {
            countersign_channels::SendError::Retry { after, .. } => *after,
            _ => None,
        };
        return Ok(jobs::Did::Retry { reason: error.to_string(), after });
    }
    let now = ctx.clock.now();
    ctx.store.write(async move |tx: &mut Tx| tx.ticket_handed(&id, now).await).await?;
    Ok(jobs::Did::Done)
}

fn written(at: Timestamp) -> Result<String, AppError> {
    let at = jiff::Timestamp::from_millisecond(at.ms());
    Ok(at.map_err(|_| AppError::Internal("ticket-time"))?.to_string())
}
