//! `POST /v1/challenges`: asks a person to step up.

use axum::Json;
use axum::extract::State;
use countersign_app::challenge::{self, StepUpAsk};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{NewChallenge, invalid, read_person, read_session};
use crate::http::json::Strict;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Most areas of one challenge.
const MOST_AREAS: usize = 100;

/// What the person is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepUp {
    /// Who is asked.
    person: String,
    /// `step-up`. Orders have challenges of their own.
    #[schema(example = "step-up")]
    purpose: String,
    /// The session that is to enter.
    session: String,
    /// The areas; all unless given.
    #[serde(default)]
    areas: Vec<String>,
    /// Where the hosted page leads back to; a registered return target.
    return_to: Option<String>,
}

/// Start a step-up.
#[utoipa::path(
    post,
    path = "/v1/challenges",
    tag = "challenges",
    request_body = StepUp,
    responses(
        (status = 201, description = "Started. Nothing is sent yet.", body = NewChallenge),
        (status = 409, description = "`session-ended`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: names the field.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_challenge(
    State(state): State<AppState>,
    frame: Frame,
    Strict(new): Strict<StepUp>,
) -> Result<(StatusCode, Json<NewChallenge>), Refused> {
    if new.purpose != "step-up" {
        let problem = "The purpose of a challenge made here is \"step-up\"; an order's is made at POST /v1/orders/{id}/challenges.";
        return Err(invalid("purpose", problem));
    }
    if new.areas.len() > MOST_AREAS {
        return Err(invalid("areas", "A challenge names at most 100 areas."));
    }
    let ask = StepUpAsk {
        person: read_person(&new.person)?,
        session: read_session(&new.session)?,
        areas: new.areas,
        return_to: new.return_to,
    };
    let issued = challenge::issue_step_up(&state.ctx, &frame.asked, ask).await;
    let created = trouble::told(issued, frame.asked.now)?;
    Ok((StatusCode::CREATED, Json(created.into())))
}
