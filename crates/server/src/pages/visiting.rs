//! One browser at one hosted visit: who is asked, about what, and how its pages are drawn.

use std::time::Duration;

use askama::Template;
use axum::response::Response;
use countersign_app::request::Once;
use countersign_app::{Actor, AppError, Asked, Refused, visit};
use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{ChangeId, OrderId, SignInId, VisitId};
use countersign_core::people::{Language, Method};
use countersign_core::ports::Bearer;
use http::StatusCode;
use http::header::SET_COOKIE;

use super::browser::Browser;
use super::form::HasForms;
use super::turned::{self, Turned};
use super::view::{FormToken, Problem, ProblemPage, SessionEnd, Shell, Stands, State, Visitor};
use crate::http::{cookies, csrf};
use crate::state::AppState;

/// How long a visit's cookie outlives the visit.
const AFTERWARDS: Duration = Duration::from_hours(1);

/// Which page was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A step-up, by its visit.
    Confirm(VisitId),
    /// An order.
    Order(OrderId),
    /// The second step of a sign-in.
    SignIn(SignInId),
    /// A change of the ways to sign in.
    Change(ChangeId),
    /// Getting back in by two contacts, by its visit.
    Recover(VisitId),
}

/// Where the challenge at hand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none, or it was given up for another way.
    None,
    /// It takes answers. A late one too: it is told apart from a wrong one.
    Open,
    /// Answered.
    Passed,
    /// Its tries are used up.
    Failed,
}

/// The visit of this browser.
pub struct Visiting {
    /// What the handlers are given.
    pub state: AppState,
    /// The request.
    pub browser: Browser,
    /// Which page.
    pub place: Place,
    /// What the page shows.
    pub view: visit::VisitView,
    /// The cookie's value.
    pub cookie: Bearer,
    /// The page's language.
    pub language: Language,
    /// When the session it is part of ends, where that is one of ours.
    pub session_end: Option<SessionEnd>,
    /// The session it is part of can do nothing else: there is no "not now".
    pub must: bool,
}

impl Place {
    /// The address of the page, without a query.
    pub fn path(&self) -> String {
        match self {
            Self::Confirm(id) => format!("/confirm/{id}"),
            Self::Order(id) => format!("/orders/{id}"),
            Self::SignIn(id) => format!("/sign-in/{id}"),
            Self::Change(id) => format!("/security/changes/{id}"),
            Self::Recover(id) => format!("/sign-in/recover/at/{id}"),
        }
    }

    /// Begins a visit: the cookie, and on to the address without the handle.
    pub fn begin(&self, cookie: &Bearer, lasts: Duration) -> Response {
        let mut response = turned::see_other(&self.path());
        // What the page says at its end, and a receipt, stay reachable for a while.
        if let Some(value) = cookies::set(&self.cookie(), cookie.reveal(), lasts + AFTERWARDS) {
            response.headers_mut().append(SET_COOKIE, value);
        }
        response
    }

    /// Whether this visit leads to this page.
    fn is_of(&self, view: &visit::VisitView) -> bool {
        let visit = &view.visit;
        let elsewhere = visit.order.is_some() || visit.sign_in.is_some() || visit.change.is_some();
        let at_hand = view.challenge.as_ref().map(|challenge| challenge.payload.kind());
        let recovers = at_hand == Some(PurposeKind::Recovery);
        match self {
            Self::Confirm(id) => visit.id == *id && !elsewhere && !recovers,
            Self::Recover(id) => visit.id == *id && recovers,
            Self::Order(id) => visit.order.as_ref() == Some(id),
            Self::SignIn(id) => visit.sign_in.as_ref() == Some(id),
            Self::Change(id) => visit.change.as_ref() == Some(id),
        }
    }

    /// The name of the cookie: one for each visit, so that pages open side by side do not meet.
    pub fn cookie(&self) -> String {
        let id = match self {
            Self::Confirm(id) | Self::Recover(id) => id.as_str(),
            Self::Order(id) => id.as_str(),
            Self::SignIn(id) => id.as_str(),
            Self::Change(id) => id.as_str(),
        };
        format!("__Host-{id}")
    }
}

