//! The two files that prove an order to anybody: the receipt and the keys it is checked with.

use crate::panel::Panel;
use crate::panel::book::Done;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The compact JWS.
pub async fn compact(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let done = find(&panel, &who, &id)?;
    let name = format!("attachment; filename=\"receipt-{id}.jws\"");
    let headers = [
        (header::CONTENT_TYPE, "application/jose".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, done.receipt + "\n").into_response())
}

/// The key set as it was when the receipt was checked.
pub async fn keys(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let done = find(&panel, &who, &id)?;
    let headers = [
        (header::CONTENT_TYPE, "application/jwk-set+json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"keys.json\""),
    ];
    Ok((headers, done.keys.to_string()).into_response())
}

fn find(panel: &Panel, who: &SignedIn, id: &str) -> Result<Done, Trouble> {
    let order = panel.book().order(who.sample.email, id).cloned();
    order.and_then(|order| order.done).ok_or(Trouble::Missing)
}
