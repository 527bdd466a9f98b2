//! `POST /v1/persons/{id}/recovery/stop`: relays from a session of the person's that they did not ask for it.

use axum::extract::State;
use countersign_app::recovery;
use countersign_core::ids::PersonId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::read_session;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Where the person said so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopsRecovery {
    /// A session of theirs that is open.
    session: String,
}

/// Stop the newest assisted recovery of a person, who says that they did not ask for it. Every contact is told.
#[utoipa::path(
    post,
    path = "/v1/persons/{id}/recovery/stop",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    request_body = StopsRecovery,
    responses(
        (status = 204, description = "It is over, now or before."),
        (status = 404, description = "`not-found`: no recovery that the person was told of, or no session of theirs.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`session-ended`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn stop_recovery(
    State(state): State<AppState>,
    frame: Frame,
    PathId(person): PathId<PersonId>,
    Strict(stops): Strict<StopsRecovery>,
) -> Result<StatusCode, Refused> {
    let session = read_session(&stops.session)?;
    let done = recovery::stop_from_portal(&state.ctx, &frame.asked, &person, &session).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
