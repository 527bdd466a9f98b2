//! The phone simulator: it stands at the far end of the webhook channel and shows what arrives on sample devices.

mod devices;
mod hook;
mod inbox;
mod messages;
mod page;
mod signature;

use crate::web;
use axum::Router;
use axum::routing::{get, post};
use inbox::Inbox;
use signature::Secret;
use std::sync::Arc;

use crate::folder::Folder;

/// Where the webhook channel posts.
pub const HOOK: &str = "/hook";
/// Where the channel of the gateway that is down posts.
pub const HOOK_DOWN: &str = "/hook/down";

/// The simulator.
pub struct Phone {
    inbox: Inbox,
    secret: Secret,
    panel: String,
}

impl Phone {
    /// Opens the simulator on the messages its folder remembers; `secret` is the channel's `whsec_…`.
    pub fn open(folder: &Folder, secret: &str, panel: &str) -> anyhow::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            inbox: Inbox::open(folder)?,
            secret: Secret::parse(secret)?,
            panel: panel.to_owned(),
        }))
    }
}

/// The simulator's routes; `origin` is its own address.
pub fn routes(phone: Arc<Phone>, origin: &str) -> Router {
    let guard = web::Guard::new(
        origin,
        &["style-src 'self'", "script-src 'self'", "connect-src 'self'"],
        None,
    );
    let router = Router::new()
        .route("/", get(page::all))
        .route("/devices/{device}", get(page::one))
        .route("/messages", get(messages::list))
        .route(HOOK, post(hook::receive))
        .route(HOOK_DOWN, post(hook::down))
        .route("/phone.css", get(|| async { web::css(include_str!("../../static/phone.css")) }))
        .route("/phone.js", get(|| async { web::script(include_str!("../../static/phone.js")) }))
        .with_state(phone);
    guard.around(router)
}
