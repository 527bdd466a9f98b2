//! `/sign-in/set-up`: what an account requires stands between the password and the sign-in.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::change::{self, Begin};
use countersign_app::mailed::{LinkKind, Presented};
use countersign_app::sign_in::{self, Enrolment, EnrolmentStage};
use countersign_core::ids::ChangeId;
use countersign_core::policy::{AllowedWays, ChangeKind};
use countersign_core::session::OwnPath;
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::factor::led;
use crate::pages::mailed_token::MailedToken;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{SetUpPage, SetUpProblem};
use crate::pages::visiting::Place;
use crate::state::AppState;

/// Where it stands.
pub const PATH: &str = "/sign-in/set-up";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::SetUp,
    cookie: "__Host-set-up",
    path: PATH,
    // The password comes in between, and may have to be set first.
    waits: LinkKind::SetUp.lasts(),
};

/// Takes the secret part of a set-up link out of the address. It acts only on the form, in a session whose password was right.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    match stands(&here).await? {
        Some(Enrolment { stage: EnrolmentStage::Codes(change), .. }) => Ok(to(&change)),
        Some(at) => Ok(page(&here, at, None)),
        None => Ok(on(&here)),
    }
}

/// *Set up now*: begins the set-up, or goes on with it. Its proof is a code to a confirmed contact, or the set-up link.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let Some(at) = stands(&here).await? else { return Ok(on(&here)) };
    if let EnrolmentStage::Resume(change) | EnrolmentStage::Codes(change) = &at.stage {
        return Ok(to(change));
    }
    let ctx = &here.state.ctx;
    if let Some(link) = brought(&here) {
        let asked = here.asked(Some(form.once(&here, "link")));
        let (person, session) = (&here.person.id, &here.session);
        match sign_in::use_set_up_link(ctx, &asked, person, session, link).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => {
                return Ok(LINK.clear(page(&here, at, Some(SetUpProblem::LinkGone))));
            }
            Err(error) => return Err(here.broken(&error, false)),
        }
    }
    let leads = format!("/sign-in/after{}", here.hosted.owes_to.as_deref().unwrap_or_default());
    let ask = Begin {
        person: here.person.id.clone(),
        session: here.session.clone(),
        password_at: here.password_at,
        factor_at: here.hosted.factor.map(|factor| factor.at),
        kind: ChangeKind::TurnOn,
        subject: None,
        way: None,
        contact: None,
        goes_on_to: OwnPath::read(&leads),
    };
    let asked = here.asked(Some(form.once(&here, "begin")));
    match change::begin(ctx, &asked, ask).await {
        Ok(Ok(begun)) => Ok(LINK.clear(led(&here, begun))),
        Ok(Err(Refused::SetUpLinkNeeded)) => {
            Ok(page(&here, Enrolment { stage: EnrolmentStage::NeedsLink, ..at }, None))
        }
        Ok(Err(_)) => Ok(turned::see_other(PATH)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn stands(here: &SignedIn) -> Result<Option<Enrolment>, Turned> {
    let (ctx, person, session) = (&here.state.ctx, &here.person.id, &here.session);
    match sign_in::enrolment(ctx, person, session, brought(here), here.now()).await {
        Ok(stands) => Ok(stands.unwrap_or_default()),
        Err(error) => Err(here.broken(&error, false)),
    }
}

fn brought(here: &SignedIn) -> Option<Presented> {
    let token = here.browser.cookie(LINK.cookie)?;
    Some(Presented::new(&here.state.ctx, LINK.kind, token))
}

/// Nothing is owed: a session that owed leads to its end, any other to its own pages.
fn on(here: &SignedIn) -> Response {
    turned::see_other(if here.hosted.owes() { "/sign-in/after" } else { "/security" })
}

fn to(change: &ChangeId) -> Response {
    turned::see_other(&Place::Change(change.clone()).path())
}

fn page(here: &SignedIn, at: Enrolment, problem: Option<SetUpProblem>) -> Response {
    let page = SetUpPage {
        shell: here.shell(PATH),
        outgrown: at.stage == EnrolmentStage::Outgrown,
        needs_link: at.stage == EnrolmentStage::NeedsLink,
        resumes: matches!(at.stage, EnrolmentStage::Resume(_)),
        by_phone: at.ways == AllowedWays::Any,
        account: at.account,
        by: at.by,
        token: here.token(),
        problem,
    };
    let status = if problem.is_some() { StatusCode::GONE } else { StatusCode::OK };
    here.page(status, &page)
}
