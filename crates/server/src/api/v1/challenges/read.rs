//! `GET /v1/challenges/{id}`: where a challenge stands.

use axum::Json;
use axum::extract::State;
use countersign_app::challenge;
use countersign_core::ids::ChallengeId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::time;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A challenge. It tells nothing that would help to answer it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Challenge {
    /// Its id.
    id: String,
    /// `open`, `passed`, `failed`, `closed` or `expired`.
    state: &'static str,
    /// `step-up` or `order`.
    purpose: &'static str,
    /// Who is asked.
    person: String,
    /// The method, once it is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    /// The contact, masked, once it is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// From then on a right answer is refused.
    expires_at: String,
    /// Wrong tries that are left.
    attempts_left: i64,
    /// When a code was last sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<String>,
    /// When a provider took the code over.
    #[serde(skip_serializing_if = "Option::is_none")]
    handed_at: Option<String>,
    /// When no provider took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_at: Option<String>,
}

/// Read a challenge.
#[utoipa::path(
    get,
    path = "/v1/challenges/{id}",
    tag = "challenges",
    params(("id" = String, Path, description = "The challenge.")),
    responses(
        (status = 200, description = "The challenge.", body = Challenge),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_challenge(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<ChallengeId>,
) -> Result<Json<Challenge>, Refused> {
    let now = frame.asked.now;
    let view = trouble::told(challenge::read(&state.ctx, &id, now).await, now)?;
    let stored = view.challenge;
    let shown = |at: Option<countersign_core::Timestamp>| at.map(|at| time(at.ms()));
    Ok(Json(Challenge {
        id: stored.id.to_string(),
        state: view.state,
        purpose: stored.payload.kind().as_str(),
        person: stored.person.to_string(),
        method: stored.method.map(countersign_core::people::Method::as_str),
        target: stored.target,
        expires_at: time(stored.expires_at.ms()),
        attempts_left: (stored.tries_limit - stored.tries).max(0),
        sent_at: shown(stored.sent_at),
        handed_at: shown(stored.handed_at),
        failed_at: shown(stored.failed_at),
    }))
}
