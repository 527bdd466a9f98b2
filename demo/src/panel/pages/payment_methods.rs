//! Payment methods, a protected area.

use crate::panel::Panel;
use crate::panel::areas::{self, Door, Way};
use crate::panel::frame::{self, Frame};
use crate::panel::goods::PaymentMethod;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/payment_methods.html")]
struct Page {
    frame: Frame,
    payment_methods: Vec<PaymentMethod>,
}

/// Shows them inside a window.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Query(way): Query<Way>,
) -> Result<Response, Trouble> {
    let frame = match areas::door(&panel, &who, "payment-methods", &way).await? {
        Door::Open(frame) => frame,
        Door::Closed(away) => return Ok(away),
    };
    let payment_methods = panel.book().goods(who.sample).payment_methods.clone();
    Ok(frame::ok(&Page { frame, payment_methods }))
}
