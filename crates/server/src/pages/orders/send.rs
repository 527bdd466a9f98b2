//! `POST /orders/{id}/send`: a way was chosen, or the order is not to be run.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::OrderId;

use super::{show, stop};
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
    PathId(id): PathId<OrderId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    let form = Form::read(&here, &body)?;
    if form.get("do") == "stop" {
        return stop::stop(&here, &form).await;
    }
    match show::over(&here) {
        Some(_) => Ok(here.to_page("")),
        None => sending::choose(&here, &form).await,
    }
}
