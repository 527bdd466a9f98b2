//! `GET /v1/accounts/{id}/groups/{group}/members`: who is in a group, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::access;
use countersign_core::Timestamp;
use countersign_core::ids::GroupId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::acting;
use crate::api::asked::Frame;
use crate::api::shapes::GroupMember;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of persons of a group.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroupMembers {
    /// Newest first.
    members: Vec<GroupMember>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List the persons of a group.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/groups/{group}/members",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("group" = String, Path, description = "The group."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
        ("limit" = Option<u32>, Query, description = "Rows of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page.", body = GroupMembers),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_group_members(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, group): InAccount<GroupId>,
    mut query: ListQuery,
) -> Result<Json<GroupMembers>, Refused> {
    let now = frame.asked.now;
    let by = acting::take(&mut query)?;
    query.finish()?;
    let before = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed =
        access::group_members(&state.ctx, (&account, &group), by, before, query.limit + 1, now)
            .await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |row| Cursor {
        at: Timestamp::from_ms(row.added_at),
        id: row.person.clone(),
    });
    Ok(Json(GroupMembers { members: found.into_iter().map(Into::into).collect(), next_cursor }))
}
