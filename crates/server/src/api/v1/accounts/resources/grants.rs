//! `GET /v1/accounts/{id}/resources/{resource}/grants`: to whom a resource itself is granted, newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::access;
use countersign_core::Timestamp;
use countersign_core::ids::ResourceId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::acting;
use crate::api::asked::Frame;
use crate::api::shapes::AccessGrant;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of grants.
#[derive(Serialize, ToSchema)]
pub(crate) struct Grants {
    /// Newest first.
    grants: Vec<AccessGrant>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List the grants of a resource: its own, not those of what it lies in.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/resources/{resource}/grants",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("resource" = String, Path, description = "The resource."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
        ("limit" = Option<u32>, Query, description = "Rows of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page.", body = Grants),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_grants(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, resource): InAccount<ResourceId>,
    mut query: ListQuery,
) -> Result<Json<Grants>, Refused> {
    let now = frame.asked.now;
    let by = acting::take(&mut query)?;
    query.finish()?;
    let before = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed =
        access::grants(&state.ctx, (&account, &resource), by, before, query.limit + 1, now).await;
    let mut found = trouble::told(listed, now)?;
    let next_cursor = cut(&mut found, query.limit, |row| Cursor {
        at: Timestamp::from_ms(row.granted_at),
        id: row.holder.clone(),
    });
    Ok(Json(Grants { grants: found.into_iter().map(Into::into).collect(), next_cursor }))
}
