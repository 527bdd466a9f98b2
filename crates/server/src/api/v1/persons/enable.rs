//! `POST /v1/persons/{id}/enable`: lets a person sign in again.

use axum::extract::State;
use countersign_app::people;
use countersign_core::ids::PersonId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Let a person sign in again who was disabled. They are told.
#[utoipa::path(
    post,
    path = "/v1/persons/{id}/enable",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 204, description = "Enabled."),
        (status = 404, description = "`not-found`: nobody, or not disabled.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn enable_person(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<PersonId>,
) -> Result<StatusCode, Refused> {
    trouble::told(people::enable(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
