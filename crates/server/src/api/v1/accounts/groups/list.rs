//! `GET /v1/accounts/{id}/groups`: the groups of an account, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::access;
use countersign_core::Timestamp;
use countersign_core::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::acting;
use crate::api::asked::Frame;
use crate::api::shapes::Group;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of groups.
#[derive(Serialize, ToSchema)]
pub(crate) struct Groups {
    /// Newest first.
    groups: Vec<Group>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List an account's groups.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/groups",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
        ("limit" = Option<u32>, Query, description = "Rows of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page.", body = Groups),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_groups(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    mut query: ListQuery,
) -> Result<Json<Groups>, Refused> {
    let now = frame.asked.now;
    let by = acting::take(&mut query)?;
    query.finish()?;
    let before = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed = access::groups(&state.ctx, &account, by, before, query.limit + 1, now).await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |row| Cursor {
        at: Timestamp::from_ms(row.created_at),
        id: row.id.clone(),
    });
    Ok(Json(Groups { groups: found.into_iter().map(Into::into).collect(), next_cursor }))
}
