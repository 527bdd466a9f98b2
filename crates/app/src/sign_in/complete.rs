//! The second step: a right answer completes a pending sign-in, if nothing else is owed by then.

use serde::{Deserialize, Serialize};

use countersign_core::challenge::{Grant, SignIn};
use countersign_core::people::Method;
use countersign_core::policy::sign_in_is_complete;
use countersign_core::ports::Bearer;
use countersign_core::session::Factor;
use countersign_store::{Meter, StoreError, Tx};

use super::begin::{AtBrowser, Began, Beginning, Draw};
use crate::challenge::{Answer, Effect, Typed, answer};
use crate::recovery::hold;
use crate::visit::stand;
use crate::{Asked, Ctx, Outcome};

/// What a right answer gives. No Debug; kept only sealed.
#[derive(Clone, Serialize, Deserialize)]
pub enum Completed {
    /// A session.
    SignedIn(Began),
    /// The sign-in is over: it ran out, or what the person has changed meanwhile. It begins anew.
    Over,
}

/// Answers the second step of the pending sign-in whose cookie this is.
pub async fn answer_sign_in(
    ctx: &Ctx,
    asked: &Asked,
    cookie: &Bearer,
    method: Method,
    code: Typed,
    at: AtBrowser,
) -> Outcome<Completed> {
    let current = match stand(ctx, cookie).await? {
        Ok(stand) => stand.current,
        Err(refused) => return Ok(Err(refused)),
    };
    let from = at.address.clone();
    let effect = CompleteSignIn::of(ctx, asked, at);
    answer::<SignIn, _>(ctx, asked, Answer { challenge: current, method, code, from }, effect).await
}

/// Completes a sign-in with its grant.
pub(crate) struct CompleteSignIn {
    asked: Asked,
    at: AtBrowser,
    draw: Draw,
}

impl CompleteSignIn {
    pub(crate) fn of(ctx: &Ctx, asked: &Asked, at: AtBrowser) -> Self {
        Self { asked: asked.clone(), at, draw: Draw::of(ctx) }
    }
}

impl Effect<SignIn> for CompleteSignIn {
    type Gives = Completed;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<SignIn>,
        _: &Meter,
    ) -> Result<Completed, StoreError> {
        let (at, method) = (grant.at(), grant.method());
        let person = grant.person().clone();
        let id = grant.into_payload();
        hold(tx, &person).await?;
        let Some(pending) = tx.sign_in_complete(&id, at).await? else {
            return Ok(Completed::Over);
        };
        let Some(stored) = tx.person_read(&person).await? else { return Ok(Completed::Over) };
        let fits = pending.person == person && sign_in_is_complete(&stored.person, Some(method));
        if !fits {
            return Ok(Completed::Over);
        }
        let new = Beginning {
            person: &stored.person,
            at: &self.at,
            factor: stored.person.has_second_factor().then_some(Factor { method, at }),
            password_at: pending.password_at,
            destination: &pending.destination,
        };
        Ok(Completed::SignedIn(self.draw.begin(tx, &self.asked, new).await?))
    }
}
