//! `GET /v1/support/tickets/{id}`: one ticket and where it stands.

use axum::Json;
use axum::extract::State;
use countersign_app::Refused as NotDone;
use countersign_app::support::ticket;
use countersign_core::ids::TicketId;

use super::Ticket;
use crate::api::asked::Frame;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Read a ticket.
#[utoipa::path(
    get,
    path = "/v1/support/tickets/{id}",
    tag = "support",
    params(("id" = String, Path, description = "The ticket.")),
    responses(
        (status = 200, description = "The ticket.", body = Ticket),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read_ticket(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<TicketId>,
) -> Result<Json<Ticket>, Refused> {
    let found = ticket::ticket(&state.ctx, &id).await;
    let found = found.map(|found| found.ok_or(NotDone::NotFound));
    Ok(Json(trouble::told(found, frame.asked.now)?.into()))
}
