//! Landlines read no text: they are called, and key 9 stops the recovery (CS-SUP-06).

use countersign_channels::Message;
use countersign_core::Timestamp;
use countersign_core::ids::{ContactId, JobId, PersonId, RecoveryId};
use countersign_core::people::{Contact, ContactKind, Method, Person};
use countersign_core::support::{RecoveryKind, RecoveryState};
use countersign_store::{Job, Lane, NewJob, ReadTx, StoreError, StoredRecovery, Tx};

use super::close::{By, Closing};
use crate::jobs::{Did, tell};
use crate::{AppError, Asked, Ctx};

/// The kind of job that calls.
pub(crate) const RECOVERY_CALL: &str = "recovery-call";
/// Most numbers of one person that are called.
pub(super) const MOST_CALLED: usize = 5;
/// A call waits at most so long for a worker.
const WORTH: std::time::Duration = std::time::Duration::from_hours(6);

/// Has the numbers called that read no text.
pub(super) async fn call_numbers(
    tx: &mut Tx,
    stored: &StoredRecovery,
    (jobs, texts): ([JobId; MOST_CALLED], bool),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some((_, numbers)) = to_call(tx, &stored.asked.stop.person, texts, now).await? else {
        return Ok(());
    };
    for (number, id) in numbers.iter().zip(jobs) {
        tx.job_insert(&NewJob {
            id,
            kind: RECOVERY_CALL,
            lane: Lane::Call,
            subject: stored.asked.stop.id.to_string(),
            detail: Some(number.id.to_string()),
            created_at: now,
            useless_after: now.plus(WORTH),
        })
        .await?;
    }
    Ok(())
}

/// Calls one of them, if the recovery still waits.
pub(crate) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let now = ctx.clock.now();
    let (person, message) = match message(ctx, job, now).await? {
        Ok(found) => found,
        Err(why) => return Ok(Did::Failed(why.to_owned())),
    };
    tell(ctx, &message, &person, now).await
}

/// What the call says, as it was said.
pub(crate) async fn again(ctx: &Ctx, job: &Job) -> Result<Option<Message>, AppError> {
    let said = message(ctx, job, ctx.clock.now()).await?;
    Ok(said.ok().map(|(_, message)| message))
}

async fn message(
    ctx: &Ctx,
    job: &Job,
    now: Timestamp,
) -> Result<Result<(PersonId, Message), &'static str>, AppError> {
    let contact = job.detail.as_deref().map(ContactId::parse);
    let (Ok(id), Some(Ok(contact))) = (RecoveryId::parse(&job.subject), contact) else {
        return Ok(Err("no recovery"));
    };
    let texts = ctx.carried().carries(Method::Sms);
    let read = async move |tx: &mut ReadTx| {
        let Some(stored) = tx.recovery_read(&id).await? else { return Ok(None) };
        let found = to_call(tx, &stored.asked.stop.person, texts, now).await?;
        Ok(found.map(|(person, numbers)| (stored, person, numbers)))
    };
    let Some((stored, person, numbers)) = ctx.store.read(read).await? else {
        return Ok(Err("the recovery or its person is gone"));
    };
    let Some(opens) = stored.opens_at.filter(|_| stored.state == RecoveryState::Waiting) else {
        return Ok(Err("the recovery is over"));
    };
    let Some(number) = numbers.into_iter().find(|one| one.id == contact) else {
        return Ok(Err("the number is gone"));
    };
    let of_contact = stored.asked.kind == RecoveryKind::Contact;
    let rendered = ctx.wording.recovery_call(of_contact, opens, person.language);
    let way = (Method::Call, number.value);
    let message = rendered.message(job, way, "notice", person.language);
    Ok(Ok((person.id, message)))
}

/// The confirmed landlines of a person, and those that were removed or replaced in the last days; where no text messages go, their
/// mobiles too.
async fn to_call(
    tx: &mut ReadTx,
    person: &PersonId,
    texts: bool,
    now: Timestamp,
) -> Result<Option<(Person, Vec<Contact>)>, StoreError> {
    let Some(known) = tx.person_read(person).await? else { return Ok(None) };
    let current = known.person.contacts.iter().filter(|one| one.confirmed_at.is_some()).cloned();
    let former = tx.former_contacts(person, now).await?;
    let all = current.chain(former).filter(|one| match one.kind {
        ContactKind::Landline => true,
        ContactKind::Mobile => !texts,
        ContactKind::Email => false,
    });
    let numbers = all.take(MOST_CALLED).collect();
    Ok(Some((known.person, numbers)))
}

/// What stopping by key 9 needs, drawn before the plan.
pub(crate) struct KeyNine(Closing);

impl KeyNine {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        let asked = Asked::of_nobody("call", ctx.clock.now());
        Self(Closing::draw(ctx, &asked, By::contact()))
    }

    /// Whoever was called by this job pressed 9. Of other calls it does nothing.
    pub(crate) async fn pressed(&self, tx: &mut Tx, job: &JobId) -> Result<(), StoreError> {
        let called = tx.job_read(job).await?.filter(|job| job.kind == RECOVERY_CALL);
        let Some(Ok(id)) = called.map(|job| RecoveryId::parse(&job.subject)) else { return Ok(()) };
        self.0.run(tx, &id).await.map(|_| ())
    }
}
