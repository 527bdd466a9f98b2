//! From the password to the grant: what a change still asks for, and what a right answer does.

use countersign_core::Timestamp;
use countersign_core::challenge::{ChangeAuthenticator, Grant, Payload, PurposeKind};
use countersign_core::ids::{EventId, VisitId};
use countersign_core::people::{Method, Person};
use countersign_core::policy::asks_for_method;
use countersign_store::{Meter, StoreError, StoredChallenge, StoredChange, StoredVisit, Tx};
use serde::{Deserialize, Serialize};

use super::{CHANGE_LASTS, about, put_on_page};
use crate::challenge::{Effect, NewChallenge, Shown, issued, new_challenge};
use crate::{Asked, Ctx, Refused};

/// What a change needs to go on, drawn before the plan.
pub(crate) struct Advance {
    asked: Asked,
    blank: StoredChallenge,
    shown: Shown,
    event: EventId,
    granted: EventId,
}

impl Advance {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked, visit: &VisitId) -> Self {
        Self {
            asked: asked.clone(),
            blank: blank(ctx, asked, visit),
            shown: Shown::of(ctx),
            event: ctx.event_id(),
            granted: ctx.event_id(),
        }
    }

    /// After the password: asks for a current method, or grants where there is nothing to ask with.
    ///
    /// In a session that only enrols the password alone grants nothing: whoever stole it would be the first to enrol. There it
    /// takes the factor of the sign-in, a code to a confirmed contact, or a set-up link (CS-F2-04).
    pub(crate) async fn on(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        visit: &StoredVisit,
        person: &Person,
    ) -> Result<Result<(), Refused>, StoreError> {
        let now = self.asked.now;
        let owing = tx.enrolment_read(&change.session).await?;
        if owing.as_ref().is_some_and(|owing| owing.linked_at.is_some()) {
            return self.grant(tx, change, None).await.map(Ok);
        }
        let offers = self.shown.offers(person, PurposeKind::ChangeAuthenticator, false, now);
        if !asks_for_method(person, &offers) {
            if owing.is_some() {
                return Ok(Err(Refused::SetUpLinkNeeded));
            }
            return self.grant(tx, change, None).await.map(Ok);
        }
        let challenge = StoredChallenge {
            person: change.person.clone(),
            payload: about(change),
            session: Some(change.session.clone()),
            visit: Some(visit.id.clone()),
            ..self.blank.clone()
        };
        put_on_page(tx, visit, &challenge).await?;
        tx.audit_insert(&issued(self.event.clone(), &self.asked, &challenge)).await.map(Ok)
    }

    /// Grants a change that needs no further proof.
    pub(crate) async fn grant(
        &self,
        tx: &mut Tx,
        change: &StoredChange,
        by: Option<Method>,
    ) -> Result<(), StoreError> {
        let now = self.asked.now;
        let until = now.plus(CHANGE_LASTS);
        if !tx.change_grant(&change.id, &change.session, by, now, until).await? {
            return Err(StoreError::Conflict);
        }
        let record = self
            .asked
            .record(self.granted.clone(), "change.granted")
            .about(&change.person, change.id.as_str(), Some(&change.session))
            .by_method(by)
            .because(change.kind.as_str());
        tx.audit_insert(&record).await
    }
}

/// Whether a code to a confirmed contact can prove who a person without a second factor is.
pub(crate) fn reaches_a_contact(shown: &Shown, person: &Person, now: Timestamp) -> bool {
    let offers = shown.offers(person, PurposeKind::ChangeAuthenticator, false, now);
    asks_for_method(person, &offers)
}

/// A challenge of nobody: person, session and payload are put in from the change.
pub(crate) fn blank(ctx: &Ctx, asked: &Asked, visit: &VisitId) -> StoredChallenge {
    let session = ctx.random(countersign_core::ids::SessionId::generate);
    let change = ctx.random(countersign_core::ids::ChangeId::generate);
    new_challenge(
        ctx,
        NewChallenge {
            person: ctx.random(countersign_core::ids::PersonId::generate),
            payload: Payload::ChangeAuthenticator { session, change },
            session: None,
            visit: Some(visit.clone()),
            tries: ctx.policy.code_tries,
            expires_at: asked.now.plus(ctx.policy.code_lifetime),
            now: asked.now,
        },
    )
}

/// A right answer grants the change it is for, and no other.
pub(crate) struct MarkGranted {
    pub(crate) asked: Asked,
    pub(crate) event: EventId,
}

/// The change is granted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Granted {}

impl Effect<ChangeAuthenticator> for MarkGranted {
    type Gives = Granted;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<ChangeAuthenticator>,
        meter: &Meter,
    ) -> Result<Granted, StoreError> {
        let (by, at) = (grant.method(), grant.at());
        let (session, change) = grant.into_payload();
        let until = at.plus(CHANGE_LASTS);
        // The charge looked at the change in this transaction; if it was given up since, everything is taken back and the next
        // answer finds the challenge closed.
        if !tx.change_grant(&change, &session, Some(by), at, until).await? {
            return Err(StoreError::Conflict);
        }
        if meter.session_misses > 0 {
            tx.session_misses_forget(&session).await?;
        }
        let record = self
            .asked
            .record(self.event.clone(), "change.granted")
            .about(&meter.person, change.as_str(), Some(&session))
            .by_method(Some(by));
        tx.audit_insert(&record).await?;
        Ok(Granted {})
    }
}
