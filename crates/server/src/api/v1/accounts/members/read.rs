//! `GET /v1/accounts/{id}/members/{person}`: what a person is in an account.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts;
use countersign_core::ids::PersonId;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::Member;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read a membership: the role, and what a technical administrator may do.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/members/{person}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 200, description = "The membership.", body = Member),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`: no such account, or the person does not belong to it or no longer.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_member(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, person): InAccount<PersonId>,
    ActingFor(by): ActingFor,
) -> Result<Json<Member>, Refused> {
    let now = frame.asked.now;
    let read = accounts::read_member(&state.ctx, &account, &person, by, now).await;
    Ok(Json(trouble::told(read, now)?.into()))
}
