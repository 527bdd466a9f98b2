//! `/sign-in/recover/status`: what happens when, for whoever was told, and the button that stops it. Looking stops nothing.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::mailed::LinkKind;
use countersign_app::recovery::{self, StatusView, StopWith};
use http::StatusCode;

use super::start;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::mailed_token::MailedToken;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{RecoveryStatusPage, StopsAt, Wrong};
use crate::state::AppState;

const PATH: &str = "/sign-in/recover/status";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::StopRecovery,
    cookie: "__Host-stop-recovery",
    path: PATH,
    // The page is meant to be acted on now; the mail still has the link.
    waits: LinkKind::Reset.lasts(),
};

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, with) = enter(state, browser)?;
    let asked = here.asked(None);
    match recovery::status(&here.state.ctx, &asked, &with).await {
        Ok(Some(view)) => Ok(draw(&here, view, StopsAt::Link)),
        Ok(None) => Ok(LINK.clear(start::draw(&here, Wrong::Unknown))),
        Err(error) => Err(here.broken(&error)),
    }
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    // Without the link there is nothing to stop, and the page where one looks is the other one.
    let Ok((here, with)) = enter(state, browser) else { return Ok(turned::see_other(start::PATH)) };
    let form = Form::read(&here, &body)?;
    let asked = here.asked(Some(form.once(&here, "stop")));
    match recovery::stop(&here.state.ctx, &asked, &with).await {
        Ok(Ok(_)) => Ok(turned::see_other(PATH)),
        Ok(Err(_)) => Ok(LINK.clear(start::draw(&here, Wrong::Unknown))),
        Err(error) => Err(here.broken(&error)),
    }
}

/// The page for whoever typed a stop code; it stands in the form, since it is in no address.
pub async fn draw_by_code(
    here: &Stranger,
    with: &StopWith,
    typed: String,
) -> Result<Response, Turned> {
    match recovery::status(&here.state.ctx, &here.asked(None), with).await {
        Ok(Some(view)) => Ok(draw(here, view, StopsAt::Code(typed))),
        Ok(None) => Ok(start::draw(here, Wrong::Unknown)),
        Err(error) => Err(here.broken(&error)),
    }
}

fn enter(state: AppState, browser: Browser) -> Result<(Stranger, StopWith), Turned> {
    match LINK.brought(state, browser) {
        Ok((here, link)) => Ok((here, StopWith::Link(link.token().clone()))),
        Err(stranger) => Err(start::draw(&stranger, Wrong::Nothing).into()),
    }
}

fn draw(here: &Stranger, view: StatusView, stops_at: StopsAt) -> Response {
    let page = RecoveryStatusPage { shell: here.shell(PATH), token: here.token(), view, stops_at };
    here.page(StatusCode::OK, &page)
}
