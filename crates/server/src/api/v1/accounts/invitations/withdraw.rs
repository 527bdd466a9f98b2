//! `DELETE /v1/accounts/{id}/invitations/{invitation}`: takes an invitation back.

use axum::extract::State;
use countersign_app::accounts::By;
use countersign_app::invitations;
use countersign_core::ids::InvitationId;
use http::StatusCode;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Withdraw an invitation that waits for an answer.
///
/// Its link is worth nothing from then on, and the mailbox is told. An accepted one is a membership: end that.
#[utoipa::path(
    delete,
    path = "/v1/accounts/{id}/invitations/{invitation}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("invitation" = String, Path, description = "The invitation."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 204, description = "Withdrawn."),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`invitation-over`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_invitation(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, id): InAccount<InvitationId>,
    ActingFor(by): ActingFor,
) -> Result<StatusCode, Refused> {
    if by == By::Portal {
        frame.caller.must("members:provision")?;
    }
    let withdrawn = invitations::withdraw(&state.ctx, &frame.asked, by, &account, &id).await;
    trouble::told(withdrawn, frame.asked.now)?;
    Ok(StatusCode::NO_CONTENT)
}
