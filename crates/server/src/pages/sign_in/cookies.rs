//! The cookies of a browser that signs in: of its recognised persons, and of the session.

use std::time::Duration;

use axum::response::Response;
use countersign_app::sign_in::{AtBrowser, Began};
use countersign_core::ports::Bearer;
use http::header::SET_COOKIE;
use serde_json::json;

use crate::http::cookies;
use crate::pages::browser::Browser;
use crate::pages::{signed_in, stranger, turned};

/// Holds one value for each person who completed a sign-in in this browser.
const DEVICE: &str = "__Host-dev";
/// Most values that are looked at.
const MOST_DEVICES: usize = 8;

/// What the browser brought, for the use case.
pub fn at_browser(browser: &Browser) -> AtBrowser {
    let devices = browser.cookie(DEVICE).unwrap_or_default().split('.');
    AtBrowser {
        devices: devices
            .filter(|value| !value.is_empty())
            .take(MOST_DEVICES)
            .map(Bearer::presented)
            .collect(),
        before: browser.cookie(signed_in::COOKIE).map(Bearer::presented),
        client: client(browser),
        address: browser.counted.map(|address| address.to_string()),
    }
}

/// Leads a browser whose sign-in is complete on, with its cookies.
pub fn signed_in(began: &Began) -> Response {
    let mut response = turned::see_other(&format!("/sign-in/after{}", began.destination));
    let span = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or(0));
    signed_in::set_cookie(
        &mut response,
        &Bearer::presented(began.cookie.as_str()),
        span(began.lasts),
    );
    let known = !began.devices.is_empty();
    let device = cookies::set(DEVICE, &began.devices, span(began.devices_last)).filter(|_| known);
    for cookie in [device, cookies::clear(stranger::COOKIE)].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Address and browser, as a person sees them in the list of their sessions.
fn client(browser: &Browser) -> Option<String> {
    let (ip, agent) = (browser.from.address().map(|ip| ip.to_string()), browser.from.agent());
    (ip.is_some() || agent.is_some()).then(|| json!({"ip": ip, "user_agent": agent}).to_string())
}
