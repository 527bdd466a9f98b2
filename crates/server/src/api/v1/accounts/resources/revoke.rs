//! `DELETE /v1/accounts/{id}/resources/{resource}/grants/{holder}`: takes a grant back.

use axum::extract::State;
use countersign_app::access;
use countersign_core::access::Holder;
use countersign_core::ids::ResourceId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccountTo;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Take a grant back.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/resources/{resource}/grants/{holder}",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("resource" = String, Path, description = "The resource."),
        ("holder" = String, Path, description = "The group's or the person's id."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Taken back."),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`: no such resource, for this member, or no such group or member.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_resource(
    State(state): State<AppState>,
    frame: Frame,
    InAccountTo(account, resource, holder): InAccountTo<ResourceId, Holder>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    let done = access::revoke(&state.ctx, &frame.asked, by, &account, &resource, holder).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
