//! `GET /confirm?handle=…`: exchanges the handle for the cookie of this browser, once.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::visit;
use countersign_core::ports::Bearer;
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, broken, nobody};
use crate::state::AppState;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let Some(handle) = browser.query("handle") else {
        return Err(nobody(&state, &browser, Problem::NotFound));
    };
    if browser.only_looks {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let handle = Bearer::presented(handle);
    match visit::open(&state.ctx, &handle, None, browser.now).await {
        Ok(Ok(opened)) => {
            let place = Place::Confirm(opened.visit.id);
            Ok(place.begin(&opened.cookie, opened.visit.expires_at.since(browser.now)))
        }
        Ok(Err(_)) => Err(nobody(&state, &browser, Problem::LinkUsed)),
        Err(error) => Err(broken(&state, &browser, &error, false)),
    }
}
