//! The second agent: approves what the first one asked for, or declines it. Never the same person's other sign-in.

use countersign_core::ids::{JobId, RecoveryId};
use countersign_core::people::{Person, Role};
use countersign_core::support::RecoveryState;
use countersign_store::{Lane, NewJob, ReadTx, StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::record;
use super::tell::{RECOVERY_TOLD, STEPS};
use crate::request::run;
use crate::support::Agent;
use crate::{Asked, Ctx, Outcome, Refused};

/// A notice waits at most so long for a worker.
const WORTH: std::time::Duration = std::time::Duration::from_hours(24);

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approved {
    /// It waits for its time.
    Waiting,
    /// It is declined.
    Declined,
    /// Whoever asked for it does not decide on it, under no sign-in of theirs.
    SamePerson,
    /// It was decided on before, or has ended.
    Over,
}

/// Approves a recovery: from now on it waits, and everybody is told.
pub async fn approve(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    id: &RecoveryId,
) -> Outcome<Approved> {
    let (frame, agent, id, event) = (asked.clone(), agent.clone(), id.clone(), ctx.event_id());
    let jobs = [JobId::generate; 3].map(|make| ctx.random(make));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(stored) = tx.recovery_read(&id).await? else { return Ok(Err(Refused::NotFound)) };
        if is_same(tx, &stored.asked.requested_by, &agent).await? {
            return Ok(Ok(Approved::SamePerson));
        }
        let person = &stored.asked.stop.person;
        let roles = tx.roles_of_person(person, now).await?;
        let owns = roles.iter().any(|role| role.role == Role::Owner);
        let wait = stored.asked.kind.wait(owns);
        let opens = now.plus(wait);
        if !tx.recovery_approve(&id, &agent.id, now, opens).await? {
            return Ok(Ok(Approved::Over));
        }
        let moments = [now, now.plus(wait / 2), opens];
        for ((job, (step, _)), at) in jobs.iter().zip(STEPS).zip(moments) {
            tx.job_insert(&NewJob {
                id: job.clone(),
                kind: RECOVERY_TOLD,
                lane: Lane::Mail,
                subject: id.to_string(),
                detail: Some(step.to_owned()),
                created_at: at,
                useless_after: at.plus(WORTH),
            })
            .await?;
        }
        let record = record(&frame, event.clone(), "recovery.approved", &stored, Some(&agent.name));
        tx.audit_insert(&record.because(stored.asked.kind.as_str())).await?;
        Ok(Ok(Approved::Waiting))
    })
    .await;
    ctx.store.notify_jobs();
    done
}

/// Declines it. Nothing has happened by then.
pub async fn decline(
    ctx: &Ctx,
    asked: &Asked,
    agent: &Agent,
    id: &RecoveryId,
) -> Outcome<Approved> {
    let (frame, agent, id, event) = (asked.clone(), agent.clone(), id.clone(), ctx.event_id());
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(stored) = tx.recovery_read(&id).await? else { return Ok(Err(Refused::NotFound)) };
        if stored.state != RecoveryState::Requested {
            return Ok(Ok(Approved::Over));
        }
        let state = RecoveryState::Declined;
        if !tx.recovery_close(&id, state, agent.id.as_str(), frame.now).await? {
            return Ok(Ok(Approved::Over));
        }
        let record = record(&frame, event.clone(), "recovery.declined", &stored, Some(&agent.name));
        tx.audit_insert(&record).await?;
        Ok(Ok(Approved::Declined))
    })
    .await
}

/// Whether two sign-ins are one human's, as far as anybody can tell: the same one, the same name, or a contact in common.
async fn is_same(
    tx: &mut ReadTx,
    first: &countersign_core::ids::PersonId,
    second: &Agent,
) -> Result<bool, StoreError> {
    if *first == second.id {
        return Ok(true);
    }
    let (one, other) = (tx.person_read(first).await?, tx.person_read(&second.id).await?);
    // Whoever asked and was stopped since is still another human than whoever approves.
    let (Some(one), Some(other)) = (one, other) else { return Ok(false) };
    Ok(are_one(&one.person, &other.person))
}

fn are_one(one: &Person, other: &Person) -> bool {
    let name = |person: &Person| {
        person.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let shares = |value: &str| other.contacts.iter().any(|contact| contact.value == value);
    name(one) == name(other) || one.contacts.iter().any(|contact| shares(&contact.value))
}
