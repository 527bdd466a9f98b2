//! `POST /v1/support/questions/{id}/answer`: relays "yes" or "no" from a session of the person's.

use axum::extract::State;
use countersign_app::support::{self, QuestionAnswer};
use countersign_core::ids::CheckId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{invalid, read_session};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// What the person said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Says {
    /// The session in which they said it.
    session: String,
    /// `yes` or `no`.
    #[schema(example = "yes")]
    answer: String,
}

/// Answer the question whether the person is on the phone with support.
#[utoipa::path(
    post,
    path = "/v1/support/questions/{id}/answer",
    tag = "support",
    params(("id" = String, Path, description = "The question.")),
    request_body = Says,
    responses(
        (status = 204, description = "The agent sees it."),
        (status = 404, description = "`not-found`: no such question of this session's person, or it waits no longer.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`session-ended`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer_question(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<CheckId>,
    Strict(said): Strict<Says>,
) -> Result<StatusCode, Refused> {
    let session = read_session(&said.session)?;
    let says = match said.answer.as_str() {
        "yes" => QuestionAnswer::Yes,
        "no" => QuestionAnswer::No,
        _ => return Err(invalid("answer", "The answer is \"yes\" or \"no\".")),
    };
    let (ctx, asked) = (&state.ctx, &frame.asked);
    let relayed = support::answer_from_portal(ctx, asked, &id, &session, says).await;
    trouble::told(relayed, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
