//! A browser before anybody is known: its forms are bound to a cookie of their own.

use std::time::Duration;

use askama::Template;
use axum::response::Response;
use countersign_app::request::Once;
use countersign_app::{Actor, AppError, Asked, Ctx};
use countersign_core::ports::Bearer;
use http::StatusCode;
use http::header::SET_COOKIE;

use super::browser::Browser;
use super::form::HasForms;
use super::turned::{self, Turned};
use super::view::{FormToken, Problem, Shell};
use super::visiting::{broken, nobody};
use crate::http::{cookies, csrf};
use crate::state::AppState;

/// Names a browser before anybody is known: what it sends is bound to it, and so is the link that lets it sign in.
pub const COOKIE: &str = "__Host-pre";
/// How long the value of a cookie of 256 bits is; one that we did not make could be anybody's.
const LENGTH: usize = 43;
/// How long a page may stay open before its form is sent.
const LASTS: Duration = Duration::from_hours(12);

/// A browser that nobody is known of.
pub struct Stranger {
    /// What the handlers are given.
    pub state: AppState,
    /// The request.
    pub browser: Browser,
    cookie: Bearer,
    is_new: bool,
    owner: String,
}

impl Stranger {
    /// Enters with the cookie that the browser has, or one that its first page sets.
    pub fn enter(state: AppState, browser: Browser) -> Self {
        let known = cookie(&browser);
        let is_new = known.is_none();
        let cookie = known.unwrap_or_else(|| state.ctx.random(Bearer::long));
        Self::with(state, browser, cookie, is_new)
    }

    /// Enters with a secret that the browser brought another way.
    pub fn holding(state: AppState, browser: Browser, secret: Bearer) -> Self {
        Self::with(state, browser, secret, false)
    }

    /// What names this browser.
    pub const fn cookie(&self) -> &Bearer {
        &self.cookie
    }

    fn with(state: AppState, browser: Browser, cookie: Bearer, is_new: bool) -> Self {
        let owner = format!("pre_{}", &cookie.hash()[..32]);
        Self { state, browser, cookie, is_new, owner }
    }

    /// The frame of a page at this path.
    pub fn shell(&self, path: &str) -> Shell<'_> {
        let kit = &self.state.pages;
        Shell {
            t: kit.locales.texts(self.browser.language(None)),
            brand: &kit.brand,
            path: path.to_owned(),
            visitor: None,
        }
    }

    /// A token for the next form of this page.
    pub fn token(&self) -> FormToken {
        let nonce = self.state.ctx.short_bearer();
        FormToken(csrf::token(self.cookie.reveal(), nonce.reveal()))
    }

    /// The frame of a use case.
    pub fn asked(&self, once: Option<Once>) -> Asked {
        Asked {
            now: self.browser.now,
            by: Actor::Nobody,
            request: self.browser.request.clone(),
            client: self.browser.from.clone(),
            once,
        }
    }

    /// A page; the first one sets the cookie its form is bound to.
    pub fn page(&self, status: StatusCode, template: &impl Template) -> Response {
        self.page_to(status, template, None)
    }

    /// The same, where its form may end at a registered target.
    pub fn page_to(
        &self,
        status: StatusCode,
        template: &impl Template,
        return_to: Option<&str>,
    ) -> Response {
        let mut response = turned::page(status, template, return_to);
        if self.is_new
            && let Some(value) = cookies::set(COOKIE, self.cookie.reveal(), LASTS)
        {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    }

    /// A use case could not run.
    pub fn broken(&self, error: &AppError) -> Turned {
        broken(&self.state, &self.browser, error, false)
    }
}

impl HasForms for Stranger {
    fn state(&self) -> &AppState {
        &self.state
    }

    fn browser(&self) -> &Browser {
        &self.browser
    }

    fn secret(&self) -> &str {
        self.cookie.reveal()
    }

    fn owner(&self) -> &str {
        &self.owner
    }

    fn refuse(&self, problem: Problem) -> Response {
        use axum::response::IntoResponse as _;
        nobody(&self.state, &self.browser, problem).into_response()
    }
}

/// A page that gives a browser what names it, if it has nothing yet: the next page of a stranger's knows it again.
pub fn named(ctx: &Ctx, browser: &Browser, mut response: Response) -> Response {
    if cookie(browser).is_none()
        && let Some(value) = cookies::set(COOKIE, ctx.random(Bearer::long).reveal(), LASTS)
    {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// What names this browser, if it has such a cookie of ours.
pub fn cookie(browser: &Browser) -> Option<Bearer> {
    browser.cookie(COOKIE).filter(|value| value.len() == LENGTH).map(Bearer::presented)
}
