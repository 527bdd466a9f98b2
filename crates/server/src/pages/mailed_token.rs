//! The secret part of a mailed link: it leaves the address at once for a cookie, and acts only on a form (CS-WEB-07).

use std::time::Duration;

use axum::response::Response;
use countersign_app::mailed::{LinkKind, Presented};
use countersign_core::ports::Bearer;
use http::header::SET_COOKIE;

use super::browser::Browser;
use super::stranger::Stranger;
use super::turned;
use crate::http::cookies;
use crate::state::AppState;

/// The length of a secret part; nothing else becomes a cookie.
const LENGTH: usize = 22;

/// Where one kind of link is taken in.
pub struct MailedToken {
    /// The kind of link.
    pub kind: LinkKind,
    /// Holds the secret part once it has left the address.
    pub cookie: &'static str,
    /// The page that the link leads to.
    pub path: &'static str,
    /// How long the page waits for its form.
    pub waits: Duration,
}

impl MailedToken {
    /// Takes the secret part out of the address. Looks nothing up, so that it tells nothing.
    pub fn open(&self, token: &str) -> Response {
        open(self.cookie, self.path, self.waits, token)
    }

    /// The browser with the link it brought; the browser alone where it brought none.
    pub fn brought(
        &self,
        state: AppState,
        browser: Browser,
    ) -> Result<(Stranger, Presented), Box<Stranger>> {
        let Some(token) = browser.cookie(self.cookie).map(str::to_owned) else {
            return Err(Box::new(Stranger::enter(state, browser)));
        };
        let link = Presented::new(&state.ctx, self.kind, &token);
        Ok((Stranger::holding(state, browser, Bearer::presented(token)), link))
    }

    /// Takes the secret part out of the browser, once it is used or worth nothing.
    pub fn clear(&self, response: Response) -> Response {
        clear(self.cookie, response)
    }
}

/// Takes a secret part out of the address into a cookie, and leads to a page.
pub fn open(cookie: &'static str, path: &str, waits: Duration, token: &str) -> Response {
    let mut response = turned::see_other(path);
    let fits = token.len() == LENGTH
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if fits && let Some(value) = cookies::set(cookie, token, waits) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Takes such a cookie out of the browser.
pub fn clear(cookie: &'static str, mut response: Response) -> Response {
    if let Some(value) = cookies::clear(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
