//! Begins a change: from then on it waits for its proof, or has it already.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, ChangeId, ContactId, PersonId, SessionId, VisitId};
use countersign_core::people::{Method, Person};
use countersign_core::policy::{
    ChangeKind, may_remove, may_remove_contact, password_is_fresh, ways_of,
};
use countersign_core::ports::Bearer;
use countersign_core::session::OwnPath;
use countersign_store::{ChangeState, StoreError, StoredChange, StoredVisit, Tx};
use serde::{Deserialize, Serialize};

use super::CHANGE_LASTS;
use super::grant::Advance;
use crate::duty::keeps;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A second factor given at the sign-in counts for codes that are owed for this long.
const FACTOR_FRESH: Duration = Duration::from_mins(5);

/// What is to be changed, and what was proved before.
#[derive(Clone, Debug)]
pub struct Begin {
    /// Whose ways.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// When the password was last given in it.
    pub password_at: Timestamp,
    /// When a second factor was given in it.
    pub factor_at: Option<Timestamp>,
    /// What is changed.
    pub kind: ChangeKind,
    /// The authenticator that is replaced or removed.
    pub subject: Option<AuthenticatorId>,
    /// The way that is to be set up, where it was chosen before the proof; with the number of a text message or call.
    pub way: Option<(Method, Option<ContactId>)>,
    /// The contact that is confirmed, changed or removed; `None` where another one is to be entered.
    pub contact: Option<ContactId>,
    /// The page of ours that it leads to at its end.
    pub goes_on_to: Option<OwnPath>,
}

/// A change that began.
#[derive(Clone, Serialize, Deserialize)]
pub struct Begun {
    /// Its id.
    pub change: String,
    /// The cookie of its pages; kept only sealed, as the outcome of a form that may be sent twice.
    pub cookie: String,
    /// How long the browser keeps it, in milliseconds.
    pub lasts_ms: i64,
}

