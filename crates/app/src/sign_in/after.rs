//! What comes between a sign-in and the page that was asked for.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::people::Person;
use countersign_store::{StoreError, Tx};

use super::destination::{Destination, with_result};
use crate::{AppError, Ctx};

/// How long a one-time result waits for the portal.
const RESULT_LASTS: Duration = Duration::from_mins(1);
/// Nobody is invited twice in this span.
const INVITED_AGAIN: Duration = Duration::from_hours(24);

/// Where a browser goes next.
pub enum After {
    /// The person has no second factor and was not invited today.
    Invite,
    /// One of our own pages.
    Page(String),
    /// The portal, with a one-time result. Not for logs.
    Portal(String),
}

/// Decides it for a person who is signed in. An invitation is noted when it is shown, so that it comes once a day however the
/// page is left.
pub async fn after(
    ctx: &Ctx,
    person: &Person,
    session: &SessionId,
    destination: &Destination,
    now: Timestamp,
) -> Result<After, AppError> {
    // Whoever was given access back turns one on before anything else; so do staff, and are no customers of a portal.
    if (person.staff.is_some() || person.must_enrol) && !person.has_second_factor() {
        return Ok(After::Page("/security/methods".to_owned()));
    }
    if !person.has_second_factor() && invited(ctx, &person.id, now).await? {
        return Ok(After::Invite);
    }
    let (return_to, state) = match destination {
        Destination::Portal { return_to, state } if person.staff.is_none() => (return_to, state),
        Destination::Own(path) => return Ok(After::Page(path.as_str().to_owned())),
        Destination::Portal { .. } | Destination::Default => {
            return Ok(After::Page("/security".to_owned()));
        }
    };
    let result = ctx.short_bearer();
    let (hash, session) = (result.hash(), session.clone());
    ctx.store
        .write(async move |tx: &mut Tx| {
            tx.sign_in_result_insert(&hash, &session, now.plus(RESULT_LASTS)).await
        })
        .await?;
    Ok(After::Portal(with_result(return_to, result.reveal(), state.as_deref())))
}

async fn invited(ctx: &Ctx, person: &PersonId, now: Timestamp) -> Result<bool, StoreError> {
    let person = person.clone();
    let before = now.minus(INVITED_AGAIN);
    ctx.store.write(async move |tx: &mut Tx| tx.person_invite(&person, before, now).await).await
}
