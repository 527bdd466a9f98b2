//! Tickets: written by whoever cannot get in, or whose details are out of date; worked on at the desk, and handed over to the
//! operator's own ticket system where there is one.

mod hand_over;
mod look;
mod work;
mod write;

pub(crate) use hand_over::{HAND_OVER, LONGEST_WAIT as LONGEST_HAND_OVER_WAIT, deliver};
pub use look::{TicketPage, TicketView, WhichTickets, ticket, ticket_of_number, tickets};
pub use work::{Did, TicketAct, act, close_by_key, note};
pub use write::{NewWords, Written, write};

use countersign_core::ids::EventId;
use countersign_core::support::read_ticket_number;
use countersign_store::{AuditRecord, ReadTx, StoreError, StoredCase, StoredTicket};
use serde::{Deserialize, Serialize};

use crate::Asked;

/// What somebody wrote, as it is kept.
#[derive(Clone, Default, Serialize, Deserialize)]
struct KeptWords {
    who: String,
    reach: String,
    text: String,
}

impl KeptWords {
    /// What was erased is empty.
    fn of(stored: &StoredTicket) -> Self {
        serde_json::from_str(&stored.ticket.words).unwrap_or_default()
    }
}

/// A record of what became of a ticket: its writer sees it, if they were signed in.
fn record(
    asked: &Asked,
    event: EventId,
    kind: &'static str,
    ticket: &StoredTicket,
    agent: Option<&str>,
) -> AuditRecord {
    let id = ticket.ticket.id.as_str();
    let record = asked.record(event, kind).with_fact("ticket", &ticket.ticket.number);
    let record = match &ticket.ticket.person {
        Some(person) => record.about(person, id, None),
        None => record.at(id, None),
    };
    match agent {
        Some(agent) => record.with_fact("agent", agent),
        None => record,
    }
}

/// The ticket of ours that a case was opened under; `None`: it is one of another system.
pub(crate) async fn of_case(
    tx: &mut ReadTx,
    case: &StoredCase,
) -> Result<Option<StoredTicket>, StoreError> {
    match read_ticket_number(&case.ticket) {
        Some(number) => tx.ticket_by_number(&number).await,
        None => Ok(None),
    }
}
