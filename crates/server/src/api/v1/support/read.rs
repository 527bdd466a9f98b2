//! `GET /v1/support/persons/{id}`: the state of the support PIN, what an agent asks right now, and the newest checks.

use axum::Json;
use axum::extract::State;
use countersign_app::support::{self, Question as Asked, StoredCheck};
use countersign_core::ids::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::time;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A person's side of the support desk. Holds no PIN and no code.
#[expect(clippy::struct_field_names, reason = "\"support PIN\" is the word for it")]
#[derive(Serialize, ToSchema)]
pub(crate) struct Support {
    /// `not-set`, `set`, or `paused` after three wrong ones.
    #[schema(example = "set")]
    support_pin: &'static str,
    /// "Are you on the phone with us right now?", while it waits: show it, and relay the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<Question>,
    /// The newest checks of callers, newest first; at most 50.
    checks: Vec<Check>,
}

/// What an agent asks.
#[derive(Serialize, ToSchema)]
pub(crate) struct Question {
    /// Its id.
    id: String,
    /// What the agent is called.
    agent: String,
    /// The ticket's number.
    ticket: String,
    /// When.
    asked_at: String,
}

/// One check of a caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Check {
    /// Its id.
    id: String,
    /// `pin`, `call-code` or `question`.
    #[schema(example = "pin")]
    kind: &'static str,
    /// `pending`, `right`, `wrong`, `paused`, `not-set`, `expired`; of a question `yes` or `no`.
    #[schema(example = "right")]
    state: &'static str,
    /// When.
    at: String,
    /// What the agent is called.
    agent: String,
    /// The ticket's number.
    ticket: String,
}

impl From<Asked> for Question {
    fn from(asked: Asked) -> Self {
        Self {
            id: asked.id.to_string(),
            agent: asked.agent,
            ticket: asked.ticket,
            asked_at: time(asked.asked_at.ms()),
        }
    }
}

impl From<StoredCheck> for Check {
    fn from(stored: StoredCheck) -> Self {
        Self {
            id: stored.check.id.to_string(),
            kind: stored.check.kind.as_str(),
            state: stored.check.state.as_str(),
            at: time(stored.check.at.ms()),
            agent: stored.agent_name,
            ticket: stored.ticket,
        }
    }
}

/// Read how a person stands with support.
#[utoipa::path(
    get,
    path = "/v1/support/persons/{id}",
    tag = "support",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 200, description = "PIN, question and checks.", body = Support),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_support(
    State(state): State<AppState>,
    frame: Frame,
    PathId(person): PathId<PersonId>,
) -> Result<Json<Support>, Refused> {
    let read = support::for_portal(&state.ctx, &frame.asked, &person).await;
    let view = trouble::told(read, frame.asked.now)?;
    Ok(Json(Support {
        support_pin: view.pin.as_str(),
        question: view.question.map(Into::into),
        checks: view.checks.into_iter().map(Into::into).collect(),
    }))
}
