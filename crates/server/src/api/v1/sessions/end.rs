//! `DELETE /v1/sessions/{id}`: ends a session, its windows and its open challenges.

use axum::extract::State;
use countersign_app::session;
use countersign_core::ids::SessionId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// End a session.
#[utoipa::path(
    delete,
    path = "/v1/sessions/{id}",
    tag = "sessions",
    params(("id" = String, Path, description = "The session.")),
    responses(
        (status = 204, description = "Ended, now or before."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end_session(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<SessionId>,
) -> Result<StatusCode, Refused> {
    trouble::told(session::end(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
