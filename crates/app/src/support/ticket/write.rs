//! Writes a ticket. Whoever writes gets a number, and whether an address is known makes no difference to anything.

use countersign_core::ids::{EventId, JobId, PersonId, SessionId, TicketId};
use countersign_core::people::Language;
use countersign_core::support::{TicketKind, TicketProblem, TicketWords, ticket_number};
use countersign_store::{NewTicket, Tx};
use serde::{Deserialize, Serialize};

use super::KeptWords;
use super::hand_over::{Event, job};
use crate::request::run;
use crate::trail::stranger_refused;
use crate::{AppError, Asked, Ctx, Outcome};

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct NewWords {
    /// What it is about.
    pub kind: TicketKind,
    /// Who is signed in, and in which session; `None`: nobody is.
    pub writer: Option<(PersonId, SessionId)>,
    /// The language of the page.
    pub language: Language,
    /// The words, as they were typed.
    pub words: TicketWords,
}

/// What came of writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    /// It is written, under this number.
    Taken {
        /// The number.
        number: String,
    },
    /// Five came in a day: from this address, or from this person. It says nothing of whom they were about.
    TooMany,
}

/// Writes a ticket, five a day from one address that is not signed in, or by one person.
pub async fn write(
    ctx: &Ctx,
    asked: &Asked,
    new: NewWords,
) -> Result<Result<Written, TicketProblem>, AppError> {
    let typed = new.words;
    let known = new.writer.is_some();
    let words = match TicketWords::read(known, &typed.who, &typed.reach, &typed.text) {
        Ok(words) => words,
        Err(problem) => return Ok(Err(problem)),
    };
    let kept = KeptWords { who: words.who, reach: words.reach, text: words.text };
    let id = ctx.random(TicketId::generate);
    let ticket = NewTicket {
        number: ticket_number(&id),
        id,
        kind: new.kind,
        person: new.writer.as_ref().map(|(person, _)| person.clone()),
        language: new.language,
        words: serde_json::to_string(&kept).map_err(|_| AppError::Internal("ticket-words"))?,
        written_at: asked.now,
    };
    let session = new.writer.map(|(_, session)| session);
    let done = insert(ctx, asked, ticket, session).await?;
    ctx.store.notify_jobs();
    match done {
        Ok(Written::TooMany) if !known => {
            stranger_refused(ctx, asked, "ticket.written", "too-many").await?;
            Ok(Ok(Written::TooMany))
        }
        Ok(written) => Ok(Ok(written)),
        // The same form with other words under it: it is another one.
        Err(_) => Err(AppError::Internal("ticket-form")),
    }
}

async fn insert(
    ctx: &Ctx,
    asked: &Asked,
    ticket: NewTicket,
    session: Option<SessionId>,
) -> Outcome<Written> {
    let (frame, event, hand_over): (_, EventId, JobId) =
        (asked.clone(), ctx.event_id(), ctx.random(JobId::generate));
    let is_handed_over = ctx.ticket_system().is_some();
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let address = tx.counted_address(&frame.client.network().unwrap_or_default());
        if !tx.ticket_charge(&address, ticket.person.as_ref(), now).await? {
            return Ok(Ok(Written::TooMany));
        }
        tx.ticket_insert(&ticket).await?;
        if is_handed_over {
            tx.job_insert(&job(hand_over.clone(), &ticket.id, Event::Written, now)).await?;
        }
        let record = frame
            .record(event.clone(), "ticket.written")
            .with_fact("ticket", &ticket.number)
            .because(ticket.kind.as_str());
        let record = match &ticket.person {
            Some(person) => record.about(person, ticket.id.as_str(), session.as_ref()),
            None => record.at(ticket.id.as_str(), None),
        };
        tx.audit_insert(&record).await?;
        Ok(Ok(Written::Taken { number: ticket.number.clone() }))
    })
    .await
}
