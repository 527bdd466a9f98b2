//! `GET /v1/persons/{id}/recovery`: where the newest assisted recovery of a person stands.

use axum::Json;
use axum::extract::State;
use countersign_app::recovery::{self, StoredRecovery};
use countersign_core::ids::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::time;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// How a person stands with assisted recovery.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecoveryStanding {
    /// The newest one, whatever became of it; left out: there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery: Option<Recovery>,
    /// Until then orders that delete or overwrite data are not possible; left out: they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    restricted_until: Option<String>,
}

/// An assisted recovery. Holds no proof, contact, link or code.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recovery {
    /// Its id.
    id: String,
    /// `recovery`: gives access back; `contact`: replaces an outdated address of somebody who can sign in.
    #[schema(example = "recovery")]
    kind: &'static str,
    /// `requested`, `waiting`, `completed`, `declined`, `cancelled`, `stopped`, `signed-in`. The person is told once it waits: show them
    /// nothing of one that is only requested.
    #[schema(example = "waiting")]
    state: &'static str,
    /// The ticket's number.
    ticket: String,
    /// When an agent asked for it.
    requested_at: String,
    /// When a second agent approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_at: Option<String>,
    /// From when on it can be completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_at: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
}

impl From<StoredRecovery> for Recovery {
    fn from(stored: StoredRecovery) -> Self {
        let moment = |at: Option<countersign_core::Timestamp>| at.map(|at| time(at.ms()));
        Self {
            id: stored.asked.stop.id.to_string(),
            kind: stored.asked.kind.as_str(),
            state: stored.state.as_str(),
            ticket: stored.asked.ticket,
            requested_at: time(stored.asked.requested_at.ms()),
            approved_at: moment(stored.approved_at),
            opens_at: moment(stored.opens_at),
            closed_at: moment(stored.closed_at),
        }
    }
}

/// Read where the newest assisted recovery of a person stands.
#[utoipa::path(
    get,
    path = "/v1/persons/{id}/recovery",
    tag = "persons",
    params(("id" = String, Path, description = "The person.")),
    responses(
        (status = 200, description = "The newest one, and what it restricts.", body = RecoveryStanding),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_recovery(
    State(state): State<AppState>,
    frame: Frame,
    PathId(person): PathId<PersonId>,
) -> Result<Json<RecoveryStanding>, Refused> {
    let read = recovery::for_portal(&state.ctx, &frame.asked, &person).await;
    let view = trouble::told(read, frame.asked.now)?;
    Ok(Json(RecoveryStanding {
        recovery: view.newest.map(Into::into),
        restricted_until: view.rests_until.map(|until| time(until.ms())),
    }))
}
