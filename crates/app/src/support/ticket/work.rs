//! What agents do with a ticket: take it, note something beside it, close it. Each change leaves a record.

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, PersonId, TicketId};
use countersign_core::support::plain_text;
use countersign_store::{StoreError, StoredTicket, Tx};
use serde::{Deserialize, Serialize};

use super::hand_over::{Event, job};
use super::record;
use crate::request::run;
use crate::support::Agent;
use crate::{Asked, Ctx, Outcome, Refused};

/// What an agent does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketAct {
    /// Takes an open one.
    Take,
    /// Takes it over from the agent who had it on the page.
    TakeOver {
        /// Who.
        from: PersonId,
    },
    /// Puts it back into the queue.
    PutBack,
    /// Closes it.
    Close,
    /// Opens a closed one again.
    Reopen,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Did {
    /// It is done.
    Done,
    /// Somebody else was faster: it stands otherwise by now.
    Changed,
}

/// Does something with a ticket. [`Refused::NotFound`]: there is none.
pub async fn act(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    id: &TicketId,
    act: TicketAct,
) -> Outcome<Did> {
    change(ctx, asked, Some(agent), id, act).await
}

/// Closes a ticket for the operator's own system. One that is closed stays so.
pub async fn close_by_key(ctx: &Ctx, asked: &Asked, id: &TicketId) -> Outcome<Did> {
    change(ctx, asked, None, id, TicketAct::Close).await
}

async fn change(
    ctx: &Ctx,
    asked: &Asked,
    agent: Option<&Agent>,
    id: &TicketId,
    act: TicketAct,
) -> Outcome<Did> {
    let (frame, agent, id) = (asked.clone(), agent.cloned(), id.clone());
    let hand_over = ctx.ticket_system().is_some().then(|| ctx.random(JobId::generate));
    let event = ctx.event_id();
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(stored) = tx.ticket_read(&id).await? else { return Ok(Err(Refused::NotFound)) };
        let did = match &agent {
            Some(agent) => apply(tx, &id, &act, agent, now).await?,
            None => tx.ticket_close(&id, now).await?,
        };
        if !did {
            return Ok(Ok(Did::Changed));
        }
        let (kind, told) = match act {
            TicketAct::Take | TicketAct::TakeOver { .. } => ("ticket.taken", None),
            TicketAct::PutBack => ("ticket.put-back", None),
            TicketAct::Close => ("ticket.closed", Some(Event::Closed)),
            TicketAct::Reopen => ("ticket.reopened", Some(Event::Reopened)),
        };
        let handed = told.zip(hand_over.clone()).map(|(told, new)| job(new, &id, told, now));
        if let Some(job) = handed {
            tx.job_insert(&job).await?;
        }
        let name = agent.as_ref().map(|agent| agent.name.as_str());
        let record = record(&frame, event.clone(), kind, &stored, name);
        tx.audit_insert(&record).await?;
        Ok(Ok(Did::Done))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

async fn apply(
    tx: &mut Tx,
    id: &TicketId,
    act: &TicketAct,
    agent: &Agent,
    now: Timestamp,
) -> Result<bool, StoreError> {
    match act {
        TicketAct::Take => tx.ticket_take(id, &agent.id, now).await,
        TicketAct::TakeOver { from } => tx.ticket_take_over(id, &agent.id, from, now).await,
        TicketAct::PutBack => tx.ticket_put_back(id, &agent.id).await,
        TicketAct::Close => tx.ticket_close(id, now).await,
        TicketAct::Reopen => tx.ticket_reopen(id).await,
    }
}

/// Notes something beside a ticket; customers never see it. [`Refused::Invalid`]: it is empty or too long.
pub async fn note(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    id: &TicketId,
    typed: &str,
) -> Outcome<Did> {
    let Some(words) = plain_text(typed) else {
        return Ok(Err(Refused::invalid("note", "A note has 1 to 2,000 characters.")));
    };
    let (note, event) = (ctx.random(TicketId::generate), ctx.event_id());
    let (frame, agent, id) = (asked.clone(), agent.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(stored) = tx.ticket_read(&id).await?.filter(is_whole) else {
            return Ok(Err(Refused::NotFound));
        };
        tx.ticket_note(&id, &note, &agent.id, &words, frame.now).await?;
        let record = record(&frame, event.clone(), "ticket.noted", &stored, Some(&agent.name));
        tx.audit_insert(&record).await?;
        Ok(Ok(Did::Done))
    })
    .await
}

/// Its writer was not erased: of them nothing new is written.
fn is_whole(stored: &StoredTicket) -> bool {
    !stored.ticket.words.is_empty()
}
