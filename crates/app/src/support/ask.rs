//! "Are you on the phone with us right now?": asked in the person's own session, answered with yes or no.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{CaseId, CheckId, PersonId, SessionId};
use countersign_store::{CheckKind, CheckState, NewCheck, ReadTx, Tx};
use serde::{Deserialize, Serialize};

use super::{Agent, of_case, open_case};
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// How long a question waits: a call does not wait longer either.
const WAITS: Duration = Duration::from_mins(5);

/// A question as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: CheckId,
    /// Who asks.
    pub agent: String,
    /// Under which ticket.
    pub ticket: String,
    /// When.
    pub asked_at: Timestamp,
}

/// What the person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionAnswer {
    /// "Yes."
    Yes,
    /// "No, that is not me."
    No,
}

/// It is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {}

/// Asks the person of a case. A question that still waits there is taken back.
pub async fn ask(ctx: &Ctx, asked: &Asked, agent: &Agent, case: &CaseId) -> Outcome<Noted> {
    let (check, event) = (ctx.random(CheckId::generate), ctx.event_id());
    let (frame, agent, id) = (asked.clone(), agent.clone(), case.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(case) = open_case(tx, &id, &agent, now).await? else {
            return Ok(Err(Refused::NotFound));
        };
        tx.questions_close(&case.id).await?;
        tx.check_insert(&NewCheck {
            id: check.clone(),
            case: case.id.clone(),
            agent: case.agent.clone(),
            person: case.person.clone(),
            kind: CheckKind::Question,
            state: CheckState::Pending,
            tries_left: None,
            at: now,
            ends_at: Some(now.plus(WAITS)),
            by_phone: false,
        })
        .await?;
        tx.audit_insert(&of_case(&frame, event.clone(), "support.asked", &case)).await?;
        Ok(Ok(Noted {}))
    })
    .await
}

/// The question that waits for this person.
pub async fn waiting(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<Question>, AppError> {
    let person = person.clone();
    let read = async move |tx: &mut ReadTx| tx.question_waiting(&person, now).await;
    Ok(ctx.store.read(read).await?.map(|stored| Question {
        id: stored.check.id,
        agent: stored.agent_name,
        ticket: stored.ticket,
        asked_at: stored.check.at,
    }))
}

/// Answers from a session of the person. [`Refused::NotFound`]: it was answered, has waited too long, or is not theirs.
pub async fn answer(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
    id: &CheckId,
    says: QuestionAnswer,
) -> Outcome<Noted> {
    let (event, frame) = (ctx.event_id(), asked.clone());
    let (person, session, id) = (person.clone(), session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let state = match says {
            QuestionAnswer::Yes => CheckState::Yes,
            QuestionAnswer::No => CheckState::No,
        };
        if !tx.check_answer(&id, &person, &session, state, frame.now).await? {
            return Ok(Err(Refused::NotFound));
        }
        let record = frame
            .record(event.clone(), "support.answered")
            .about(&person, id.as_str(), Some(&session))
            .because(state.as_str());
        tx.audit_insert(&record).await?;
        if state == CheckState::No {
            tracing::warn!(person = %person, check = %id, "a person says that they are not on the phone with support");
        }
        Ok(Ok(Noted {}))
    })
    .await
}
