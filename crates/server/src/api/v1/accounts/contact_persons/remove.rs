//! `DELETE /v1/accounts/{id}/contact-persons/{contact_person}`: removes a contact person.

use axum::extract::State;
use countersign_app::accounts;
use countersign_core::ids::ContactPersonId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Remove a contact person.
///
/// What persons of the account use on their confirmation is confirmed no more; they are told.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/contact-persons/{contact_person}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("contact_person" = String, Path, description = "The contact person."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Removed."),
        (status = 403, description = "`not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_contact_person(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, id): InAccount<ContactPersonId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    let removed =
        accounts::remove_contact_person(&state.ctx, &frame.asked, by, &account, &id).await;
    trouble::told(removed, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
