//! Every order of the person, newest first.

use crate::panel::Panel;
use crate::panel::book::Placed;
use crate::panel::frame::{self, Frame};
use crate::panel::orders;
use crate::panel::pages::order::state_words;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::times;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/orders.html")]
struct Page {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    order: Placed,
    placed: String,
    state: &'static str,
    tone: &'static str,
}

/// Shows the list, brought up to date.
pub async fn show(State(panel): State<Arc<Panel>>, who: SignedIn) -> Result<Response, Trouble> {
    let frame = Frame::of(&panel, &who, "Orders", "/orders").await?;
    let rows = orders::settle_all(&panel, &who).await;
    let rows = rows
        .into_iter()
        .map(|order| {
            let (state, tone) = state_words(&order);
            Row { placed: times::moment(&order.made_at), state, tone, order }
        })
        .collect();
    Ok(frame::ok(&Page { frame, rows }))
}
