//! `POST /sign-in/{id}/send`: a way was chosen.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::SignInId;

use super::show::over;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::sending;
use crate::pages::turned::Turned;
use crate::pages::visiting::{Place, Visiting};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    let form = Form::read(&here, &body)?;
    match over(&here) {
        Some(over) => Ok(over),
        None => sending::choose(&here, &form).await,
    }
}
