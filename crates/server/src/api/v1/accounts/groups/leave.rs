//! `DELETE /v1/accounts/{id}/groups/{group}/members/{person}`: takes a person out of a group.

use axum::extract::State;
use countersign_app::access;
use countersign_core::ids::{GroupId, PersonId};
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccountTo;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Take a person out of a group.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/groups/{group}/members/{person}",
    tag = "access",
    params(
        ("id" = String, Path, description = "The account."),
        ("group" = String, Path, description = "The group."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Out of it."),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leave_group(
    State(state): State<AppState>,
    frame: Frame,
    InAccountTo(account, group, person): InAccountTo<GroupId, PersonId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    let done = access::leave_group(&state.ctx, &frame.asked, by, &account, &group, &person).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