/// Begins a change. The unfinished one of the same session is given up.
pub async fn begin(ctx: &Ctx, asked: &Asked, ask: Begin) -> Outcome<Begun> {
    let now = asked.now;
    let id = ctx.random(ChangeId::generate);
    let cookie = ctx.random(Bearer::long);
    let fresh = password_is_fresh(Some(ask.password_at), now);
    let change = StoredChange {
        id: id.clone(),
        person: ask.person.clone(),
        session: ask.session.clone(),
        kind: ask.kind,
        subject: ask.subject.clone(),
        state: ChangeState::Open,
        password_at: fresh.then_some(ask.password_at),
        password_tries: 0,
        granted_at: None,
        granted_by: None,
        way: ask.way.as_ref().map(|(way, _)| *way),
        contact: contact_of(&ask),
        new_contact: ask.contact.clone().filter(|_| ask.kind == ChangeKind::AddContact),
        new_authenticator: ctx.random(AuthenticatorId::generate),
        first_step: 0,
        name: None,
        keep_old: false,
        recovery_set: None,
        goes_on_to: ask.goes_on_to.as_ref().map(|to| to.as_str().to_owned()),
        created_at: now,
        expires_at: now.plus(CHANGE_LASTS),
    };
    let visit = StoredVisit {
        id: ctx.random(VisitId::generate),
        person: ask.person.clone(),
        session: Some(ask.session.clone()),
        order: None,
        sign_in: None,
        change: Some(id.clone()),
        challenge: None,
        current: None,
        return_to: None,
        created_at: now,
        // As long again from the grant on, for what is set up.
        expires_at: now.plus(CHANGE_LASTS).plus(CHANGE_LASTS),
    };
    let begun = Begun {
        change: id.to_string(),
        cookie: cookie.reveal().to_owned(),
        lasts_ms: visit.expires_at.ms() - now.ms(),
    };
    let advance = Advance::draw(ctx, asked, &visit.id);
    let record = asked
        .record(ctx.event_id(), "change.begun")
        .about(&ask.person, id.as_str(), Some(&ask.session))
        .because(ask.kind.as_str());
    run(ctx, asked, async move |tx: &mut Tx| {
        let stored = tx.person_read_in(&ask.person, Some(&ask.session)).await?;
        let Some(stored) = stored else { return Ok(Err(Refused::NotFound)) };
        if let Err(refused) = fits(&stored.person, &ask) {
            return Ok(Err(refused));
        }
        match tx.session_read(&ask.session).await? {
            Some(session) if session.person == ask.person && session.is_live(now) => {}
            _ => return Ok(Err(Refused::SessionEnded)),
        }
        let owing = tx.enrolment_read(&ask.session).await?;
        if owing.is_some() && !matches!(ask.kind, ChangeKind::TurnOn | ChangeKind::NewCodes) {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = may_let_go(tx, &stored.person, &ask, now).await? {
            return Ok(Err(refused));
        }
        tx.change_insert(&change).await?;
        tx.visit_insert_opened(&visit, &cookie.hash()).await?;
        tx.audit_insert(&record).await?;
        let shown = owing.is_some() && shown_just_now(tx, &stored.person, &ask, now).await?;
        if fresh && (shown || codes_are_owed(tx, &stored.person, &ask, now).await?) {
            advance.grant(tx, &change, None).await?;
        } else if fresh
            && let Err(refused) = advance.on(tx, &change, &visit, &stored.person).await?
        {
            tx.change_close(&change.id).await?;
            return Ok(Err(refused));
        }
        Ok(Ok(begun.clone()))
    })
    .await
}

/// The number that is turned on, or the contact that is changed or removed.
fn contact_of(ask: &Begin) -> Option<ContactId> {
    match ask.kind {
        ChangeKind::AddContact | ChangeKind::ChangeContact | ChangeKind::RemoveContact => {
            ask.contact.clone()
        }
        _ => ask.way.as_ref().and_then(|(_, contact)| contact.clone()),
    }
}

/// Whether there is something to change.
fn fits(person: &Person, ask: &Begin) -> Result<(), Refused> {
    let subject = ask.subject.as_ref().map(|id| {
        person.authenticators.iter().find(|known| known.id == *id).ok_or(Refused::NotFound)
    });
    match (ask.kind, subject.transpose()?) {
        (ChangeKind::Remove, Some(known)) => {
            may_remove(person, &known.id).map_err(|_| Refused::LastWay)
        }
        (ChangeKind::Replace | ChangeKind::Remove, None) => Err(Refused::NotFound),
        (ChangeKind::TurnOff | ChangeKind::NewCodes, _) if !person.has_second_factor() => {
            Err(Refused::NotFound)
        }
        _ => Ok(()),
    }?;
    fits_contact(person, ask)?;
    // A number is looked at again when its code is sent; somebody else's never comes that far.
    match &ask.way {
        Some((_, Some(contact))) if person.contact(contact).is_none() => Err(Refused::NotFound),
        _ => Ok(()),
    }
}

/// Whether the contact is there, and may be done that to.
fn fits_contact(person: &Person, ask: &Begin) -> Result<(), Refused> {
    let known = ask.contact.as_ref().map(|id| person.contact(id).ok_or(Refused::NotFound));
    match (ask.kind, known.transpose()?) {
        (ChangeKind::AddContact, Some(known)) if known.confirmed_at.is_some() => {
            Err(Refused::ContactKnown)
        }
        (ChangeKind::ChangeContact | ChangeKind::RemoveContact, None) => Err(Refused::NotFound),
        (ChangeKind::RemoveContact, Some(known)) => {
            may_remove_contact(person, known).map(drop).map_err(Refused::from)
        }
        _ => Ok(()),
    }
}

/// Whether a second factor that was given then still proves codes that are owed.
pub fn proves_owed_codes(factor_at: Option<Timestamp>, now: Timestamp) -> bool {
    factor_at.is_some_and(|at| now.since(at) <= FACTOR_FRESH)
}

/// Whoever is to set up a stricter way than the one that just let them in has proved who they are with that one: nothing is asked
/// twice in one flow.
async fn shown_just_now(
    tx: &mut Tx,
    person: &Person,
    ask: &Begin,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if ask.kind != ChangeKind::TurnOn || !proves_owed_codes(ask.factor_at, now) {
        return Ok(false);
    }
    let read = tx.person_read(&person.id).await?;
    Ok(read.is_some_and(|read| read.person.has_second_factor()))
}

/// What an account requires is not begun to be taken away; whether it is so at the end is looked at again there.
async fn may_let_go(
    tx: &mut Tx,
    person: &Person,
    ask: &Begin,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    let without: Vec<AuthenticatorId> = match (ask.kind, &ask.subject, &ask.contact) {
        (ChangeKind::TurnOff, _, _) => {
            person.authenticators.iter().map(|known| known.id.clone()).collect()
        }
        (ChangeKind::Remove, Some(subject), _) => vec![subject.clone()],
        (ChangeKind::RemoveContact, _, Some(contact)) => {
            ways_of(person, contact).into_iter().map(|(way, _)| way).collect()
        }
        _ => return Ok(Ok(())),
    };
    if without.is_empty() { Ok(Ok(())) } else { keeps(tx, &person.id, &without, now).await }
}

/// Whoever just signed in with a second factor and has no code left gets new ones on the spot: that sign-in was the proof.
async fn codes_are_owed(
    tx: &mut Tx,
    person: &Person,
    ask: &Begin,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let proved = proves_owed_codes(ask.factor_at, now);
    if ask.kind != ChangeKind::NewCodes || !proved || person.recovery_codes > 0 {
        return Ok(false);
    }
    // The factor of the sign-in is one that the person still has; a factor that fell since is no proof.
    let read = tx.person_read(&person.id).await?;
    Ok(read.is_some_and(|read| read.person.has_second_factor()))
}