impl Visiting {
    /// Enters the page with the browser's cookie. Without one, and with one of another page, nothing is shown.
    pub async fn enter(state: AppState, browser: Browser, place: Place) -> Result<Self, Turned> {
        let Some(secret) = browser.cookie(&place.cookie()).map(str::to_owned) else {
            return Err(nobody(&state, &browser, Problem::LinkUsed));
        };
        let cookie = Bearer::presented(secret);
        let view = match visit::read(&state.ctx, &cookie, browser.now).await {
            Ok(Ok(view)) => view,
            Ok(Err(_)) => return Err(nobody(&state, &browser, Problem::LinkUsed)),
            Err(error) => return Err(broken(&state, &browser, &error, false)),
        };
        if !place.is_of(&view) {
            return Err(nobody(&state, &browser, Problem::LinkUsed));
        }
        let language = browser.language(Some(view.person.language));
        Ok(Self { state, browser, place, view, cookie, language, session_end: None, must: false })
    }

    /// The same visit, read again after something was done.
    pub async fn again(&self) -> Result<Self, Turned> {
        Self::enter(self.state.clone(), self.browser.clone(), self.place.clone()).await
    }

    /// When the request came in.
    pub fn now(&self) -> Timestamp {
        self.browser.now
    }

    /// The frame of a page. `part`: what follows the page's own address.
    pub fn shell(&self, part: &str) -> Shell<'_> {
        let kit = &self.state.pages;
        let own = self.goes_on_here().is_some();
        let visitor = Visitor {
            target: self.target_of_person(),
            portal: if own { kit.brand.product.clone() } else { self.portal().to_owned() },
            back: if own {
                Some("/security".to_owned())
            } else {
                self.return_to().map(str::to_owned)
            },
            help: format!("{}/help", self.place.path()),
            stands: match self.place {
                Place::SignIn(_) | Place::Recover(_) => Stands::SigningIn,
                Place::Confirm(_) if own => Stands::SignedIn,
                Place::Change(_) => Stands::SignedIn,
                Place::Confirm(_) | Place::Order(_) => Stands::Visiting,
            },
            session: self.session_end.clone(),
        };
        Shell {
            t: kit.locales.texts(self.language),
            brand: &kit.brand,
            path: format!("{}{part}", self.place.path()),
            visitor: Some(visitor),
        }
    }

    /// The portal's name.
    pub fn portal(&self) -> &str {
        &self.state.ctx.portal.name
    }

    /// The person's masked address.
    pub fn target_of_person(&self) -> String {
        let email = self.view.person.email();
        email.map_or_else(
            || self.view.person.name.clone(),
            countersign_core::people::Contact::masked,
        )
    }

    /// The registered target the browser may be sent back to.
    pub fn return_to(&self) -> Option<&str> {
        let of_order = self.view.order.as_ref().and_then(|order| order.return_to.as_deref());
        self.view.visit.return_to.as_deref().or(of_order)
    }

    /// The page of ours that asked, where none of a portal's did.
    pub fn goes_on_here(&self) -> Option<&str> {
        let asked = self.view.visit.return_to.as_deref();
        asked.filter(|target| matches!(self.place, Place::Confirm(_)) && visit::is_own(target))
    }

    /// A token for the next form of this page.
    pub fn token(&self) -> FormToken {
        let nonce = self.state.ctx.short_bearer();
        FormToken(csrf::token(self.cookie.reveal(), nonce.reveal()))
    }

    /// The frame of a use case. `once`: the mark of the form, so that a second press repeats nothing.
    pub fn asked(&self, once: Option<Once>) -> Asked {
        let person = self.view.visit.person.clone();
        Asked {
            now: self.now(),
            by: Actor::Visitor(person, self.view.visit.id.clone()),
            request: self.browser.request.clone(),
            client: self.browser.from.clone(),
            once,
        }
    }

    /// A page of this visit.
    pub fn page(&self, status: StatusCode, template: &impl Template) -> Response {
        let end = self.return_to().map(str::to_owned).or_else(|| super::factor::portal(self));
        turned::page(status, template, end.as_deref())
    }

    /// To the visit's own page, with this after its address.
    pub fn to_page(&self, part: &str) -> Response {
        turned::see_other(&format!("{}{part}", self.place.path()))
    }

    /// A page that says why it cannot go on; the way on is the portal.
    pub fn problem(&self, problem: Problem) -> Response {
        let mut shell = self.shell("");
        let again = match problem {
            Problem::Lapsed if matches!(self.place, Place::SignIn(_)) => Some(self.sign_in_again()),
            Problem::Lapsed if matches!(self.place, Place::Recover(_)) => {
                Some("/sign-in/recover".to_owned())
            }
            Problem::Lapsed if matches!(self.place, Place::Change(_)) => {
                Some("/security/methods".to_owned())
            }
            // Starting again is done at the portal, so one button says it.
            Problem::Lapsed => shell.visitor.as_mut().and_then(|visitor| visitor.back.take()),
            _ => None,
        };
        let status = problem.status();
        self.page(status, &ProblemPage { shell, problem, again })
    }

    /// The sign-in page, on its way to where this sign-in was to lead.
    fn sign_in_again(&self) -> String {
        let to = self.view.sign_in.as_ref().map(|at| at.destination.as_str()).unwrap_or_default();
        format!("/sign-in{to}")
    }

    /// The page for a session that was ended. A reason is told only to whoever just caused it.
    pub fn ended(&self, why: Option<super::view::Ended>) -> Response {
        let why = why.map(|why| (self.now(), why));
        self.problem(Problem::Ended(State::Ended { portal: self.portal().to_owned(), why }))
    }

    /// A use case could not run. `code_safe`: an answer was under way, and it was not counted.
    pub fn broken(&self, error: &AppError, code_safe: bool) -> Turned {
        log(&self.browser, error);
        let reference = Some(self.browser.request.clone());
        let page = ProblemPage {
            shell: self.shell(""),
            problem: Problem::Oops { code_safe, reference },
            again: Some(self.place.path()),
        };
        self.page(status_of(error), &page).into()
    }

    /// Where the challenge at hand stands.
    pub fn standing(&self) -> Standing {
        match self.view.challenge.as_ref().map(|challenge| challenge.state.as_str()) {
            Some("open") => Standing::Open,
            Some("passed") => Standing::Passed,
            Some("failed") => Standing::Failed,
            _ => Standing::None,
        }
    }

    /// The method that the challenge at hand is fixed to.
    pub fn method(&self) -> Option<Method> {
        self.view.challenge.as_ref().and_then(|challenge| challenge.method)
    }

    /// When its code was last sent.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.view.challenge.as_ref().and_then(|challenge| challenge.sent_at)
    }

    /// When its code ends.
    pub fn code_ends(&self) -> Option<Timestamp> {
        self.view.challenge.as_ref().map(|challenge| challenge.expires_at)
    }

    /// Whether it was sent by this method and so waits for a code, or is an app's.
    pub fn awaits_code(&self) -> bool {
        match self.method() {
            Some(method) if method.is_delivered() => self.sent_at().is_some(),
            Some(_) => true,
            None => false,
        }
    }
}

