//! `POST /v1/accounts/{id}/invitations/{invitation}/send`: mails an invitation once more.

use axum::Json;
use axum::extract::State;
use countersign_app::accounts::By;
use countersign_app::invitations;
use countersign_core::ids::InvitationId;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::Invitation;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Mail an invitation again.
///
/// A new link with seven days from now; the older one is worth nothing. Five minutes after the mail before, and five mails in all.
#[utoipa::path(
    post,
    path = "/v1/accounts/{id}/invitations/{invitation}/send",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("invitation" = String, Path, description = "The invitation."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 200, description = "It is being mailed.", body = Invitation),
        (status = 403, description = "`scope-missing`, `not-allowed`, `step-up-required`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 409, description = "`invitation-over`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "`too-soon`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_invitation(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, id): InAccount<InvitationId>,
    ActingFor(by): ActingFor,
) -> Result<Json<Invitation>, Refused> {
    if by == By::Portal {
        frame.caller.must("members:provision")?;
    }
    let sent = invitations::mail_again(&state.ctx, &frame.asked, by, &account, &id).await;
    Ok(Json(trouble::told(sent, frame.asked.now)?.into()))
}
