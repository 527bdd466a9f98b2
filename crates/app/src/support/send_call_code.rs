//! Sends a call code by text message to whoever cannot sign in: to a number that was confirmed long ago, chosen by nobody.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{CallCodeId, CaseId, JobId, PersonId};
use countersign_core::people::{Contact, ContactKind, Method};
use countersign_core::session::Client;
use countersign_core::support::{CALL_CODE_LASTS, CallCode, MOST_WRONG, PinState};
use countersign_store::{Job, Lane, NewJob, ReadTx, Tx};
use serde::{Deserialize, Serialize};

use super::{Agent, CALL_CODE, of_case, open_case};
use crate::delivery::Brake;
use crate::jobs::{Did, send};
use crate::request::run;
use crate::wording::Rendered;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A number that was confirmed less long ago may be the thief's own (CS-SUP-07).
const SETTLED: Duration = Duration::from_hours(7 * 24);

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallCodeSent {
    /// It is on its way to this number, masked.
    Sent {
        /// The number.
        target: String,
    },
    /// The support PIN is paused: what three wrong ones closed, no text message opens.
    Paused,
    /// There is no mobile that was confirmed more than 7 days ago, or text messages do not go there.
    NoNumber,
    /// One was sent a moment ago, or enough for a day.
    TooMany,
}

/// Sends a call code to the person of a case. The agent sees where it went, and never what it says.
pub async fn send_call_code(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    case: &CaseId,
) -> Outcome<CallCodeSent> {
    let ids = (ctx.random(CallCodeId::generate), ctx.random(JobId::generate), ctx.event_id());
    let key = ctx.checker.keys().current().clone();
    let (frame, agent, id) = (asked.clone(), agent.clone(), case.clone());
    let (brake, carries) = (Brake::of(ctx), ctx.carried().carries(Method::Sms));
    let sent = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(case) = open_case(tx, &id, &agent, now).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let Some(stored) = tx.person_read(&case.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let pin = tx.support_pin_read(&case.person).await?;
        if pin.is_some_and(|pin| PinState::of_set(pin.wrong) == PinState::Paused) {
            return Ok(Ok(CallCodeSent::Paused));
        }
        let Some(number) = settled(&stored.person.contacts, now).filter(|_| carries) else {
            return Ok(Ok(CallCodeSent::NoNumber));
        };
        if !tx.call_code_send_charge(&case.person, now).await? {
            return Ok(Ok(CallCodeSent::TooMany));
        }
        // A call centre asks for many persons from one address, as a portal does: the caps of numbers and money hold.
        let from_nowhere = Asked { client: Client::default(), ..frame.clone() };
        let way = (Method::Sms, number);
        if brake.admit(tx, &from_nowhere, PurposeKind::StepUp, way).await?.is_err() {
            return Ok(Ok(CallCodeSent::NoNumber));
        }
        let code = CallCode { id: ids.0.clone(), person: case.person.clone(), key: key.clone() };
        let until = now.plus(CALL_CODE_LASTS);
        tx.call_code_set(&code, true, now, until).await?;
        tx.job_insert(&NewJob {
            id: ids.1.clone(),
            kind: CALL_CODE,
            lane: Lane::Text,
            subject: code.person.to_string(),
            detail: Some(code.id.to_string()),
            created_at: now,
            useless_after: until,
        })
        .await?;
        let record = of_case(&frame, ids.2.clone(), "call-code.sent", &case);
        tx.audit_insert(&record.by_method(Some(Method::Sms))).await?;
        Ok(Ok(CallCodeSent::Sent { target: number.masked() }))
    })
    .await;
    ctx.store.notify_jobs();
    sent
}

/// The first mobile that was confirmed long enough ago.
fn settled(contacts: &[Contact], now: Timestamp) -> Option<&Contact> {
    contacts.iter().find(|contact| {
        contact.kind == ContactKind::Mobile
            && contact.confirmed_at.is_some_and(|at| now.since(at) >= SETTLED)
    })
}

/// Makes the message when it is sent: only then are there digits.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(person) = PersonId::parse(&job.subject) else {
        return Ok(Did::Failed("no person".to_owned()));
    };
    let now = ctx.clock.now();
    let id = person.clone();
    let read = async move |tx: &mut ReadTx| {
        let code = tx.call_code_read(&id).await?;
        Ok(code.zip(tx.person_read(&id).await?))
    };
    let Some((stored, known)) = ctx.store.read(read).await? else {
        return Ok(Did::Failed("the code or its person is gone".to_owned()));
    };
    let is_this = job.detail.as_deref() == Some(stored.code.id.as_str());
    let Some(code) =
        stored.code.code(ctx.checker.keys()).filter(|_| is_this && stored.is_open(MOST_WRONG, now))
    else {
        return Ok(Did::Failed("the code is over".to_owned()));
    };
    let Some(number) = settled(&known.person.contacts, now) else {
        return Ok(Did::Failed("the number is gone".to_owned()));
    };
    let language = known.person.language;
    let text = ctx.wording.call_code(code.reveal(), language);
    let rendered = Rendered { subject: None, text, html: None, spoken: None };
    let way = (Method::Sms, number.value.clone());
    let message = rendered.message(job, way, "call-code", language);
    send(ctx, &message, Some(&person), now).await
}
