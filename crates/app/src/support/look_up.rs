//! Looks for a person, and opens one: never without a ticket number, never without a record.

use countersign_core::ids::{CaseId, PersonId};
use countersign_core::people::{PhoneNumber, sign_in_key};
use countersign_store::{FoundPerson, ReadTx, StoredCase, Tx};

use super::{Agent, CASE_LASTS, of_case};
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// Longest ticket number, in characters.
const LONGEST_TICKET: usize = 40;
/// Longest term, in bytes.
const LONGEST_TERM: usize = 320;

/// What an agent looks for.
#[derive(Clone, Debug)]
pub struct LookUp {
    /// A customer number, an address or a whole telephone number.
    pub term: String,
    /// The last digits of a number, to tell the found ones apart; empty: all of them.
    pub ends: String,
    /// The ticket's number.
    pub ticket: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookedUp {
    /// Nobody, or these.
    Found(Vec<FoundPerson>),
    /// There is no term.
    NoTerm,
    /// There is no ticket number, or none that can be one.
    NoTicket,
}

/// A ticket number as it is kept: one line, no spaces around it.
pub(super) fn ticket(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=LONGEST_TICKET).contains(&text.chars().count());
    (fits && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// Looks for persons by customer number, address or number. What was looked for is recorded, sealed.
pub async fn find(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    look: &LookUp,
) -> Result<LookedUp, AppError> {
    let Some(ticket) = ticket(&look.ticket) else { return Ok(LookedUp::NoTicket) };
    let term = look.term.trim().to_owned();
    if term.is_empty() || term.len() > LONGEST_TERM {
        return Ok(LookedUp::NoTerm);
    }
    let record = asked
        .record(ctx.event_id(), "support.looked")
        .at(agent.id.as_str(), Some(&agent.session))
        .with_fact("agent", &agent.name)
        .with_fact("ticket", &ticket)
        .with_fact("term", &term);
    let ends: String = look.ends.chars().filter(char::is_ascii_digit).collect();
    let now = asked.now;
    let found = ctx.store.write(async move |tx: &mut Tx| {
        tx.audit_insert(&record).await?;
        let mut found = tx.find_by_account(&term, now).await?;
        for value in values(&term) {
            let more = tx.find_by_contact(&value, &sign_in_key(&value)).await?;
            let new = |one: &FoundPerson| found.iter().all(|known| known.id != one.id);
            let more: Vec<_> = more.into_iter().filter(new).collect();
            found.extend(more);
        }
        if !ends.is_empty() {
            found = with_number(tx, found, &ends).await?;
        }
        Ok(found)
    });
    Ok(LookedUp::Found(found.await?))
}

/// The ways in which contacts may hold what was typed.
fn values(term: &str) -> Vec<String> {
    if term.contains('@') {
        return vec![sign_in_key(term), term.to_owned()];
    }
    match PhoneNumber::read_confirmed(term, None) {
        Ok(number) => vec![number.e164().to_owned()],
        Err(_) => Vec::new(),
    }
}

/// Those of the found who have a number that ends so.
async fn with_number(
    tx: &mut ReadTx,
    found: Vec<FoundPerson>,
    ends: &str,
) -> Result<Vec<FoundPerson>, countersign_store::StoreError> {
    let mut left = Vec::new();
    for one in found {
        let Some(stored) = tx.person_read(&one.id).await? else { continue };
        if stored.person.contacts.iter().any(|contact| contact.value.ends_with(ends)) {
            left.push(one);
        }
    }
    Ok(left)
}

/// Opens a person under a ticket number. The person sees it in their activity. Staff are nobody's customers.
pub async fn open(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    person: &PersonId,
    ticket_text: &str,
) -> Outcome<String> {
    let Some(ticket) = ticket(ticket_text) else {
        return Ok(Err(Refused::invalid("ticket", "A ticket number has 1 to 40 characters.")));
    };
    let (id, event, frame) = (ctx.random(CaseId::generate), ctx.event_id(), asked.clone());
    let (agent, person) = (agent.clone(), person.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let stored = tx.person_read(&person).await?.map(|stored| stored.person);
        let Some(known) = stored.filter(|known| known.staff.is_none()) else {
            return Ok(Err(Refused::NotFound));
        };
        let case = StoredCase {
            id: id.clone(),
            agent: agent.id.clone(),
            agent_name: agent.name.clone(),
            person: person.clone(),
            person_name: known.name,
            ticket: ticket.clone(),
            opened_at: frame.now,
            ends_at: frame.now.plus(CASE_LASTS),
        };
        tx.case_insert(&case).await?;
        tx.audit_insert(&of_case(&frame, event.clone(), "support.opened", &case)).await?;
        Ok(Ok(case.id.to_string()))
    })
    .await
}
