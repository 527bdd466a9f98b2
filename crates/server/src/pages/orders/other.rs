//! `GET /orders/{id}/other`: every way this person has.

use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::OrderId;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::choose_page;
use crate::pages::turned::Turned;
use crate::pages::visiting::{Place, Visiting};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<OrderId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    Ok(super::show::over(&here).unwrap_or_else(|| choose_page::draw(&here, "/other", None)))
}
