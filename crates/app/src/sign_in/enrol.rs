//! Between the password and the session of somebody who owes a second factor: what is left to do, and the end of it.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{ChangeId, PersonId, SessionId};
use countersign_core::policy::{AllowedWays, sign_in_is_complete};
use countersign_core::session::Factor;
use countersign_store::{ReadTx, StoreError, Tx};

use super::begin::{AtBrowser, Began, Beginning, Draw};
use crate::change::reaches_a_contact;
use crate::duty::{Reads, owed_by, required_of};
use crate::mailed::{LinkKind, Presented, link_read, link_use};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What somebody who owes a second factor is at.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// What people call the account that requires it.
    pub account: String,
    /// Who switched it on.
    pub by: Option<String>,
    /// What meets it.
    pub ways: AllowedWays,
    /// Where it stands.
    pub stage: EnrolmentStage,
}

/// Where a set-up stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolmentStage {
    /// It was not begun.
    Start,
    /// What the person has no longer meets the rule; it let them in this once.
    Outgrown,
    /// It goes on at this change.
    Resume(ChangeId),
    /// It is done but for the recovery codes, which this change shows.
    Codes(ChangeId),
    /// Nobody confirmed contact of the person's can be reached: a set-up link is needed.
    NeedsLink,
}

/// What came of the end of a set-up. No Debug; kept only sealed.
#[derive(Clone, Serialize, Deserialize)]
pub enum Enrolled {
    /// Nothing is owed: a session like any other.
    Done(Began),
    /// Something is left to do.
    Owes,
    /// The session is over, or what the person has was set up elsewhere meanwhile: the sign-in begins anew.
    Over,
}

/// What a person in this session still has to do; `None`: they owe nothing.
pub async fn enrolment(
    ctx: &Ctx,
    person: &PersonId,
    session: &SessionId,
    link: Option<Presented>,
    now: Timestamp,
) -> Outcome<Option<Enrolment>> {
    let shown = crate::challenge::Shown::of(ctx);
    let (person, session) = (person.clone(), session.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(owing) = tx.enrolment_read(&session).await? else { return Ok(Ok(None)) };
        let Some(stored) = tx.person_read(&person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let owed = match owed_by(tx, &stored.person, now).await? {
            Some(owed) => owed,
            None if codes_are_left(tx, &person, &session).await? => {
                let Some(required) = required_of(tx, &person, now).await? else {
                    return Ok(Ok(None));
                };
                let stage = match tx.enrolment_change(&session, now).await? {
                    Some(change) => EnrolmentStage::Codes(change),
                    None => EnrolmentStage::Start,
                };
                return Ok(Ok(Some(named(tx, required, stage).await?)));
            }
            None => return Ok(Ok(None)),
        };
        let brought = match &link {
            Some(link) => link_read(tx, link, now).await?.is_some_and(|link| link.person == person),
            None => false,
        };
        let reached = stored.person.has_second_factor()
            || owing.linked_at.is_some()
            || brought
            || reaches_a_contact(&shown, &stored.person, now);
        let stage = match tx.enrolment_change(&session, now).await? {
            Some(change) if is_under_way(tx, &change).await? => EnrolmentStage::Resume(change),
            _ if !reached => EnrolmentStage::NeedsLink,
            _ if stored.person.has_second_factor() => EnrolmentStage::Outgrown,
            _ => EnrolmentStage::Start,
        };
        Ok(Ok(Some(named(tx, owed, stage).await?)))
    });
    Ok(read.await?)
}

async fn named(
    tx: &mut ReadTx,
    reads: Reads,
    stage: EnrolmentStage,
) -> Result<Enrolment, StoreError> {
    let by = tx.person_read(&reads.set_by).await?.map(|stored| stored.person.name);
    Ok(Enrolment { account: reads.name, by, ways: reads.ways, stage })
}

/// A change that was carried out and met nothing is no way on.
async fn is_under_way(tx: &mut ReadTx, change: &ChangeId) -> Result<bool, StoreError> {
    use countersign_store::ChangeState::{Granted, Open};
    let change = tx.change_read(change).await?;
    Ok(change.is_some_and(|change| matches!(change.state, Open | Granted)))
}

/// A way was set up here, and the recovery codes that come with a first one are not saved.
async fn codes_are_left(
    tx: &mut ReadTx,
    person: &PersonId,
    session: &SessionId,
) -> Result<bool, StoreError> {
    let set_up = tx.enrolment_way(session).await?.is_some();
    Ok(set_up && tx.recovery_salt(person).await?.is_none())
}

/// Uses a set-up link up, in the session of the person it is for: it stands in for the code to a confirmed contact (CS-F2-04).
/// Whoever has the link without the password, or the password without the link, gets nowhere.
pub async fn use_set_up_link(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
    link: Presented,
) -> Outcome<()> {
    let (frame, event) = (asked.clone(), ctx.event_id());
    let (person, session) = (person.clone(), session.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        // Another person's stays good for whom it is meant.
        match link_read(tx, &link, now).await? {
            Some(found) if found.kind == LinkKind::SetUp && found.person == person => {
                let stored = tx.password_read(&person).await?;
                if stored.is_none_or(|stored| stored.version.to_string() != found.binding) {
                    return Ok(Err(Refused::LinkUsed));
                }
            }
            _ => return Ok(Err(Refused::LinkUsed)),
        }
        if !tx.enrolment_linked(&session, now).await? {
            return Ok(Err(Refused::SessionEnded));
        }
        if link_use(tx, &link, now).await?.is_none() {
            return Err(StoreError::Conflict);
        }
        let record = frame.record(event.clone(), "set-up-link.used").about(
            &person,
            person.as_str(),
            Some(&session),
        );
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}

/// Ends a session that owed and begins one like any other, if nothing is owed by now (CS-F2-05): what the account requires was
/// set up in this session, or is required no more, and the recovery codes are saved.
pub async fn enrolled(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    at: AtBrowser,
) -> Outcome<Enrolled> {
    let (draw, frame, session) = (Draw::of(ctx), asked.clone(), session.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let Some(owing) = tx.enrolment_read(&session).await? else { return Ok(Ok(Enrolled::Over)) };
        let Some(before) = tx.hosted_read(&session).await? else { return Ok(Ok(Enrolled::Over)) };
        let Some(stored) = tx.person_read(&owing.person).await? else {
            return Ok(Ok(Enrolled::Over));
        };
        let required = required_of(tx, &owing.person, now).await?.is_some();
        if owed_by(tx, &stored.person, now).await?.is_some()
            || required && codes_are_left(tx, &owing.person, &session).await?
        {
            return Ok(Ok(Enrolled::Owes));
        }
        let set_up = tx.enrolment_way(&session).await?;
        let factor = set_up.map(|(method, at)| Factor { method, at }).or(before.factor);
        if !tx.enrolment_finish(&session, now).await?
            || !sign_in_is_complete(&stored.person, factor.map(|factor| factor.method))
        {
            return Ok(Ok(Enrolled::Over));
        }
        let new = Beginning {
            person: &stored.person,
            at: &at,
            factor: factor.filter(|_| stored.person.has_second_factor()),
            password_at: before.password_at,
            destination: &owing.owes_to,
        };
        Ok(Ok(Enrolled::Done(draw.begin(tx, &frame, new).await?)))
    })
    .await;
    ctx.store.notify_jobs();
    done
}
