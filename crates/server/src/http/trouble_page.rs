//! The seam to the pages: how a problem looks to a person.

use std::sync::Arc;

use axum::response::Response;
use http::HeaderValue;

use super::problem::Problem;

/// Draws a problem as a page, given the request's id and `Accept-Language`; `None`: there is no page for it.
pub type TroublePage =
    Arc<dyn Fn(&Problem, &str, Option<&HeaderValue>) -> Option<Response> + Send + Sync>;

/// Draws nothing: every problem stays a problem document.
pub fn none() -> TroublePage {
    Arc::new(|_, _, _| None)
}
