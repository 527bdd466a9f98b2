//! `GET /orders/{id}/receipt`: the receipt as a file.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_core::ids::OrderId;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Visiting};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<OrderId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Order(id)).await?;
    let stored = here.view.order.as_ref();
    let Some((stored, receipt)) =
        stored.and_then(|stored| Some((stored, stored.receipt.as_ref()?)))
    else {
        return Err(here.problem(Problem::NotFound).into());
    };
    let name = format!("attachment; filename=\"receipt-{}.jws\"", stored.order.reference());
    let headers = [(CONTENT_TYPE, "application/jose".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, receipt.clone()).into_response())
}
