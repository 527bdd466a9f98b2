//! `/security/sessions` and `/security/devices`: where a person is signed in, and which browsers know them.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::{Refused, session, sign_in};
use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, SessionId};
use countersign_core::session::Client;
use http::StatusCode;
use serde_json::Value;

use super::area;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PlaceLine, PlacesPage, Problem};
use crate::state::AppState;

const SESSIONS: &str = "/security/sessions";
const DEVICES: &str = "/security/devices";
/// Sessions on the page; nobody has more open who does not script it.
pub const MOST: u32 = 100;

pub async fn sessions(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let listed = sign_in::sessions(&here.state.ctx, &here.person.id, None, MOST, here.now()).await;
    let listed = match listed {
        Ok(listed) => listed.unwrap_or_default(),
        Err(error) => return Err(here.broken(&error, false)),
    };
    let lines = listed.into_iter().map(|session| PlaceLine {
        is_here: session.id == here.session.as_str(),
        handle: session.id,
        name: name_of(session.client.as_deref()),
        of_portal: session.kind == "portal",
        since: Timestamp::from_ms(session.created_at),
        used: session.used_at.map(Timestamp::from_ms),
    });
    draw(&here, SESSIONS, lines.collect()).await
}

pub async fn devices(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let listed = sign_in::devices(&here.state.ctx, &here.person.id, here.now()).await;
    let listed = listed.map_err(|error| here.broken(&error, false))?;
    let mine = here.hosted.device.as_ref().map(DeviceId::as_str);
    let lines = listed.into_iter().map(|device| PlaceLine {
        is_here: mine == Some(device.id.as_str()),
        handle: device.id,
        name: name_of(device.client.as_deref()),
        of_portal: false,
        since: Timestamp::from_ms(device.added_at),
        used: Some(Timestamp::from_ms(device.used_at)),
    });
    draw(&here, DEVICES, lines.collect()).await
}

/// Ends one session, or all others.
pub async fn end(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "end")));
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    let ended = if form.get("all") == "others" {
        session::end_others(ctx, &asked, person, &here.session).await.map(|ended| ended.map(drop))
    } else if let Ok(id) = SessionId::parse(form.get("handle")) {
        sign_in::end_session(ctx, &asked, person, &id).await
    } else {
        Ok(Err(Refused::NotFound))
    };
    back(&here, SESSIONS, ended)
}

/// Forgets one device.
pub async fn forget(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "forget")));
    let forgotten = match DeviceId::parse(form.get("handle")) {
        Ok(id) => sign_in::forget_device(&here.state.ctx, &asked, &here.person.id, &id).await,
        Err(_) => Ok(Err(Refused::NotFound)),
    };
    back(&here, DEVICES, forgotten)
}

/// A foreign handle is like one that never was (CS-LOG-09).
fn back(
    here: &SignedIn,
    path: &str,
    done: countersign_app::Outcome<()>,
) -> Result<Response, Turned> {
    match done {
        Ok(Ok(())) => Ok(turned::see_other(path)),
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn draw(
    here: &SignedIn,
    path: &'static str,
    lines: Vec<PlaceLine>,
) -> Result<Response, Turned> {
    let page = PlacesPage {
        shell: here.shell(path),
        area: area::of(here, path).await?,
        token: here.token(),
        sessions: path == SESSIONS,
        lines,
    };
    Ok(here.page(StatusCode::OK, &page))
}

/// Browser and system, where people know them by name.
fn name_of(client: Option<&str>) -> Option<String> {
    let parsed: Value = serde_json::from_str(client?).ok()?;
    let agent = parsed["user_agent"].as_str()?;
    let client = Client::new(None, Some(agent));
    let parts: Vec<&str> = [client.browser(), client.system()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
