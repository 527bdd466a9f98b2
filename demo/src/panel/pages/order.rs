//! One order: where it stands, what can still be done about it, and its receipt.

use crate::panel::Panel;
use crate::panel::book::{Done, Placed};
use crate::panel::frame::{self, Frame};
use crate::panel::orders;
use crate::panel::trouble::Trouble;
use crate::panel::visit::SignedIn;
use crate::times;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use serde_json::Value;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/order.html")]
struct Page {
    frame: Frame,
    order: Placed,
    state: &'static str,
    tone: &'static str,
    placed: String,
    until: String,
    receipt: Option<Shown>,
}

/// A receipt, opened up for the page.
struct Shown {
    run_at: String,
    error: String,
    header: Vec<(String, String)>,
    claims: Vec<(String, String)>,
    compact: String,
}

/// The state in words, and the tone of its tag.
pub fn state_words(order: &Placed) -> (&'static str, &'static str) {
    if order.refused.is_some() {
        return ("Receipt refused", "bad");
    }
    match order.state.as_str() {
        "open" => ("Waits for you", "warn"),
        "authorised" => ("Confirmed", "ok"),
        "claimed" => ("Confirmed and run", "ok"),
        "cancelled" => ("Stopped", "quiet"),
        "expired" => ("Lapsed", "quiet"),
        "void" => ("Stopped: wrong codes", "bad"),
        "replaced" => ("Replaced", "quiet"),
        _ => ("Unknown", "quiet"),
    }
}

/// Shows the order, brought up to date: a confirmed one is claimed, checked and run here.
pub async fn show(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let order = orders::settle(&panel, who.sample, &id).await?;
    who.with(&panel, |visit| visit.order = Some(order.id.clone()));
    let title = format!("{}, {}", order.words.title, order.words.object);
    let frame = Frame::of(&panel, &who, &title, "/orders").await?;
    let (state, tone) = state_words(&order);
    let receipt = order.done.as_ref().map(|done| opened(&panel, &order, done));
    let (placed, until) = (times::moment(&order.made_at), times::clock(&order.expires_at));
    Ok(frame::ok(&Page { frame, order, state, tone, placed, until, receipt }))
}

/// Stops an order before it is confirmed.
pub async fn cancel(
    State(panel): State<Arc<Panel>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Trouble> {
    let order = panel.book().order(who.sample.email, &id).cloned().ok_or(Trouble::Missing)?;
    if order.is_open() {
        // Confirmed or lapsed a moment ago: the page shows what became of it.
        match panel.api.cancel_order(&id).await {
            Err(error) if error.status() != Some(409) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(Redirect::to(&format!("/orders/{id}")))
}

/// Checks the kept receipt again, with the kept keys and without asking anybody, every time the page is shown.
fn opened(panel: &Panel, order: &Placed, done: &Done) -> Shown {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (header, claims, error) = match orders::check(panel, order, done) {
        Ok(receipt) => {
            let claims = receipt.claims.iter().map(|(name, value)| (name.clone(), plain(value)));
            (receipt.header, claims.collect(), String::new())
        }
        Err(why) => (Vec::new(), Vec::new(), why),
    };
    Shown { run_at: times::moment(&done.at), error, header, claims, compact: done.receipt.clone() }
}
