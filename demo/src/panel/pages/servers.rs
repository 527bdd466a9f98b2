//! The list of servers: the first page after the sign-in.

use crate::panel::Panel;
use crate::panel::book::Placed;
use crate::panel::frame::{self, Frame};
use crate::panel::goods::Server;
use crate::panel::orders;
use crate::panel::sight;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/servers.html")]
struct Page {
    frame: Frame,
    servers: Vec<Server>,
    waiting: Vec<Placed>,
    /// Said to everybody of the contract alike, whatever they see.
    protects: bool,
}

/// Shows the servers, and the orders that wait to be confirmed.
pub async fn show(State(panel): State<Arc<Panel>>, who: SignedIn) -> Result<Response, Trouble> {
    let frame = Frame::of(&panel, &who, "Servers", "/servers").await?;
    let waiting =
        orders::settle_all(&panel, &who).await.into_iter().filter(Placed::is_open).collect();
    let servers = sight::goods(&panel, &who).await?.servers;
    Ok(frame::ok(&Page { frame, servers, waiting, protects: who.sample.part.is_some() }))
}
