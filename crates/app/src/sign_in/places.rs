//! Where a person is signed in, and which browsers know them: listed, ended and forgotten by handle.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, PersonId, SessionId};
use countersign_core::people::Method;
use countersign_store::{ListedSession, ReadTx, Tx};

use crate::request::run;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// A session as its person sees it: no cookie, no reference.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HostedView {
    /// A handle; not the cookie.
    pub id: String,
    /// Whose.
    pub person: String,
    /// `live`, `ended` or `expired`.
    pub state: String,
    /// `hosted` or `portal`.
    pub kind: String,
    /// When it began; milliseconds.
    pub created_at: i64,
    /// When it was last used, to the minute; milliseconds. Of a portal's session we do not know.
    pub used_at: Option<i64>,
    /// When it ends if it is not used; milliseconds.
    pub expires_at: i64,
    /// The second factor it began with.
    pub method: Option<String>,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// Its person owes a second factor.
    #[serde(default)]
    pub owes: bool,
}

/// A recognised browser as its person sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeviceView {
    /// A handle; not the cookie.
    pub id: String,
    /// When the person first signed in there; milliseconds.
    pub added_at: i64,
    /// When they last did; milliseconds.
    pub used_at: i64,
    /// Until when it is recognised; milliseconds.
    pub recognised_until: i64,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
}

/// The live sessions of a person, ours and the portal's, the newest first; `before` begins the page after that row. An unknown
/// person is refused.
pub async fn sessions(
    ctx: &Ctx,
    person: &PersonId,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<HostedView>> {
    let person = person.clone();
    let listed = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.person_read(&person).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        tx.sessions_of_person(&person, now, before.clone(), limit).await.map(Ok)
    });
    Ok(listed.await?.map(|listed| listed.into_iter().map(|row| view(row, now)).collect()))
}

/// One session, ours or a portal's, live or not.
pub async fn session(ctx: &Ctx, id: &SessionId, now: Timestamp) -> Outcome<HostedView> {
    let id = id.clone();
    let found = ctx.store.read(async move |tx: &mut ReadTx| tx.session_listed(&id).await).await?;
    Ok(found.map(|row| view(row, now)).ok_or(Refused::NotFound))
}

fn view(session: ListedSession, now: Timestamp) -> HostedView {
    let state = match session.ended_at {
        Some(_) => "ended",
        None if session.expires_at <= now => "expired",
        None => "live",
    };
    HostedView {
        id: session.id.to_string(),
        person: session.person.to_string(),
        state: state.to_owned(),
        kind: if session.is_hosted { "hosted" } else { "portal" }.to_owned(),
        created_at: session.created_at.ms(),
        used_at: session.used_at.map(Timestamp::ms),
        expires_at: session.expires_at.ms(),
        method: session.factor.map(Method::as_str).map(str::to_owned),
        client: session.client,
        owes: session.owes,
    }
}

/// The browsers a person signed in with.
pub async fn devices(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<DeviceView>, AppError> {
    let person = person.clone();
    let listed = ctx
        .store
        .read(async move |tx: &mut ReadTx| tx.devices_of_person(&person, now).await)
        .await?;
    let view = |device: countersign_store::StoredDevice| DeviceView {
        id: device.id.to_string(),
        added_at: device.added_at.ms(),
        used_at: device.used_at.ms(),
        recognised_until: device.recognised_until.ms(),
        client: device.client,
    };
    Ok(listed.into_iter().map(view).collect())
}

/// Ends one session of a person. Another person's is absent (CS-LOG-09).
pub async fn end_session(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &SessionId,
) -> Outcome<()> {
    let event = ctx.event_id();
    let (frame, person, id) = (asked.clone(), person.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        match tx.session_read(&id).await? {
            Some(session) if session.person == person => {}
            _ => return Ok(Err(Refused::NotFound)),
        }
        if tx.session_end(&id, "elsewhere", frame.now).await? {
            let record = frame
                .record(event.clone(), "session.ended")
                .about(&person, id.as_str(), Some(&id))
                .because("elsewhere");
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(()))
    })
    .await
}

/// Forgets one browser of a person: from then on it is like any other.
pub async fn forget_device(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    id: &DeviceId,
) -> Outcome<()> {
    let event = ctx.event_id();
    let (frame, person, id) = (asked.clone(), person.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.device_forget(&person, &id).await? {
            return Ok(Err(Refused::NotFound));
        }
        let record =
            frame.record(event.clone(), "device.forgotten").about(&person, id.as_str(), None);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}
