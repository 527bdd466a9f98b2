//! `POST /security/stay`: somebody is still there. Says too when a session ends, for the notice two minutes before.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_core::session::HostedSession;
use http::StatusCode;

use super::browser::Browser;
use super::signed_in::SignedIn;
use super::turned::Turned;
use super::view::SessionEnd;
use crate::state::AppState;

/// Entering is the use; nothing else happens, and the page stays where it is. Only a press sends this form, never a timer, so
/// that a forgotten page does not keep its session (CS-LOG-07).
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    here.form(&body)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// When this session ends: this request counts as a use, unless the one before is not a minute old.
pub fn session_end(here: &SignedIn) -> SessionEnd {
    let now = here.now();
    let idle = here.state.ctx.policy.session_times(here.person.staff).idle;
    let idle_at = if here.hosted.is_use_due(now) {
        HostedSession::idle_end(now, idle, here.hosted.ends_at)
    } else {
        here.hosted.expires_at
    };
    SessionEnd {
        token: here.token(),
        idle_at,
        ends_at: here.hosted.ends_at,
        now,
        hours: here.hosted.ends_at.since(here.hosted.created_at).as_secs() / 3_600,
        lasts_ms: u64::try_from(idle.as_millis()).unwrap_or(u64::MAX),
    }
}
