//! `POST /v1/channels/reload`: reads the file of routes again, whether or not it looks changed.

use axum::extract::State;
use countersign_app::delivery;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug};
use crate::state::AppState;

/// Read the file of routes again.
#[utoipa::path(
    post,
    path = "/v1/channels/reload",
    tag = "channels",
    responses(
        (status = 204, description = "The routes of the file are in force on the node that answered; others follow within a second."),
        (status = 422, description = "`invalid-value`: the file cannot be used, and the routes before it stay in force.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reload_routes(
    State(state): State<AppState>,
    _frame: Frame,
) -> Result<StatusCode, Refused> {
    match delivery::reload(&state.ctx) {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(why) => Err(Problem::new(Slug::InvalidValue).detail(why).into()),
    }
}
