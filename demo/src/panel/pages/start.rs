//! The start page: two guided tours of five minutes, and everybody's sign-in.

use crate::contract;
use crate::panel::Panel;
use crate::panel::frame::{self, Frame};
use crate::panel::visit;
use crate::samples::{SAMPLES, Sample};
use crate::staff::{AGENT, Agent};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/start.html")]
struct Page {
    frame: Frame,
    /// Customers by themselves.
    alone: Vec<&'static Sample>,
    /// The people of one customer.
    together: Vec<&'static Sample>,
    customer: &'static str,
    number: &'static str,
    agent: &'static Agent,
}

/// Shows it, signed in or not.
pub async fn show(State(panel): State<Arc<Panel>>, jar: CookieJar) -> Response {
    let mut frame = Frame::public(&panel, "Welcome");
    "/".clone_into(&mut frame.here);
    frame.person = visit::find(&panel, &jar).map(|who| who.sample.name);
    let (together, alone) = SAMPLES.iter().partition(|sample| sample.part.is_some());
    let (customer, number) = (contract::NAME, contract::REFERENCE);
    frame::ok(&Page { frame, alone, together, customer, number, agent: &AGENT })
}
