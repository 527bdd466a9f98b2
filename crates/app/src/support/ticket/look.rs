//! What agents and keys see of tickets.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, TicketId};
use countersign_core::people::Language;
use countersign_core::support::{TicketKind, TicketState, TicketWords, read_ticket_number};
use countersign_store::{ReadTx, StoredNote, StoredTicket, Taken};

use super::KeptWords;
use crate::{AppError, Ctx};

/// A ticket as an agent or a key sees it. Debug hides what was written.
#[derive(Clone, Debug)]
pub struct TicketView {
    /// Its id.
    pub id: TicketId,
    /// The number that people say.
    pub number: String,
    /// What it is about.
    pub kind: TicketKind,
    /// Where it stands.
    pub state: TicketState,
    /// What was written; empty: it was erased.
    pub words: TicketWords,
    /// Who wrote it, if they were signed in.
    pub person: Option<PersonId>,
    /// What they are called.
    pub person_name: Option<String>,
    /// The language it was written in.
    pub language: Language,
    /// When.
    pub written_at: Timestamp,
    /// Who has it, or had it when it was closed.
    pub taken: Option<Taken>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When the operator's own system took it over.
    pub handed_at: Option<Timestamp>,
    /// What agents noted; empty in lists.
    pub notes: Vec<StoredNote>,
}

/// Which tickets are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichTickets {
    /// Open and in work, the oldest first.
    Waiting,
    /// Of one state, the newest first.
    In(TicketState),
    /// All, the newest first.
    All,
}

/// A page of tickets.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// Each.
    pub tickets: Vec<TicketView>,
    /// Others follow the last one.
    pub more: bool,
}

/// Tickets behind this one, in the order of the list.
pub async fn tickets(
    ctx: &Ctx,
    which: WhichTickets,
    behind: Option<(Timestamp, String)>,
    limit: u32,
) -> Result<TicketPage, AppError> {
    let read = async move |tx: &mut ReadTx| {
        // One more than asked for tells whether another page follows.
        match which {
            WhichTickets::Waiting => tx.tickets_waiting(behind.clone(), limit + 1).await,
            WhichTickets::In(state) => tx.tickets_in(Some(state), behind.clone(), limit + 1).await,
            WhichTickets::All => tx.tickets_in(None, behind.clone(), limit + 1).await,
        }
    };
    let mut found = ctx.store.read(read).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    Ok(TicketPage {
        tickets: found.into_iter().map(|stored| view(stored, Vec::new())).collect(),
        more,
    })
}

/// One ticket with its notes; `None`: there is none.
pub async fn ticket(ctx: &Ctx, id: &TicketId) -> Result<Option<TicketView>, AppError> {
    let id = id.clone();
    let read = async move |tx: &mut ReadTx| {
        let Some(stored) = tx.ticket_read(&id).await? else { return Ok(None) };
        let notes = tx.ticket_notes(&id).await?;
        Ok(Some(view(stored, notes)))
    };
    Ok(ctx.store.read(read).await?)
}

/// The ticket of a number, as somebody says or types it; `None`: it is none of ours.
pub async fn ticket_of_number(ctx: &Ctx, typed: &str) -> Result<Option<TicketId>, AppError> {
    let Some(number) = read_ticket_number(typed) else { return Ok(None) };
    let read = async move |tx: &mut ReadTx| tx.ticket_by_number(&number).await;
    Ok(ctx.store.read(read).await?.map(|stored| stored.ticket.id))
}

pub(super) fn view(stored: StoredTicket, notes: Vec<StoredNote>) -> TicketView {
    let KeptWords { who, reach, text } = KeptWords::of(&stored);
    TicketView {
        words: TicketWords { who, reach, text },
        id: stored.ticket.id,
        number: stored.ticket.number,
        kind: stored.ticket.kind,
        state: stored.state,
        person: stored.ticket.person,
        person_name: stored.person_name,
        language: stored.ticket.language,
        written_at: stored.ticket.written_at,
        taken: stored.taken,
        closed_at: stored.closed_at,
        handed_at: stored.handed_at,
        notes,
    }
}
