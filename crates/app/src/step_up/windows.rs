//! Says what is open in a session: one indexed read, no write.

use countersign_core::Timestamp;
use countersign_core::ids::SessionId;
use countersign_core::step_up::{Area, Areas};

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
    let open = found.window.filter(|window| now < window.until());
    Ok(Ok(open.map(|window| WindowView {
        areas: area_names(window.areas(), &all_areas(ctx)),
        until: window.until().ms(),
    })))
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
