//! `GET /v1/accounts/{id}/invitations/{invitation}`: what became of an invitation.

use axum::Json;
use axum::extract::State;
use countersign_app::invitations;
use countersign_core::ids::InvitationId;

use crate::api::acting::ActingFor;
use crate::api::asked::Frame;
use crate::api::shapes::Invitation;
use crate::http::path_id::InAccount;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read an invitation.
#[utoipa::path(
    get,
    path = "/v1/accounts/{id}/invitations/{invitation}",
    tag = "accounts",
    params(
        ("id" = String, Path, description = "The account."),
        ("invitation" = String, Path, description = "The invitation."),
        ("acting_person" = Option<String>, Query, description = "The member on whose behalf it is asked: an owner or administrator."),
        ("acting_session" = Option<String>, Query, description = "That member's session."),
    ),
    responses(
        (status = 200, description = "The invitation.", body = Invitation),
        (status = 403, description = "`not-allowed`", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 404, description = "`not-found`: none, or another account's.", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_invitation(
    State(state): State<AppState>,
    frame: Frame,
    InAccount(account, id): InAccount<InvitationId>,
    ActingFor(by): ActingFor,
) -> Result<Json<Invitation>, Refused> {
    let now = frame.asked.now;
    let read = invitations::read(&state.ctx, &account, &id, by, now).await;
    Ok(Json(trouble::told(read, now)?.into()))
}
