//! `/support/tickets`: what customers wrote to support, the longest waiting first.

use axum::extract::State;
use axum::response::Response;
use countersign_app::support::ticket::{self, WhichTickets};
use countersign_core::support::TicketState;
use http::StatusCode;

use super::enter;
use crate::http::cursor::Cursor;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::TicketsPage;
use crate::state::AppState;

const PATH: &str = "/support/tickets";
/// Tickets of a page.
const MOST: u32 = 50;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, _) = enter(state, browser).await?;
    let query = |name: &str| here.browser.query(name).unwrap_or_default();
    let ctx = &here.state.ctx;
    let number: String = query("number").chars().filter(|c| !c.is_control()).take(40).collect();
    if !number.trim().is_empty() {
        let found = ticket::ticket_of_number(ctx, &number).await;
        if let Some(id) = found.map_err(|error| here.broken(&error, false))? {
            return Ok(turned::see_other(&format!("{PATH}/{id}")));
        }
    }
    let closed = query("show") == "closed";
    let which = if closed { WhichTickets::In(TicketState::Closed) } else { WhichTickets::Waiting };
    let behind = Cursor::parse(query("after")).map(|cursor| (cursor.at, cursor.id));
    let is_first = behind.is_none();
    let found = ticket::tickets(ctx, which, behind, MOST).await;
    let found = found.map_err(|error| here.broken(&error, false))?;
    let next = found
        .tickets
        .last()
        .filter(|_| found.more)
        .map(|last| Cursor { at: last.written_at, id: last.id.to_string() }.to_text());
    let page = TicketsPage {
        shell: here.shell(PATH),
        tickets: found.tickets,
        closed,
        next,
        is_first,
        unknown: Some(number).filter(|number| !number.trim().is_empty()),
        hands_over: ctx.hands_tickets_over(),
    };
    let status =
        if page.unknown.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(here.page(status, &page))
}
