//! The support desk: who calls is identified, and nothing is changed by it.
//!
//! An agent opens a person under a ticket number and compares what the caller says. What is compared grants nothing
//! (CS-SUP-05); every look and every check stands in the person's activity, and checks are told.

mod ask;
mod call_code;
mod check;
mod desk;
mod look_up;
mod pin;
mod portal;
mod send_call_code;
pub mod ticket;

pub use ask::{Question, QuestionAnswer, answer, ask, waiting};
pub use call_code::{CallCodeView, call_code, make_call_code};
pub use check::{Checked, check_call_code, check_pin};
pub use desk::{CaseView, Desk, SeenContact, case, desk};
pub use look_up::{LookUp, LookedUp, find, open};
pub use pin::{NewPin, PinSaved, PinView, pin, remove_pin, set_pin};
pub use portal::{PortalView, Relayed, answer_from_portal, call_code_for_portal, for_portal};
pub(crate) use send_call_code::deliver as deliver_call_code;
pub use send_call_code::{CallCodeSent, send_call_code};

pub use countersign_store::{
    CheckKind, CheckState, FoundPerson, NewCheck, RoleOfPerson, StoredCase, StoredCheck,
    StoredNote, Taken,
};

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{CaseId, EventId, PersonId, SessionId};
use countersign_core::people::Person;
use countersign_store::{AuditRecord, ReadTx, StoreError};

use crate::Asked;

/// How long a case is open: a session of staff at the longest.
const CASE_LASTS: Duration = Duration::from_hours(8);

/// The kind of job that sends a call code.
pub(crate) const CALL_CODE: &str = "call-code";

/// A support agent who is signed in and has shown a second factor.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Who.
    pub id: PersonId,
    /// What customers are told they are called.
    pub name: String,
    /// In which session.
    pub session: SessionId,
}

impl Agent {
    /// The agent of a session.
    pub fn of(person: &Person, session: &SessionId) -> Self {
        Self { id: person.id.clone(), name: person.name.clone(), session: session.clone() }
    }
}

/// An open case of this agent. Another agent's, one that is over, and none at all read alike.
pub(crate) async fn open_case(
    tx: &mut ReadTx,
    id: &CaseId,
    agent: &Agent,
    now: Timestamp,
) -> Result<Option<StoredCase>, StoreError> {
    let found = tx.case_read(id).await?;
    Ok(found.filter(|case| case.agent == agent.id && now < case.ends_at))
}

/// A record of something an agent did about a person: the person sees who it was and under which ticket.
fn of_case(asked: &Asked, event: EventId, kind: &'static str, case: &StoredCase) -> AuditRecord {
    asked
        .record(event, kind)
        .about(&case.person, case.id.as_str(), None)
        .with_fact("agent", &case.agent_name)
        .with_fact("ticket", &case.ticket)
}
