//! The pages of signing in: `/sign-in`.

pub mod after;
pub mod code;
mod cookies;
pub mod recovery_code;
pub mod send;
pub mod set_up;
pub mod show;
pub mod start;
pub mod unlock;

pub(super) use cookies::{at_browser, signed_in};

use super::browser::Browser;
use crate::state::AppState;
use countersign_app::sign_in::Destination;

/// Where the query says the browser is to go afterwards.
pub fn destination(state: &AppState, browser: &Browser) -> Destination {
    Destination::read(
        &state.ctx,
        browser.query("next"),
        browser.query("return_to"),
        browser.query("state"),
    )
}
