//! `DELETE /v1/accounts/{id}/resources/{resource}/second-factor-only`: lifts a mark.

use axum::extract::State;
use countersign_app::access;
use countersign_app::accounts::By;
use countersign_core::ids::ResourceId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::state::AppState;

/// Lift the mark, on the same conditions. What lies in something else that is marked stays hidden.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/resources/{resource}/second-factor-only",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("resource" = String, Path, description = "The resource."),
        ("acting_person" = String, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = String, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Not marked, now or before."),
        (status = 400, description = "`malformed-request`: no member is named.", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 403, description = "`not-allowed`, `second-factor-required`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lift_mark(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, resource): InAccount<ResourceId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    // A key proves no second factor: only a member's session can (CS-API-03).
    let By::Member(acting) = by else {
        let detail = "Say on whose behalf: \"acting_person\" and \"acting_session\".";
        return Err(Problem::new(Slug::MalformedRequest).detail(detail).into());
    };
    let done = access::lift_mark(&state.ctx, &frame.asked, acting, &account, &resource).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
