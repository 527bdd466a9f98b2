//! `/v1/support/tickets`: for the operator's own ticket system: what customers wrote, and that it is done.

mod close;
mod list;
mod read;

use countersign_app::support::ticket::TicketView;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::api::shapes::time;
use crate::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    routes.api("tickets:read", routes!(list::list_tickets));
    routes.api("tickets:read", routes!(read::read_ticket));
    routes.api("tickets:close", routes!(close::close_ticket));
}

/// What a customer, or somebody who says they are one, wrote to support. What agents noted beside it is not in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Ticket {
    /// Its id.
    id: String,
    /// The number that people say.
    #[schema(example = "T-7K3M-Q2WD")]
    number: String,
    /// `no-way-in` or `outdated`.
    #[schema(example = "outdated")]
    kind: &'static str,
    /// `open`, `in-work` or `closed`.
    #[schema(example = "open")]
    state: &'static str,
    /// When it was written.
    written_at: String,
    /// The language of the page it was written on.
    #[schema(example = "en")]
    language: &'static str,
    /// Whether its writer was signed in. Anything else that is written proves nothing about who wrote it.
    signed_in: bool,
    /// Who wrote it, if they were signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// Whom it is about, as it was typed; missing where they were signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    /// Where they can be reached, as it was typed. Empty: the person was erased.
    reach: String,
    /// What is wrong; several lines. Empty: the person was erased.
    text: String,
    /// What the agent is called who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    /// When your ticket system took it over.
    #[serde(skip_serializing_if = "Option::is_none")]
    handed_over_at: Option<String>,
}

impl From<TicketView> for Ticket {
    fn from(view: TicketView) -> Self {
        Self {
            id: view.id.to_string(),
            number: view.number,
            kind: view.kind.as_str(),
            state: view.state.as_str(),
            written_at: time(view.written_at.ms()),
            language: view.language.as_str(),
            signed_in: view.person.is_some(),
            person: view.person.map(|id| id.to_string()),
            who: Some(view.words.who).filter(|who| !who.is_empty()),
            reach: view.words.reach,
            text: view.words.text,
            agent: view.taken.map(|taken| taken.name),
            closed_at: view.closed_at.map(|at| time(at.ms())),
            handed_over_at: view.handed_at.map(|at| time(at.ms())),
        }
    }
}
