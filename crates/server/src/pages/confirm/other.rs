//! `GET /confirm/{id}/other`: every way this person has.

use axum::extract::State;
use axum::response::Response;
use countersign_core::ids::VisitId;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::choose_page;
use crate::pages::turned::Turned;
use crate::pages::visiting::{Place, Standing, Visiting};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Confirm(id)).await?;
    if here.standing() == Standing::Passed {
        return Ok(here.to_page(""));
    }
    Ok(super::show::over(&here).unwrap_or_else(|| choose_page::draw(&here, "/other", None)))
}
