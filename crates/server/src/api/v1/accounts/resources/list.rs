//! `GET /v1/accounts/{id}/resources`: what the portal registered, in pages; not what a person sees.

use axum::Json;
use axum::extract::State;
use countersign_app::access;
use countersign_core::Timestamp;
use countersign_core::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::asked::Frame;
use crate::api::shapes::Resource;
use crate::http::cursor::{Cursor, ListQuery, cut};
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A page of resources.
#[derive(Serialize, ToSchema)]
pub(crate) struct Resources {
    /// In a fixed order that means nothing.
    resources: Vec<Resource>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List an account's resources as the portal registered them, whoever sees them. What a person sees is `GET /v1/access`.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/resources",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("reference" = Option<String>, Query, description = "Only the one that the portal calls so."),
        ("limit" = Option<u32>, Query, description = "Resources of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of resources.", body = Resources),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_resources(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    mut query: ListQuery,
) -> Result<Json<Resources>, Refused> {
    let reference = query.take("reference");
    query.finish()?;
    let after = query.after.map(|cursor| cursor.id).unwrap_or_default();
    let listed = access::resources(&state.ctx, &account, reference, &after, query.limit + 1).await;
    let mut found = trouble::told(listed, frame.asked.now)?;
    let next_cursor = cut(&mut found, query.limit, |row| Cursor {
        at: Timestamp::from_ms(0),
        id: row.id.clone(),
    });
    Ok(Json(Resources { resources: found.into_iter().map(Into::into).collect(), next_cursor }))
}
