//! `GET /v1/sessions/{id}`: one session, ours or the portal's own, live or not.

use axum::Json;
use axum::extract::State;
use countersign_app::sign_in::{self, HostedView};
use countersign_core::ids::SessionId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::time;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A session as it is listed: a handle, never a cookie.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedSession {
    /// Its id.
    id: String,
    /// Whose it is.
    person: String,
    /// `hosted` (begun at our own sign-in page) or `portal`.
    kind: String,
    /// `live`, `ended` or `expired`.
    state: String,
    /// When it began.
    created_at: String,
    /// When it was last used, to the minute; of a portal's own it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<String>,
    /// When it ends; use moves it, of a hosted one.
    expires_at: String,
    /// The second factor it began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// Its person owes a second factor: nothing can be done in it before that is set up.
    second_factor_owed: bool,
}

impl From<HostedView> for ListedSession {
    fn from(view: HostedView) -> Self {
        Self {
            id: view.id,
            person: view.person,
            kind: view.kind,
            state: view.state,
            created_at: time(view.created_at),
            used_at: view.used_at.map(time),
            expires_at: time(view.expires_at),
            method: view.method,
            second_factor_owed: view.owes,
        }
    }
}

/// Read a session.
#[utoipa::path(
    get,
    path = "/v1/sessions/{id}",
    tag = "sessions",
    params(("id" = String, Path, description = "The session.")),
    responses(
        (status = 200, description = "The session.", body = ListedSession),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_session(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<SessionId>,
) -> Result<Json<ListedSession>, Refused> {
    let now = frame.asked.now;
    let session = trouble::told(sign_in::session(&state.ctx, &id, now).await, now)?;
    Ok(Json(session.into()))
}
