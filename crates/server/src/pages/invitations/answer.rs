//! `/people/invitations/answer`: what an invitation's link opens. It leaves the address at once and acts only on a button.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::invitations::{self, Brought, Here as Standing, Responded, Shown};
use countersign_core::access::InvitationState;
use countersign_core::ports::Bearer;
use http::StatusCode;

use super::words;
use crate::pages::browser::Browser;
use crate::pages::factor::with_next;
use crate::pages::form::{Form, HasForms as _};
use crate::pages::mailed_token;
use crate::pages::signed_in::SignedIn;
use crate::pages::stranger::{self, Stranger};
use crate::pages::turned::{self, Turned};
use crate::pages::view::{AnswerEnd, AnswerEndPage, AnswerPage, InvitedStands, Problem};
use crate::state::AppState;

pub const PATH: &str = "/people/invitations/answer";
pub const DONE: &str = "/people/invitations/done";
/// Holds the secret part once it has left the address.
pub(super) const COOKIE: &str = "__Host-invited";
/// Long enough to make a sign-in and to turn a second factor on; the mail still has the link.
const WAITS: Duration = Duration::from_hours(2);

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    mailed_token::open(COOKIE, PATH, WAITS, &token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let visit = Visit::enter(state, browser).await?;
    visit.draw().await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let visit = Visit::enter(state, browser).await?;
    let form = Form::read(&visit.here, &body)?;
    let ctx = &visit.here.state.ctx;
    match form.get("do") {
        "decline" => {
            let asked = visit.here.asked(Some(form.once(&visit.here, "decline")));
            match invitations::decline(ctx, &asked, &visit.brought).await {
                Ok(Ok(Responded::Declined)) => Ok(over(&format!("{DONE}?declined=yes"))),
                Ok(_) => visit.draw().await,
                Err(error) => Err(visit.here.broken(&error)),
            }
        }
        "accept" => {
            let Some(me) = &visit.person else { return visit.draw().await };
            let asked = me.asked(Some(form.once(&visit.here, "accept")));
            let who = (&me.person.id, &me.session);
            match invitations::accept(ctx, &asked, &visit.brought, who).await {
                Ok(Ok(Responded::Joined(_))) => Ok(over(&format!("{DONE}?accepted=yes"))),
                Ok(_) => visit.draw().await,
                Err(error) => Err(me.broken(&error, false)),
            }
        }
        _ => Ok(visit.here.refuse(Problem::BadRequest)),
    }
}

/// What was done. The address tells nothing else.
pub async fn done(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    let end = if here.browser.query("accepted").is_some() {
        AnswerEnd::Accepted
    } else if here.browser.query("declined").is_some() {
        AnswerEnd::Declined
    } else {
        AnswerEnd::Gone
    };
    let page = AnswerEndPage { shell: here.shell(DONE), end };
    here.page(page.status(), &page)
}

/// A browser with an invitation's link, and who is signed in there.
pub(super) struct Visit {
    pub(super) here: Stranger,
    pub(super) brought: Brought,
    pub(super) person: Option<Box<SignedIn>>,
}

impl Visit {
    /// Without the cookie of a link nothing of the page is reached.
    pub(super) async fn enter(state: AppState, browser: Browser) -> Result<Self, Turned> {
        let Some(token) = browser.cookie(COOKIE).map(str::to_owned) else {
            let here = Stranger::enter(state, browser);
            return Err(end(&here, AnswerEnd::Gone).into());
        };
        let person = SignedIn::maybe(&state, &browser).await?.map(Box::new);
        let brought = Brought::new(&state.ctx, &token);
        let here = Stranger::holding(state, browser, Bearer::presented(token));
        Ok(Self { here, brought, person })
    }

    /// The invitation as it stands, if it waits for an answer; otherwise the page that says what became of it.
    pub(super) async fn pending(&self) -> Result<Result<Shown, Response>, Turned> {
        let who = self.person.as_ref().map(|me| (&me.person, &me.session));
        let (ctx, now) = (&self.here.state.ctx, self.here.browser.now);
        let shown = invitations::shown(ctx, &self.brought, who, now).await;
        let shown = shown.map_err(|error| self.here.broken(&error))?;
        Ok(match shown {
            None => Err(end(&self.here, AnswerEnd::Gone)),
            Some(shown) => match shown.state {
                InvitationState::Pending => Ok(shown),
                InvitationState::Accepted => Err(end(&self.here, AnswerEnd::Used)),
                InvitationState::Declined => Err(end(&self.here, AnswerEnd::Declined)),
                InvitationState::Withdrawn => Err(end(&self.here, AnswerEnd::Withdrawn)),
                InvitationState::Expired => {
                    let (at, inviter) = (shown.expires_at, shown.inviter);
                    Err(end(&self.here, AnswerEnd::Expired { at, inviter }))
                }
            },
        })
    }

    async fn draw(&self) -> Result<Response, Turned> {
        let shown = match self.pending().await? {
            Ok(shown) => shown,
            Err(over) => return Ok(over),
        };
        let me = self.person.as_deref();
        let stands = match shown.here {
            Standing::SignIn => InvitedStands::SignIn(sign_in()),
            Standing::NewAccess => InvitedStands::NewAccess,
            Standing::AnotherPerson => InvitedStands::AnotherPerson {
                target: me.map(SignedIn::target_of_person).unwrap_or_default(),
                switch: format!("{}&anew=yes", sign_in()),
            },
            Standing::NotConfirmed => InvitedStands::NotConfirmed,
            Standing::NoSecondFactor => {
                InvitedStands::NoSecondFactor(format!("/security/methods/app{}", with_next(PATH)))
            }
            Standing::NotProven => InvitedStands::NotProven(format!("{}&anew=yes", sign_in())),
            Standing::AlreadyIn => InvitedStands::AlreadyIn,
            Standing::Ready => InvitedStands::Ready,
        };
        let kit = &self.here.state.pages;
        let language = me.map_or_else(|| self.here.browser.language(None), |me| me.language);
        let rights = shown.rights.iter().map(|name| words::right(kit, language, name)).collect();
        let page = AnswerPage {
            shell: me.map_or_else(|| self.here.shell(PATH), |me| me.shell(PATH)),
            token: self.here.token(),
            inviter: shown.inviter,
            account: shown.account,
            email: shown.email,
            role: shown.role,
            rights,
            ends_at: shown.ends_at.map(|end| end.minus(Duration::from_millis(1))),
            expires_at: shown.expires_at,
            stands,
        };
        let response = self.here.page(StatusCode::OK, &page);
        Ok(stranger::named(&self.here.state.ctx, &self.here.browser, response))
    }
}

/// Where somebody signs in and comes back.
fn sign_in() -> String {
    format!("/sign-in{}", with_next(PATH))
}

/// To a page behind the link, which is used up.
fn over(to: &str) -> Response {
    mailed_token::clear(COOKIE, turned::see_other(to))
}

fn end(here: &Stranger, end: AnswerEnd) -> Response {
    let page = AnswerEndPage { shell: here.shell(PATH), end };
    mailed_token::clear(COOKIE, here.page(page.status(), &page))
}
