//! `/security/kept/{id}`: a form that met a lapsed window or session, and goes on.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::kept::{Fields, keep, kept};
use countersign_app::people::PERSONAL_DATA;
use countersign_app::session::hosted::{self, Found};
use countersign_core::ids::KeptFormId;
use countersign_core::ports::Bearer;
use countersign_core::session::{HostedSession, Standing};

use super::personal_data;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::{Form, HasForms};
use crate::pages::people;
use crate::pages::signed_in::{self, SignedIn};
use crate::pages::turned::{self, Turned};
use crate::pages::view::Problem;
use crate::pages::visiting::{broken, nobody};
use crate::state::AppState;

const PATH: &str = "/security/kept/";

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<KeptFormId>,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    match find(&here, &id).await? {
        Some(fields) => personal_data::show_kept(&here, &id, &fields).await,
        None => Ok(here.problem(Problem::Lapsed)),
    }
}

/// The address of a kept form.
pub fn path_of(id: &KeptFormId) -> String {
    format!("{PATH}{id}")
}

/// Whether a page that a step-up goes on with is a kept form.
pub fn is_kept(path: &str) -> bool {
    path.starts_with(PATH) || path.starts_with(people::KEPT)
}

/// Goes on after a step-up: a form that waited is carried out, anything else is shown.
pub async fn go_on(here: &SignedIn, path: &str) -> Result<Response, Turned> {
    if let Some(id) = path.strip_prefix(people::KEPT).and_then(|id| KeptFormId::parse(id).ok()) {
        return people::go_on(here, &id).await;
    }
    let id = path.strip_prefix(PATH).and_then(|id| KeptFormId::parse(id).ok());
    let Some(id) = id else { return Ok(turned::see_other(path)) };
    match find(here, &id).await? {
        Some(fields) => personal_data::save_kept(here, &id, &fields).await,
        None => Ok(turned::see_other(path)),
    }
}

async fn find(here: &SignedIn, id: &KeptFormId) -> Result<Option<Fields>, Turned> {
    let found = kept(&here.state.ctx, &here.person.id, PERSONAL_DATA, id, here.now()).await;
    found.map_err(|error| here.broken(&error, false))
}

/// Keeps a form that came after its session was over, and leads to sign in and back to it. `None`: there was no such session,
/// or the form was not of one of its pages.
pub async fn of_lapsed_session(
    state: &AppState,
    browser: &Browser,
    body: &Bytes,
    names: &[&str],
) -> Result<Option<Response>, Turned> {
    let Some(cookie) = browser.cookie(signed_in::COOKIE).map(Bearer::presented) else {
        return Ok(None);
    };
    let found = hosted::present(&state.ctx, &cookie, browser.now).await;
    let found = found.map_err(|error| broken(state, browser, &error, false))?;
    let Found::Over { session, standing } = found else { return Ok(None) };
    // Whoever ended a session for safety did not mean its forms to go on.
    if !matches!(standing, Standing::Idle { .. } | Standing::TooOld { .. }) {
        return Ok(None);
    }
    let here = Lapsed { state, browser, cookie, session: &session };
    let form = Form::read(&here, body)?;
    let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, form.get(name))).collect();
    let id = keep(&state.ctx, &session.person, PERSONAL_DATA, &fields, browser.now).await;
    let id = id.map_err(|error| broken(state, browser, &error, false))?;
    Ok(Some(signed_in::over(state, browser, &session, &path_of(&id))))
}

/// A page of a session that is over: good for telling whose form it was, and for nothing else.
struct Lapsed<'a> {
    state: &'a AppState,
    browser: &'a Browser,
    cookie: Bearer,
    session: &'a HostedSession,
}

impl HasForms for Lapsed<'_> {
    fn state(&self) -> &AppState {
        self.state
    }

    fn browser(&self) -> &Browser {
        self.browser
    }

    fn secret(&self) -> &str {
        self.cookie.reveal()
    }

    fn owner(&self) -> &str {
        self.session.id.as_str()
    }

    fn refuse(&self, problem: Problem) -> Response {
        use axum::response::IntoResponse as _;
        nobody(self.state, self.browser, problem).into_response()
    }
}
