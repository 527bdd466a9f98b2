//! Domain and DNS, a protected area.

use crate::panel::Panel;
use crate::panel::areas::{self, Door, Way};
use crate::panel::frame::{self, Frame};
use crate::panel::goods::Record;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/dns.html")]
struct Page {
    frame: Frame,
    domain: String,
    records: Vec<Record>,
}

/// Shows the records inside a window.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(way): Query<Way>,
) -> Result<Response, Trouble> {
    let frame = match areas::door(&panel, &who, "domain-config", &way).await? {
        Door::Open(frame) => frame,
        Door::Closed(away) => return Ok(away),
    };
    let goods = panel.book().goods(who.sample).clone();
    Ok(frame::ok(&Page { frame, domain: goods.domain, records: goods.records }))
}
