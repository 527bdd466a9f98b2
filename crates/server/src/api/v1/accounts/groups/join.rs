//! `PUT /v1/accounts/{id}/groups/{group}/members/{person}`: puts a person into a group.

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

/// Put a person of the account into a group. The same again changes nothing.
#[utoipa::path(
    put,
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
        (status = 204, description = "In it, now or before."),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 422, description = "`invalid-value`: the person does not belong to the account.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn join_group(
    State(state): State<AppState>,
    frame: Frame,
    InAccountTo(account, group, person): InAccountTo<GroupId, PersonId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    let done = access::join_group(&state.ctx, &frame.asked, by, &account, &group, &person).await;
    trouble::told(done, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
