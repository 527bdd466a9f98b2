//! Says what is open in a session: one indexed read, no write.

use countersign_core::Timestamp;
use countersign_core::access::ActsFor;
use countersign_core::ids::{AccountId, SessionId};
use countersign_core::policy::Policy;
use countersign_core::step_up::{Area, Areas};
use countersign_store::{ReadTx, SessionWindow};

use crate::{Ctx, Outcome, Refused};

/// An open window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowView {
    /// What is open, by name.
    pub areas: Vec<String>,
    /// Until when; milliseconds.
    pub until: i64,
}

/// The open window of a live session, if there is one.
pub async fn windows(
    ctx: &Ctx,
    session: &SessionId,
    now: Timestamp,
) -> Outcome<Option<WindowView>> {
    let Some(found) = ctx.store.window_read(session, now).await? else {
        return Ok(Err(Refused::NotFound));
    };
    Ok(Ok(view(ctx, &found, found.acts_for.as_ref(), now)))
}

/// The same for this account, which the portal names because the session may be for none in particular: what the person may not
/// enter there is not open there (CS-DEL-01).
pub async fn windows_for(
    ctx: &Ctx,
    session: &SessionId,
    account: &AccountId,
    now: Timestamp,
) -> Outcome<Option<WindowView>> {
    let Some(found) = ctx.store.window_read(session, now).await? else {
        return Ok(Err(Refused::NotFound));
    };
    let (session, account) = (session.clone(), account.clone());
    let read = ctx
        .store
        .read(async move |tx: &mut ReadTx| tx.session_in_account(&session, &account, now).await);
    Ok(Ok(match read.await? {
        Some(acts_for) => view(ctx, &found, Some(&acts_for), now),
        None => None,
    }))
}

/// What is open, of what the person may enter for the account. Nothing of that: no window.
fn view(
    ctx: &Ctx,
    found: &SessionWindow,
    acts_for: Option<&ActsFor>,
    now: Timestamp,
) -> Option<WindowView> {
    let window = found.window.as_ref().filter(|window| now < window.until())?;
    let names = area_names(window.areas(), &all_areas(ctx));
    let areas = enterable(&ctx.policy, acts_for, names);
    (!areas.is_empty()).then(|| WindowView { areas, until: window.until().ms() })
}

/// Those of these areas that somebody may enter for an account.
pub(super) fn enterable(
    policy: &Policy,
    acts_for: Option<&ActsFor>,
    names: Vec<String>,
) -> Vec<String> {
    let Some(acts_for) = acts_for else { return names };
    let enters = |name: &String| {
        Area::parse(name)
            .is_ok_and(|area| acts_for.enters(&policy.reaches, &policy.technical_rights, &area))
    };
    names.into_iter().filter(enters).collect()
}

pub(super) fn all_areas(ctx: &Ctx) -> Vec<String> {
    ctx.policy.areas.iter().map(|area| area.as_str().to_owned()).collect()
}

pub(super) fn area_names(areas: &Areas, all: &[String]) -> Vec<String> {
    match areas {
        Areas::All => all.to_vec(),
        Areas::Only(some) => some.iter().map(Area::as_str).map(str::to_owned).collect(),
    }
}
