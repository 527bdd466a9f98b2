//! `DELETE /v1/accounts/{id}/members/{person}`: takes a person out of an account.

use axum::extract::State;
use countersign_app::accounts::{self, By};
use countersign_core::ids::PersonId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Take a person out of an account, or let them leave.
///
/// On behalf of a member as for a change of role; everybody may leave. In the portal's own name with the scope
/// `members:provision`. Sessions for this account or for none, their windows and open orders end at once.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/members/{person}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("person" = String, Path, description = "The person."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Out."),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`last-owner`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_member(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, person): InAccount<PersonId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    if by == By::Portal {
        frame.caller.must("members:provision")?;
    }
    let removed = accounts::remove_member(&state.ctx, &frame.asked, by, &account, &person).await;
    trouble::told(removed, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
