//! `/security/recovery`: what happens when, for whoever is signed in while support gives access to their account to somebody, and the
//! button that stops it.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::recovery;
use http::StatusCode;

use super::area;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{RecoveryStatusPage, StopsAt};
use crate::state::AppState;

const PATH: &str = "/security/recovery";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let own = recovery::own(&here.state.ctx, &here.person.id).await;
    let Some(view) = own.map_err(|error| here.broken(&error, false))? else {
        return Ok(turned::see_other(area::OVERVIEW));
    };
    let (shell, token) = (here.shell(PATH), here.token());
    let page = RecoveryStatusPage { shell, token, view, stops_at: StopsAt::Session };
    Ok(here.page(StatusCode::OK, &page))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "stop-recovery")));
    match recovery::stop_own(&here.state.ctx, &asked, &here.person.id).await {
        // One that has ended meanwhile shows what became of it.
        Ok(_) => Ok(turned::see_other(PATH)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
