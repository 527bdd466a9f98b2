//! `GET /v1/sessions/{id}/windows`: which areas the session may enter, and until when.

use axum::Json;
use axum::extract::State;
use countersign_app::step_up;
use countersign_core::ids::SessionId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{Window, read_account, time};
use crate::http::cursor::ListQuery;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// The open windows of a session; at most one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Windows {
    /// Empty: the session may enter no area.
    windows: Vec<Window>,
}

/// Read a session's windows.
#[utoipa::path(
    get,
    path = "/v1/sessions/{id}/windows",
    tag = "windows",
    params(
        ("id" = String, Path, description = "The session."),
        ("account" = Option<String>, Query, description = "The account that the page is about. Of a session that is for none in particular, name it: what the person may not enter for it is not open."),
    ),
    responses(
        (status = 200, description = "What is open.", body = Windows),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`: no such session.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_windows(
    State(state): State<AppState>,
    frame: Frame,
    PathId(session): PathId<SessionId>,
    mut query: ListQuery,
) -> Result<Json<Windows>, Refused> {
    let now = frame.asked.now;
    let account = query.take("account").map(|text| read_account(&text)).transpose()?;
    query.finish()?;
    query.is_no_list()?;
    let open = match account {
        Some(account) => step_up::windows_for(&state.ctx, &session, &account, now).await,
        None => step_up::windows(&state.ctx, &session, now).await,
    };
    let open = trouble::told(open, now)?;
    let window = open.map(|open| Window { areas: open.areas, until: time(open.until) });
    Ok(Json(Windows { windows: window.into_iter().collect() }))
}
