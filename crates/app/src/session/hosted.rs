//! Our own sessions: who is signed in with a cookie, use noted, cookies changed.

use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, PersonId, SessionId};
use countersign_core::people::Person;
use countersign_core::policy::SessionTimes;
use countersign_core::ports::Bearer;
use countersign_core::session::{Factor, HostedSession, Standing};
pub use countersign_store::NewHosted;
use countersign_store::{ReadTx, Tx};

use crate::{AppError, Ctx};

/// What a cookie is worth.
#[derive(Clone, Debug)]
pub enum Found {
    /// Somebody is signed in.
    Present(Box<Present>),
    /// There was a session, and it is over.
    Over {
        /// Which.
        session: Box<HostedSession>,
        /// Since when and why.
        standing: Standing,
    },
    /// Nothing: unknown, or of a person who is disabled.
    Nobody,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Present {
    /// The session.
    pub session: HostedSession,
    /// The person.
    pub person: Person,
    /// The cookie is the one before the last rotation: it may read for a moment, and change nothing.
    pub is_stale: bool,
}

/// Who is signed in with this cookie. One read; nothing is written.
pub async fn present(ctx: &Ctx, cookie: &Bearer, now: Timestamp) -> Result<Found, AppError> {
    let hash = cookie.hash();
    let found = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(found) = tx.hosted_by_cookie(&hash, now).await? else { return Ok(Found::Nobody) };
        let standing = found.session.standing(now);
        if standing != Standing::Live {
            return Ok(Found::Over { session: Box::new(found.session), standing });
        }
        let Some(stored) = tx.person_read(&found.session.person).await? else {
            return Ok(Found::Nobody);
        };
        let present =
            Present { session: found.session, person: stored.person, is_stale: found.is_stale };
        Ok(Found::Present(Box::new(present)))
    });
    Ok(found.await?)
}

/// Notes that a session is used: at most once a minute, and never so that it outlives its longest time.
pub async fn used(
    ctx: &Ctx,
    person: &Person,
    session: &HostedSession,
    now: Timestamp,
) -> Result<(), AppError> {
    if !session.is_use_due(now) {
        return Ok(());
    }
    let id = session.id.clone();
    let end =
        HostedSession::idle_end(now, ctx.policy.session_times(person.staff).idle, session.ends_at);
    Ok(ctx.store.write(async move |tx: &mut Tx| tx.hosted_use(&id, now, end).await).await?)
}

/// Gives a session a new cookie (CS-LOG-06). `None`: it has ended, or got another one at the same time.
pub async fn rotate(
    ctx: &Ctx,
    id: &SessionId,
    before: &Bearer,
    now: Timestamp,
) -> Result<Option<Bearer>, AppError> {
    let cookie = ctx.random(Bearer::long);
    let (id, before, after) = (id.clone(), before.hash(), cookie.hash());
    let rotated = ctx
        .store
        .write(async move |tx: &mut Tx| tx.hosted_rotate(&id, &before, &after, now).await)
        .await?;
    Ok(rotated.then_some(cookie))
}

/// A session that begins now; its cookie's value is not part of it.
pub fn beginning(
    id: SessionId,
    person: PersonId,
    device: Option<DeviceId>,
    factor: Option<Factor>,
    password_at: Timestamp,
    times: SessionTimes,
    now: Timestamp,
) -> HostedSession {
    let ends_at = now.plus(times.lasts);
    HostedSession {
        id,
        person,
        device,
        created_at: now,
        used_at: now,
        expires_at: HostedSession::idle_end(now, times.idle, ends_at),
        ends_at,
        ended: None,
        password_at,
        factor,
        owes_to: None,
    }
}
