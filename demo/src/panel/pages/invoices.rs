//! Invoices, a protected area.

use crate::panel::Panel;
use crate::panel::areas::{self, Door, Way};
use crate::panel::frame::{self, Frame};
use crate::panel::goods::Invoice;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::times;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/invoices.html")]
struct Page {
    frame: Frame,
    invoices: Vec<Invoice>,
}

/// Shows them inside a window.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(way): Query<Way>,
) -> Result<Response, Trouble> {
    let frame = match areas::door(&panel, &who, "invoices", &way).await? {
        Door::Open(frame) => frame,
        Door::Closed(away) => return Ok(away),
    };
    let mut invoices = panel.book().goods(who.sample).invoices.clone();
    for invoice in &mut invoices {
        invoice.issued_at = times::day(&invoice.issued_at);
    }
    Ok(frame::ok(&Page { frame, invoices }))
}