impl HasForms for Visiting {
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
        self.view.visit.id.as_str()
    }

    fn refuse(&self, problem: Problem) -> Response {
        self.problem(problem)
    }
}

/// A page for a browser that nothing is known of.
pub fn nobody(state: &AppState, browser: &Browser, problem: Problem) -> Turned {
    let kit = &state.pages;
    let shell = Shell {
        t: kit.locales.texts(browser.language(None)),
        brand: &kit.brand,
        path: "/help".to_owned(),
        visitor: None,
    };
    let status = problem.status();
    turned::page(status, &ProblemPage { shell, problem, again: None }, None).into()
}

/// A use case could not run for a browser that nothing is known of yet.
pub fn broken(state: &AppState, browser: &Browser, error: &AppError, code_safe: bool) -> Turned {
    log(browser, error);
    let kit = &state.pages;
    let shell = Shell {
        t: kit.locales.texts(browser.language(None)),
        brand: &kit.brand,
        path: "/help".to_owned(),
        visitor: None,
    };
    let problem = Problem::Oops { code_safe, reference: Some(browser.request.clone()) };
    turned::page(status_of(error), &ProblemPage { shell, problem, again: None }, None).into()
}

/// A refusal that no page has words for: the link no longer leads anywhere.
pub fn gone(here: &Visiting, refused: &Refused) -> Response {
    match refused {
        Refused::SessionEnded => here.ended(None),
        _ => here.problem(Problem::Lapsed),
    }
}

pub(super) fn log(browser: &Browser, error: &AppError) {
    tracing::error!(request = browser.request, cause = error.cause(), %error, "a page could not be answered");
}

pub(super) fn status_of(error: &AppError) -> StatusCode {
    if error.is_passing() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
