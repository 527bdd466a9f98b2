//! `POST /v1/support/tickets/{id}/close`: it is done in the operator's own ticket system.

use axum::Json;
use axum::extract::State;
use countersign_app::Refused as NotDone;
use countersign_app::support::ticket;
use countersign_core::ids::TicketId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Ticket;
use crate::api::asked::Frame;
use crate::http::json::Strict;
use crate::http::path_id::PathId;
use crate::http::problem::ProblemDocument;
use crate::http::{Refused, trouble};
use crate::state::AppState;

/// Nothing else is asked for: `{}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {}

/// Close a ticket. It changes nothing but the ticket.
#[utoipa::path(
    post,
    path = "/v1/support/tickets/{id}/close",
    tag = "support",
    params(("id" = String, Path, description = "The ticket.")),
    request_body = Close,
    responses(
        (status = 200, description = "Closed, now or before.", body = Ticket),
        (status = 404, description = "`not-found`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close_ticket(
    State(state): State<AppState>,
    frame: Frame,
    PathId(id): PathId<TicketId>,
    Strict(Close {}): Strict<Close>,
) -> Result<Json<Ticket>, Refused> {
    let now = frame.asked.now;
    trouble::told(ticket::close_by_key(&state.ctx, &frame.asked, &id).await, now)?;
    let found = ticket::ticket(&state.ctx, &id).await;
    let found = found.map(|found| found.ok_or(NotDone::NotFound));
    Ok(Json(trouble::told(found, now)?.into()))
}
