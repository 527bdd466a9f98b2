//! `GET /orders/{id}/help`: "I did not get the code".

use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::OrderId;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::no_code;
use crate::pages::turned::Turned;
use crate::pages::visiting::{Place, Visiting};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<OrderId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    Ok(no_code::draw(&here))
}
