//! The person's own side of the support PIN: set, changed and removed inside an open window, never shown.

use countersign_core::Timestamp;
use countersign_core::challenge::MalformedCode;
use countersign_core::ids::{PersonId, SessionId, SupportPinId};
use countersign_core::limits::Lane;
use countersign_core::people::Person;
use countersign_core::step_up::Area;
use countersign_core::support::{PinState, SupportPin};
use countersign_store::{ReadTx, StoreError, Tx};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::people::PERSONAL_DATA;
use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A new PIN as it was typed.
pub struct NewPin {
    /// Whose.
    pub person: Person,
    /// In which session.
    pub session: SessionId,
    /// The lane of its browser, for the hash.
    pub lane: Lane,
    /// What was typed.
    pub typed: Zeroizing<String>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinSaved {
    /// It is written.
    Saved,
    /// It is no PIN: so many digits were found, of six.
    Malformed {
        /// Digits found.
        found: u32,
    },
    /// It is too easy to guess.
    Easy,
    /// The window is not open, or no longer: nothing is written.
    WindowClosed,
}

/// What is known of a person's PIN, to everybody who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinView {
    /// Where it stands.
    pub state: PinState,
    /// When it was set.
    pub set_at: Option<Timestamp>,
}

/// Where the PIN of a person stands.
pub async fn pin(ctx: &Ctx, person: &PersonId) -> Result<PinView, AppError> {
    let person = person.clone();
    let read = async move |tx: &mut ReadTx| tx.support_pin_read(&person).await;
    Ok(match ctx.store.read(read).await? {
        Some(stored) => {
            PinView { state: PinState::of_set(stored.wrong), set_at: Some(stored.set_at) }
        }
        None => PinView { state: PinState::NotSet, set_at: None },
    })
}

/// Sets the PIN, if the session's window is open where it commits. The one before is forgotten, and with it its wrong ones.
pub async fn set_pin(ctx: &Ctx, asked: &Asked, new: NewPin) -> Outcome<PinSaved> {
    let pin = match SupportPin::read(&new.typed) {
        Ok(pin) => pin,
        Err(malformed) => return Ok(Ok(PinSaved::Malformed { found: digits(malformed) })),
    };
    let (person, session, now) = (new.person.id.clone(), new.session.clone(), asked.now);
    let look = person.clone();
    let references = ctx.store.read(async move |tx: &mut ReadTx| {
        if !is_open(tx, &session, now).await? {
            return Ok(None);
        }
        Ok(Some(tx.roles_of_person(&look, now).await?))
    });
    let Some(accounts) = references.await? else { return Ok(Ok(PinSaved::WindowClosed)) };
    let contacts = new.person.contacts.iter().map(|contact| contact.value.as_str());
    if pin.is_easy(contacts.chain(accounts.iter().map(|account| account.reference.as_str()))) {
        return Ok(Ok(PinSaved::Easy));
    }
    let hash = ctx.hash_pool.hash(&new.lane, pin.to_hash(&person)).await?;
    let id = ctx.random(SupportPinId::generate);
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let session = new.session;
    let saved = run(ctx, asked, async move |tx: &mut Tx| {
        if !is_open(tx, &session, frame.now).await? {
            return Ok(Ok(PinSaved::WindowClosed));
        }
        if tx.person_read(&person).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        tx.support_pin_set(&person, &id, &hash, frame.now).await?;
        let record = frame.record(event.clone(), "support-pin.set");
        tx.audit_insert(&record.about(&person, id.as_str(), Some(&session))).await?;
        let seen = frame.seen();
        notice.tell(tx, &person, SecurityNotice::SupportPinSet, &seen, frame.now).await?;
        Ok(Ok(PinSaved::Saved))
    })
    .await;
    ctx.store.notify_jobs();
    saved
}

/// Removes the PIN, if the session's window is open where it commits. Nothing to remove is no refusal.
pub async fn remove_pin(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
) -> Outcome<PinSaved> {
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let (person, session) = (person.clone(), session.clone());
    let removed = run(ctx, asked, async move |tx: &mut Tx| {
        if !is_open(tx, &session, frame.now).await? {
            return Ok(Ok(PinSaved::WindowClosed));
        }
        if tx.support_pin_remove(&person).await? {
            let record = frame.record(event.clone(), "support-pin.removed");
            tx.audit_insert(&record.about(&person, person.as_str(), Some(&session))).await?;
            let seen = frame.seen();
            notice.tell(tx, &person, SecurityNotice::SupportPinRemoved, &seen, frame.now).await?;
        }
        Ok(Ok(PinSaved::Saved))
    })
    .await;
    ctx.store.notify_jobs();
    removed
}

async fn is_open(tx: &mut ReadTx, session: &SessionId, now: Timestamp) -> Result<bool, StoreError> {
    let Ok(area) = Area::parse(PERSONAL_DATA) else { return Ok(false) };
    let window = tx.window_in(session, now).await?;
    Ok(window.is_some_and(|window| window.covers(session, &area, now)))
}

fn digits(malformed: MalformedCode) -> u32 {
    match malformed {
        MalformedCode::Empty => 0,
        MalformedCode::Shape { found, .. } => u32::try_from(found).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_pool::{HashPool, Verified};

    /// CS-SUP-02: without the key that lies outside the database nobody recognises the PIN, and the same PIN of another person
    /// is another hash.
    #[tokio::test]
    async fn a_copy_of_the_database_recognises_no_pin() {
        let person =
            |end: &str| PersonId::parse(&format!("per_{}", end.repeat(26))).expect("an id");
        let pool = |key| HashPool::new([key; 32], countersign_core::policy::HashCost::default(), 2);
        let pin = SupportPin::read("480351").expect("six digits");
        let lane = Lane::Unrecognised;
        let hash = pool(7).hash(&lane, pin.to_hash(&person("0"))).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        let verify = async |key, whose: &str| {
            let typed = pin.to_hash(&person(whose));
            pool(key).verify(&lane, typed, Some(hash.clone())).await.expect("compared")
        };
        assert!(matches!(verify(7, "0").await, Verified::Right { .. }));
        assert_eq!(verify(8, "0").await, Verified::Wrong);
        assert_eq!(verify(7, "1").await, Verified::Wrong);
    }
}
