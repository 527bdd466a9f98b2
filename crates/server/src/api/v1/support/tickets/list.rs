//! `GET /v1/support/tickets`: tickets of one state or all, the newest first, in pages.

use axum::Json;
use axum::extract::State;
use countersign_app::support::ticket::{self, WhichTickets};
use countersign_core::support::TicketState;
use serde::Serialize;
use utoipa::ToSchema;

use super::Ticket;
use crate::api::asked::Frame;
use crate::http::cursor::{Cursor, ListQuery};
use crate::http::problem::ProblemDocument;
use crate::http::{Problem, Refused, Slug, trouble};
use crate::state::AppState;

/// A page of tickets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tickets {
    /// Newest first.
    tickets: Vec<Ticket>,
    /// Where the next page begins; missing: this is the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// List tickets.
#[utoipa::path(
    get,
    path = "/v1/support/tickets",
    tag = "support",
    params(
        ("state" = Option<String>, Query, description = "Only those: `open`, `in-work` or `closed`."),
        ("limit" = Option<u32>, Query, description = "Tickets of a page: 1 to 100, 50 unless given."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of tickets.", body = Tickets),
        (status = 400, description = "`malformed-request`", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list_tickets(
    State(state): State<AppState>,
    frame: Frame,
    mut query: ListQuery,
) -> Result<Json<Tickets>, Refused> {
    let which = match query.take("state") {
        None => WhichTickets::All,
        Some(name) => WhichTickets::In(TicketState::parse(&name).ok_or_else(|| {
            let problem = Problem::new(Slug::MalformedRequest);
            problem.detail("\"state\" is \"open\", \"in-work\" or \"closed\".")
        })?),
    };
    query.finish()?;
    let behind = query.after.map(|cursor| (cursor.at, cursor.id));
    let listed = ticket::tickets(&state.ctx, which, behind, query.limit).await;
    let page = trouble::told(listed.map(Ok), frame.asked.now)?;
    let last = page.tickets.last().filter(|_| page.more);
    let next_cursor =
        last.map(|last| Cursor { at: last.written_at, id: last.id.to_string() }.to_text());
    Ok(Json(Tickets { tickets: page.tickets.into_iter().map(Into::into).collect(), next_cursor }))
}
