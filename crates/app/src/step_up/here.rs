//! A step-up in our own pages: begun in the browser that holds the session, so its window opens at once.

use countersign_core::challenge::Payload;
use countersign_core::ids::{PersonId, SessionId, VisitId};
use countersign_core::ports::Bearer;
use countersign_core::step_up::{Area, Areas};
use countersign_store::{StoredVisit, Tx};
use serde::{Deserialize, Serialize};

use crate::challenge::{NewChallenge, issued, new_challenge};
use crate::duty::let_in;
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What is to be opened, and where the browser goes on.
#[derive(Clone, Debug)]
pub struct HereAsk {
    /// Whose.
    pub person: PersonId,
    /// In which of our own sessions.
    pub session: SessionId,
    /// Which area.
    pub area: Area,
    /// The page of ours it goes on with.
    pub then: String,
}

/// A visit that began. No Debug; kept only sealed, as the outcome of a form that may be sent twice.
#[derive(Clone, Serialize, Deserialize)]
pub struct BegunHere {
    /// The visit.
    pub visit: String,
    /// The value of its cookie.
    pub cookie: String,
    /// How long it lasts; milliseconds.
    pub lasts_ms: i64,
}

/// Begins a step-up in this browser. Nothing is sent by it.
pub async fn begin_here(ctx: &Ctx, asked: &Asked, ask: HereAsk) -> Outcome<BegunHere> {
    let now = asked.now;
    let visit = ctx.random(VisitId::generate);
    let cookie = ctx.random(Bearer::long);
    let lasts = ctx.policy.code_lifetime;
    let areas = Areas::only(vec![ask.area]);
    let challenge = new_challenge(
        ctx,
        NewChallenge {
            person: ask.person.clone(),
            payload: Payload::StepUp { session: ask.session.clone(), areas },
            session: Some(ask.session.clone()),
            visit: Some(visit.clone()),
            tries: ctx.policy.code_tries,
            expires_at: now.plus(lasts),
            now,
        },
    );
    let stored = StoredVisit {
        id: visit.clone(),
        person: ask.person.clone(),
        session: Some(ask.session.clone()),
        order: None,
        sign_in: None,
        change: None,
        challenge: Some(challenge.id.clone()),
        current: Some(challenge.id.clone()),
        return_to: Some(ask.then),
        created_at: now,
        expires_at: now.plus(lasts).plus(lasts),
    };
    let begun = BegunHere {
        visit: visit.to_string(),
        cookie: cookie.reveal().to_owned(),
        lasts_ms: stored.expires_at.ms() - now.ms(),
    };
    let record = issued(ctx.event_id(), asked, &challenge);
    run(ctx, asked, async move |tx: &mut Tx| {
        match tx.session_read(&ask.session).await? {
            Some(session) if session.person == ask.person && session.is_live(now) => {}
            _ => return Ok(Err(Refused::SessionEnded)),
        }
        if let Err(refused) = let_in(tx, &ask.person, &ask.session, now).await? {
            return Ok(Err(refused));
        }
        tx.challenge_insert(&challenge).await?;
        tx.visit_insert_opened(&stored, &cookie.hash()).await?;
        tx.audit_insert(&record).await?;
        Ok(Ok(begun.clone()))
    })
    .await
}
