//! Who is signed in here: every page of a person's own begins with `SignedIn::enter`.

use std::time::Duration;

use askama::Template;
use axum::body::Bytes;
use axum::response::Response;
use countersign_app::request::Once;
use countersign_app::session::hosted::{self, Found, Present};
use countersign_app::{Actor, AppError, Asked};
use countersign_core::Timestamp;
use countersign_core::ids::SessionId;
use countersign_core::people::{Contact, Language, Person};
use countersign_core::ports::Bearer;
use countersign_core::session::{HostedSession, Standing};
use http::StatusCode;
use http::header::SET_COOKIE;

use super::browser::Browser;
use super::form::{Form, HasForms};
use super::stay;
use super::turned::{self, Turned};
use super::view::{Ended, FormToken, Problem, ProblemPage, Shell, Stands, State, Visitor};
use super::visiting::{broken, log, status_of};
use crate::http::{cookies, csrf};
use crate::state::AppState;

/// The cookie of a session of ours.
pub const COOKIE: &str = "__Host-ses";

/// A person in a session of theirs.
#[derive(Clone)]
pub struct SignedIn {
    /// What the handlers are given.
    pub state: AppState,
    /// The request.
    pub browser: Browser,
    /// Who.
    pub person: Person,
    /// The session's id: a handle, not the cookie.
    pub session: SessionId,
    /// The session.
    pub hosted: HostedSession,
    /// When the password was last given in it.
    pub password_at: Timestamp,
    /// The page's language.
    pub language: Language,
    cookie: Bearer,
}

impl SignedIn {
    /// Enters with the browser's cookie. Nobody is led to sign in and back; an ended session is told why it ended.
    pub async fn enter(state: AppState, browser: Browser) -> Result<Self, Turned> {
        Self::enter_unfinished(state, browser).await?.finished()
    }

    /// The same before it is asked whether the session may do more than turn a second factor on.
    pub(super) async fn enter_unfinished(
        state: AppState,
        browser: Browser,
    ) -> Result<Self, Turned> {
        match Self::find(&state, &browser).await? {
            Some((present, cookie)) => Self::with(state, browser, present, cookie).await,
            None => Err(to_sign_in(&browser).into()),
        }
    }

    /// The same for a page that also does without anybody signed in.
    pub async fn maybe(state: &AppState, browser: &Browser) -> Result<Option<Self>, Turned> {
        let cookie = browser.cookie(COOKIE).map(Bearer::presented);
        let Some(cookie) = cookie else { return Ok(None) };
        match hosted::present(&state.ctx, &cookie, browser.now).await {
            Ok(Found::Present(present)) => {
                Self::with(state.clone(), browser.clone(), *present, cookie).await.map(Some)
            }
            Ok(_) => Ok(None),
            Err(error) => Err(broken(state, browser, &error, false)),
        }
    }

    async fn find(
        state: &AppState,
        browser: &Browser,
    ) -> Result<Option<(Present, Bearer)>, Turned> {
        let Some(cookie) = browser.cookie(COOKIE).map(Bearer::presented) else { return Ok(None) };
        match hosted::present(&state.ctx, &cookie, browser.now).await {
            Ok(Found::Present(present)) => Ok(Some((*present, cookie))),
            Ok(Found::Nobody) => Ok(None),
            Ok(Found::Over { session, standing }) => match why(&standing) {
                Some(why) => Err(ended(state, browser, &session, why, &browser.path).into()),
                None => Ok(None),
            },
            Err(error) => Err(broken(state, browser, &error, false)),
        }
    }

    async fn with(
        state: AppState,
        browser: Browser,
        present: Present,
        cookie: Bearer,
    ) -> Result<Self, Turned> {
        let Present { session, person, is_stale } = present;
        let here = Self {
            language: browser.language(Some(person.language)),
            password_at: session.password_at,
            session: session.id.clone(),
            hosted: session,
            state,
            browser,
            person,
            cookie,
        };
        if is_stale && here.browser.changes {
            return Err(here.problem(Problem::Repeated).into());
        }
        if !is_stale
            && !here.browser.only_looks
            && let Err(error) =
                hosted::used(&here.state.ctx, &here.person, &here.hosted, here.now()).await
        {
            return Err(here.broken(&error, false));
        }
        Ok(here)
    }

    /// When the request came in.
    pub const fn now(&self) -> Timestamp {
        self.browser.now
    }

