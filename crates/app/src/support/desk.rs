//! What an agent sees: the desk, and one person in an open case. Methods by kind, contacts masked, secrets never.

use countersign_core::Timestamp;
use countersign_core::ids::{CaseId, ContactId};
use countersign_core::people::{ContactKind, Method};
use countersign_core::support::PinState;
use countersign_store::{ReadTx, RoleOfPerson, StoredCase, StoredCheck, StoredVouch};

use super::{Agent, open_case};
use crate::{AppError, Ctx};

/// The desk of one agent.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Their open cases, newest first.
    pub cases: Vec<StoredCase>,
}

/// A contact as an agent sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenContact {
    /// Its id.
    pub id: ContactId,
    /// What it is.
    pub kind: ContactKind,
    /// Masked.
    pub target: String,
    /// Whether it is confirmed.
    pub is_confirmed: bool,
}

/// One person, as an agent sees them.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The case.
    pub case: StoredCase,
    /// The accounts the person belongs to.
    pub roles: Vec<RoleOfPerson>,
    /// Contacts.
    pub contacts: Vec<SeenContact>,
    /// Ways of two-factor authentication, by kind.
    pub methods: Vec<Method>,
    /// Recovery codes that are left.
    pub recovery_codes: u32,
    /// When the person last signed in here.
    pub last_sign_in: Option<Timestamp>,
    /// Where the support PIN stands.
    pub pin: PinState,
    /// When this person wrote the case's ticket, signed in; `None`: they did not, or it is a ticket of another system.
    pub wrote_ticket: Option<Timestamp>,
    /// The case's ticket is one of ours.
    pub has_ticket: bool,
    /// Owners who vouched for the person, newest first.
    pub vouches: Vec<StoredVouch>,
    /// The checks of this case, newest first.
    pub checks: Vec<StoredCheck>,
}

/// The desk of an agent.
pub async fn desk(ctx: &Ctx, agent: &Agent, now: Timestamp) -> Result<Desk, AppError> {
    let id = agent.id.clone();
    let read = async move |tx: &mut ReadTx| tx.cases_of_agent(&id, now).await;
    Ok(Desk { cases: ctx.store.read(read).await? })
}

/// A case of this agent, with its person; `None`: there is none, or no longer.
pub async fn case(
    ctx: &Ctx,
    agent: &Agent,
    id: &CaseId,
    now: Timestamp,
) -> Result<Option<CaseView>, AppError> {
    let (agent, id) = (agent.clone(), id.clone());
    let read = async move |tx: &mut ReadTx| {
        let Some(case) = open_case(tx, &id, &agent, now).await? else { return Ok(None) };
        let Some(stored) = tx.person_read(&case.person).await? else { return Ok(None) };
        let person = stored.person;
        let pin = tx.support_pin_read(&case.person).await?;
        let ticket = super::ticket::of_case(tx, &case).await?;
        let by_person = |ticket: &&countersign_store::StoredTicket| {
            ticket.ticket.person.as_ref() == Some(&case.person)
        };
        let seen = |contact: &countersign_core::people::Contact| SeenContact {
            id: contact.id.clone(),
            kind: contact.kind,
            target: contact.masked(),
            is_confirmed: contact.confirmed_at.is_some(),
        };
        let mut methods: Vec<Method> =
            person.authenticators.iter().map(|one| one.kind.method()).collect();
        methods.dedup();
        Ok(Some(CaseView {
            roles: tx.roles_of_person(&case.person, now).await?,
            contacts: person.contacts.iter().map(seen).collect(),
            methods,
            recovery_codes: person.recovery_codes,
            last_sign_in: tx.last_sign_in(&case.person).await?,
            pin: pin.map_or(PinState::NotSet, |pin| PinState::of_set(pin.wrong)),
            checks: tx.checks_of_case(&case.id).await?,
            vouches: tx.vouches_of_person(&case.person, now).await?,
            wrote_ticket: ticket.as_ref().filter(by_person).map(|one| one.ticket.written_at),
            has_ticket: ticket.is_some(),
            case,
        }))
    };
    Ok(ctx.store.read(read).await?)
}
