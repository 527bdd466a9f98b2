//! What a portal may ask for and relay from its own sessions: nothing here compares a PIN.

use countersign_core::ids::{CheckId, PersonId, SessionId};
use countersign_core::support::PinState;
use countersign_store::{CheckKind, ReadTx, StoredCheck};
use serde::{Deserialize, Serialize};

use super::{CallCodeView, Question, QuestionAnswer, answer, call_code, make_call_code};
use crate::people::customer;
use crate::session::session_of;
use crate::{Asked, Ctx, Outcome, Refused};

/// A person's side of the support desk, as their portal sees it.
#[derive(Clone, Debug)]
pub struct PortalView {
    /// Where the PIN stands.
    pub pin: PinState,
    /// What an agent asks right now.
    pub question: Option<Question>,
    /// The newest checks.
    pub checks: Vec<StoredCheck>,
}

/// It is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relayed {}

/// How a person of the portal's stands with support.
pub async fn for_portal(ctx: &Ctx, asked: &Asked, person: &PersonId) -> Outcome<PortalView> {
    let (person, now) = (person.clone(), asked.now);
    let read = async move |tx: &mut ReadTx| {
        if let Err(refused) = customer(tx, &person).await? {
            return Ok(Err(refused));
        }
        let pin = tx.support_pin_read(&person).await?;
        let waiting = tx.question_waiting(&person, now).await?;
        Ok(Ok(PortalView {
            pin: pin.map_or(PinState::NotSet, |pin| PinState::of_set(pin.wrong)),
            question: waiting.map(|stored| Question {
                id: stored.check.id,
                agent: stored.agent_name,
                ticket: stored.ticket,
                asked_at: stored.check.at,
            }),
            checks: tx.checks_of_person(&person).await?,
        }))
    };
    Ok(ctx.store.read(read).await?)
}

/// Makes a call code for the portal to show in a session of its own.
pub async fn call_code_for_portal(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
) -> Outcome<CallCodeView> {
    if let Err(refused) = make_call_code(ctx, asked, person, session).await? {
        return Ok(Err(refused));
    }
    // The digits are derived anew: an outcome that is kept for repetitions holds none.
    Ok(call_code(ctx, person, asked.now).await?.ok_or(Refused::ChallengeClosed))
}

/// Relays the answer to a question from a session of the portal's.
pub async fn answer_from_portal(
    ctx: &Ctx,
    asked: &Asked,
    id: &CheckId,
    session: &SessionId,
    says: QuestionAnswer,
) -> Outcome<Relayed> {
    let (look, live, now) = (id.clone(), session.clone(), asked.now);
    let read = async move |tx: &mut ReadTx| {
        let Some(stored) = tx.check_read(&look).await? else { return Ok(Err(Refused::NotFound)) };
        if stored.check.kind != CheckKind::Question {
            return Ok(Err(Refused::NotFound));
        }
        let person = stored.check.person;
        Ok(session_of(tx, &live, &person, now).await?.map(|()| person))
    };
    let person = match ctx.store.read(read).await? {
        Ok(person) => person,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(answer(ctx, asked, &person, session, id, says).await?.map(|_| Relayed {}))
}
