//! `POST /v1/persons/{id}/disable`: ends everything a person has open, and lets nobody sign in as them.

use axum::extract::State;
use countersign_app::people;
use countersign_core::ids::PersonId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Disable a person: sessions, windows and challenges end at once, open orders are cancelled, and nobody signs in as them.
///
/// What they are in accounts stays. The only owner of an account who can sign in is not disabled.
#[utoipa::path(
    post,
    path = "/v1/persons/{id}/disable",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 204, description = "Disabled."),
        (status = 404, description = "`not-found`: nobody, or disabled before.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`last-owner`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn disable_person(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<PersonId>,
) -> Result<StatusCode, Refused> {
    trouble::told(people::disable(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
