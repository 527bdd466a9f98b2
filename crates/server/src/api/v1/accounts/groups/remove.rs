//! `DELETE /v1/accounts/{id}/groups/{group}`: removes a group.

use axum::extract::State;
use countersign_app::access;
use countersign_core::ids::GroupId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Remove a group, and with it what was granted to it.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/groups/{group}",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("group" = String, Path, description = "The group."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Removed."),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_group(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, group): InAccount<GroupId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    let removed = access::remove_group(&state.ctx, &frame.asked, by, &account, &group).await;
    trouble::told(removed, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