    /// The frame of a page at this path.
    pub fn shell(&self, path: &str) -> Shell<'_> {
        let kit = &self.state.pages;
        let visitor = Visitor {
            target: self.target_of_person(),
            portal: self.state.ctx.portal.name.clone(),
            back: None,
            help: "/help".to_owned(),
            stands: Stands::SignedIn,
            session: Some(stay::session_end(self)),
        };
        Shell {
            t: kit.locales.texts(self.language),
            brand: &kit.brand,
            path: path.to_owned(),
            visitor: Some(visitor),
        }
    }

    /// The person's masked address.
    pub fn target_of_person(&self) -> String {
        self.person.email().map_or_else(|| self.person.name.clone(), Contact::masked)
    }

    /// The frame of a use case. `once`: the mark of the form, so that a second press repeats nothing.
    pub fn asked(&self, once: Option<Once>) -> Asked {
        Asked {
            now: self.now(),
            by: Actor::Person(self.person.id.clone(), self.session.clone()),
            request: self.browser.request.clone(),
            client: self.browser.from.clone(),
            once,
        }
    }

    /// A token for the next form of this page.
    pub fn token(&self) -> FormToken {
        let nonce = self.state.ctx.short_bearer();
        FormToken(csrf::token(self.cookie.reveal(), nonce.reveal()))
    }

    /// Reads a form of a page of this session.
    pub fn form(&self, body: &Bytes) -> Result<Form, Turned> {
        Form::read(self, body)
    }

    /// A page of this session.
    pub fn page(&self, status: StatusCode, template: &impl Template) -> Response {
        turned::page(status, template, None)
    }

    /// A page that says why it cannot go on.
    pub fn problem(&self, problem: Problem) -> Response {
        let again = self.here();
        let status = problem.status();
        self.page(status, &ProblemPage { shell: self.shell(&again), problem, again: Some(again) })
    }

    /// A use case could not run. `code_safe`: an answer was under way, and it was not counted.
    pub fn broken(&self, error: &AppError, code_safe: bool) -> Turned {
        log(&self.browser, error);
        let again = self.here();
        let page = ProblemPage {
            shell: self.shell(&again),
            problem: Problem::Oops { code_safe, reference: Some(self.browser.request.clone()) },
            again: Some(again),
        };
        self.page(status_of(error), &page).into()
    }

    /// Gives the session a new cookie with this answer (CS-LOG-06): after a sign-in, a step-up, a change of authenticators.
    /// The old one may read for 10 s.
    pub async fn rotate(&self, mut response: Response) -> Result<Response, Turned> {
        match hosted::rotate(&self.state.ctx, &self.session, &self.cookie, self.now()).await {
            Ok(Some(cookie)) => {
                let lasts = self.hosted.ends_at.since(self.now());
                set_cookie(&mut response, &cookie, lasts);
                Ok(response)
            }
            // It ended meanwhile, or another request rotated it: the next page says so.
            Ok(None) => Ok(response),
            Err(error) => Err(self.broken(&error, false)),
        }
    }

    fn here(&self) -> String {
        self.browser.path.split('?').next().unwrap_or("/").to_owned()
    }
}

impl HasForms for SignedIn {
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
        self.session.as_str()
    }

    fn refuse(&self, problem: Problem) -> Response {
        self.problem(problem)
    }
}

/// Puts a session's cookie into an answer.
pub fn set_cookie(response: &mut Response, cookie: &Bearer, lasts: Duration) {
    if let Some(value) = cookies::set(COOKIE, cookie.reveal(), lasts) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Takes the session's cookie out of the browser.
pub fn clear_cookie(response: &mut Response) {
    if let Some(value) = cookies::clear(COOKIE) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Where nobody is led: to sign in, and then back.
fn to_sign_in(browser: &Browser) -> Response {
    turned::see_other(&sign_in_for(&browser.path))
}

fn sign_in_for(page: &str) -> String {
    // What was sent with a form is not in its address; the page it came from is the way back to it.
    let next: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
    format!("/sign-in?next={next}")
}

/// The page for whoever comes with the cookie of a session that is over. The cookie goes with it, so the reason is told once.
fn ended(
    state: &AppState,
    browser: &Browser,
    _session: &HostedSession,
    why: (Timestamp, Ended),
    next: &str,
) -> Response {
    let kit = &state.pages;
    let shell = Shell {
        t: kit.locales.texts(browser.language(None)),
        brand: &kit.brand,
        path: "/help".to_owned(),
        visitor: None,
    };
    let portal = state.ctx.portal.name.clone();
    let problem = Problem::Ended(State::Ended { portal, why: Some(why) });
    let page = ProblemPage { shell, problem, again: Some(sign_in_for(next)) };
    let mut response = turned::page(StatusCode::GONE, &page, None);
    clear_cookie(&mut response);
    response
}

/// The same for whoever sent a form that is kept: signing in leads to it.
pub fn over(state: &AppState, browser: &Browser, session: &HostedSession, next: &str) -> Response {
    match why(&session.standing(browser.now)) {
        Some(why) => ended(state, browser, session, why, next),
        None => turned::see_other(&sign_in_for(next)),
    }
}

/// What is told of an end; `None`: the person ended it here, and knows.
fn why(standing: &Standing) -> Option<(Timestamp, Ended)> {
    match standing {
        Standing::Live => None,
        Standing::Idle { at } => Some((*at, Ended::Idle)),
        Standing::TooOld { at, lasted } => {
            Some((*at, Ended::TooOld { hours: lasted.as_secs() / 3_600 }))
        }
        Standing::Ended { at, because } => Ended::of(because).map(|why| (*at, why)),
    }
}
