//! `POST /v1/challenges/{id}/answer`: relays what the person typed at the portal's own page.

use axum::Json;
use axum::extract::State;
use countersign_app::challenge::{self, Answer, Typed};
use countersign_app::{order, step_up};
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::ChallengeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Grant, read_method};
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, Slug, trouble};
use crate::state::AppState;

/// What the person typed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Relayed {
    /// The method.
    #[schema(example = "sms")]
    method: String,
    /// The code as it was typed: spaces, hyphens and digits of other scripts are understood.
    #[schema(example = "482 913")]
    code: String,
}

/// The code was right.
#[derive(Serialize, ToSchema)]
pub(crate) struct Passed {
    /// `passed`.
    state: &'static str,
    /// What it gave.
    grant: Grant,
}

/// Answer a challenge. A wrong answer costs a try and stands in the person's guess ledger.
#[utoipa::path(
    post,
    path = "/v1/challenges/{id}/answer",
    tag = "challenges",
    params(("id" = String, Path, description = "The challenge.")),
    request_body = Relayed,
    responses(
        (status = 200, description = "Right.", body = Passed),
        (status = 403, description = "`guesses-closed` with `ways`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`challenge-closed`, `not-sent`, `method-fixed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`wrong-code` with `attempts_left`, `malformed-code`, `code-expired`, `code-used`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "`guesses-wait` with `until`; see `Retry-After`.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer_challenge(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<ChallengeId>,
    Strict(relayed): Strict<Relayed>,
) -> Result<Json<Passed>, Refused> {
    let (ctx, asked) = (&state.ctx, &frame.asked);
    let method = read_method(&relayed.method)?;
    let purpose = trouble::told(challenge::purpose(ctx, &id).await, asked.now)?;
    let answer = Answer { challenge: id, method, code: Typed(relayed.code), from: None };
    let grant: Grant = match purpose {
        PurposeKind::StepUp => {
            trouble::told(step_up::answer_step_up(ctx, asked, answer).await, asked.now)?.into()
        }
        PurposeKind::Order => {
            trouble::told(order::answer_order(ctx, asked, answer).await, asked.now)?.into()
        }
        // Other purposes are answered on pages of their own and read as unknown here.
        _ => return Err(Slug::ChallengeClosed.into()),
    };
    Ok(Json(Passed { state: "passed", grant }))
}
