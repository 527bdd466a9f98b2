//! `POST /v1/accounts/{id}/groups`: makes a group.

use axum::Json;
use axum::extract::State;
use countersign_app::access;
use countersign_core::ids::AccountId;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::Group;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// A group that is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewGroup {
    /// What people call it.
    #[schema(example = "Operations")]
    name: String,
}

/// Make a group of persons.
#[utoipa::path(
    post,
    path = "/v1/accounts/{id}/groups",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    request_body = NewGroup,
    responses(
        (status = 201, description = "Made; nobody is in it.", body = Group),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_group(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
    Strict(new): Strict<NewGroup>,
) -> Result<(StatusCode, Json<Group>), Refused> {
    let made = access::create_group(&state.ctx, &frame.asked, by, &account, &new.name).await;
    Ok((StatusCode::CREATED, Json(trouble::told(made, frame.asked.now)?.into())))
}
