//! The start page: a guided first five minutes, and everybody's sign-in.

use crate::panel::Panel;
use crate::panel::frame::{self, Frame};
use crate::panel::visit;
use crate::samples::{SAMPLES, Sample};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/start.html")]
struct Page {
    frame: Frame,
    samples: &'static [Sample],
}

/// Shows it, signed in or not.
pub async fn show(State(panel): State<Arc<Panel>>, jar: CookieJar) -> Response {
    let mut frame = Frame::public(&panel, "Welcome");
    "/".clone_into(&mut frame.here);
    frame.person = visit::find(&panel, &jar).map(|who| who.sample.name);
    frame::ok(&Page { frame, samples: &SAMPLES })
}
