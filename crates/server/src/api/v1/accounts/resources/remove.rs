//! `DELETE /v1/accounts/{id}/resources/{resource}`: removes a resource with all that lies in it.

use axum::extract::State;
use countersign_app::access;
use countersign_core::ids::ResourceId;
use http::StatusCode;

use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Remove a resource with all that lies in it, at most 1,000 at once, with grants and marks.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/resources/{resource}",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("resource" = String, Path, description = "The resource."),
    ),
    responses(
        (status = 204, description = "Removed."),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: more than 1,000 lie in it.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_resource(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, resource): InAccount<ResourceId>,
) -> Result<StatusCode, Refused> {
    let removed = access::remove_resource(&state.ctx, &frame.asked, &account, &resource).await;
    trouble::told(removed, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
