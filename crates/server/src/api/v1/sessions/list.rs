//! `GET /v1/persons/{id}/sessions`: where a person is signed in, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::sign_in;
use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use super::read::ListedSession;
use crate::api::asked::Frame;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of live sessions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sessions {
    /// Newest first.
    sessions: Vec<ListedSession>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List a person's live sessions, ours and the portal's own.
#[utoipa::path(
    get,
    path = "/v1/persons/{id}/sessions",
    tag = "sessions",
    params(
        ("id" = String, Path, description = "The person."),
        ("limit" = Option<u32>, Query, description = "Sessions of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of sessions.", body = Sessions),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_sessions(
    State(state): State<AppState>,
    frame: Frame,
    PathId(person): PathId<PersonId>,
    query: ListQuery,
) -> Result<Json<Sessions>, Refused> {
    let now = frame.asked.now;
    query.finish()?;
    let before = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed = sign_in::sessions(&state.ctx, &person, before, query.limit + 1, now).await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |session| Cursor {
        at: Timestamp::from_ms(session.created_at),
        id: session.id.clone(),
    });
    Ok(Json(Sessions { sessions: found.into_iter().map(Into::into).collect(), next_cursor }))
}
