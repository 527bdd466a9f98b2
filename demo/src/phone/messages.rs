//! `GET /messages`: what arrived, as JSON for scripts.

use super::Phone;
use super::inbox::Arrived;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use std::sync::Arc;

/// `?to=` the full number or address; without it all messages are listed.
#[derive(Deserialize)]
pub struct Wanted {
    to: Option<String>,
}

/// Newest first. A `+` that was not escaped reads as a space; it is given back.
pub async fn list(
    State(phone): State<Arc<Phone>>,
    Query(wanted): Query<Wanted>,
) -> Json<Vec<Arrived>> {
    let to = wanted.to.map(|to| match to.strip_prefix(' ') {
        Some(digits) => format!("+{digits}"),
        None => to,
    });
    Json(phone.inbox.to(to.as_deref().filter(|to| !to.is_empty())))
}
