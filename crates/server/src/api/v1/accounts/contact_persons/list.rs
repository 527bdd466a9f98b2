//! `GET /v1/accounts/{id}/contact-persons`: whom a portal reaches for an account who does not sign in.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts;
use countersign_core::ids::AccountId;
use serde::Serialize;
use utoipa::ToSchema;

use super::ContactPerson;
use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// The contact persons of an account.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactPersons {
    /// The oldest first; at most 200.
    contact_persons: Vec<ContactPerson>,
}

/// List an account's contact persons.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/contact-persons",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 200, description = "All of them.", body = ContactPersons),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_contact_persons(
    State(state): State<AppState>,
    frame: Frame,
    PathId(account): PathId<AccountId>,
    ActingFor(by): ActingFor,
) -> Result<Json<ContactPersons>, Refused> {
    let now = frame.asked.now;
    let listed = accounts::contact_persons(&state.ctx, &account, by, now).await;
    let found = trouble::told(listed, now)?;
    Ok(Json(ContactPersons { contact_persons: found.into_iter().map(Into::into).collect() }))
}
