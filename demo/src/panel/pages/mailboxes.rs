//! Mailboxes, a protected area.

use crate::panel::Panel;
use crate::panel::areas::{self, Door, Way};
use crate::panel::frame::{self, Frame};
use crate::panel::goods::Mailbox;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/mailboxes.html")]
struct Page {
    frame: Frame,
    mailboxes: Vec<Mailbox>,
}

/// Shows them inside a window.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(way): Query<Way>,
) -> Result<Response, Trouble> {
    let frame = match areas::door(&panel, &who, "email-management", &way).await? {
        Door::Open(frame) => frame,
        Door::Closed(away) => return Ok(away),
    };
    let mailboxes = panel.book().goods(who.sample).mailboxes.clone();
    Ok(frame::ok(&Page { frame, mailboxes }))
}
