//! `GET /v1/access`: what a person sees in a session, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::access::{self, Looking, SeenPage};
use countersign_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::{SeenResource, invalid, read_account, read_person, read_session};
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of what a person sees.
#[derive(Serialize, ToSchema)]
pub(crate) struct Access {
    /// In a fixed order that means nothing.
    resources: Vec<SeenResource>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List what a person sees in a session of theirs.
///
/// Owners and administrators see everything of the account, others what is granted to them or a group of theirs, with all that
/// lies in it. What is marked is there only for a session that proved a real second factor. An unknown or ended session sees
/// nothing.
#[utoipa::path(
    get,
    path = "/v1/access",
    tag = "access",
    params(
        ("person" = String, Query, description = "Who looks."),
        ("session" = String, Query, description = "In which session."),
        ("account" = String, Query, description = "In which account."),
        ("type" = Option<String>, Query, description = "Only resources of this type."),
        ("limit" = Option<u32>, Query, description = "Resources of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of what the person sees.", body = Access),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_access(
    State(state): State<AppState>,
    frame: Frame,
    mut query: ListQuery,
) -> Result<Json<Access>, Refused> {
    let now = frame.asked.now;
    let mut named = |name: &'static str| {
        query.take(name).ok_or_else(|| invalid(name, "Name person, session and account."))
    };
    let looking = Looking {
        person: read_person(&named("person")?)?,
        session: read_session(&named("session")?)?,
        account: read_account(&named("account")?)?,
        now,
    };
    let kind = query.take("type");
    query.finish()?;
    let after = query.after.map(|cursor| cursor.id).unwrap_or_default();
    let page = SeenPage { kind, after, limit: query.limit + 1 };
    let mut found = trouble::told(access::seen(&state.ctx, looking, page).await, now)?;
    let next_cursor = cut(&mut found, query.limit, |row| Cursor {
        at: Timestamp::from_ms(0),
        id: row.id.clone(),
    });
    Ok(Json(Access { resources: found.into_iter().map(Into::into).collect(), next_cursor }))
}
