//! `POST /v1/challenges/{id}/complete`: redeems the one-time result that the person's browser brought back.

use axum::Json;
use axum::extract::State;
use countersign_app::step_up;
use countersign_core::ids::ChallengeId;
use countersign_core::ports::Bearer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Grant, read_session};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// What the browser brought to `return_to`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Brought {
    /// The one-time result; works for 60 s.
    result: String,
    /// The session that the browser which brought it is in. Named, a result of another session is refused and stays good.
    session: Option<String>,
}

/// The window is open.
#[derive(Serialize, ToSchema)]
pub(crate) struct Completed {
    /// What the hosted page gave.
    grant: Grant,
}

/// Redeem a result. Take it only from the browser session that was sent to `confirm_url`.
#[utoipa::path(
    post,
    path = "/v1/challenges/{id}/complete",
    tag = "challenges",
    params(("id" = String, Path, description = "The challenge.")),
    request_body = Brought,
    responses(
        (status = 200, description = "Redeemed; the window is open.", body = Completed),
        (status = 409, description = "`result-refused`: wrong, used, older than 60 s, or of another session. `session-ended`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn complete_challenge(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<ChallengeId>,
    Strict(brought): Strict<Brought>,
) -> Result<Json<Completed>, Refused> {
    let result = Bearer::presented(brought.result);
    let session = brought.session.as_deref().map(read_session).transpose()?;
    let completed = step_up::complete(&state.ctx, &frame.asked, id, result, session).await;
    let grant = trouble::told(completed, frame.asked.now)?.into();
    Ok(Json(Completed { grant }))
}
