//! `DELETE /v1/sessions/{id}/windows`: closes what is open, now.

use axum::extract::State;
use countersign_app::step_up;
use countersign_core::ids::SessionId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Close a session's windows.
#[utoipa::path(
    delete,
    path = "/v1/sessions/{id}/windows",
    tag = "windows",
    params(("id" = String, Path, description = "The session.")),
    responses(
        (status = 204, description = "Closed, now or before."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close_windows(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<SessionId>,
) -> Result<StatusCode, Refused> {
    trouble::told(step_up::close(&state.ctx, &frame.asked, id).await, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
