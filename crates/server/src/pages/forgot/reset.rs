//! `/reset-password`: what the mailed link opens. The link leaves the address at once and acts only on the form.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::mailed::{LinkKind, Presented};
use countersign_app::{Refused, password};

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::mailed_token::MailedToken;
use crate::pages::stranger::{self, Stranger};
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PasswordProblem, ResetEnd, ResetEndPage, ResetPage};
use crate::state::AppState;

const PATH: &str = "/reset-password";
const DONE: &str = "/reset-password/done";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::Reset,
    cookie: "__Host-reset",
    path: PATH,
    waits: LinkKind::Reset.lasts(),
};

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, link) = enter(state, browser)?;
    let asked = here.asked(None);
    match password::reset_link_works(&here.state.ctx, &link, &asked).await {
        Ok(true) => Ok(stranger::named(&here.state.ctx, &here.browser, draw(&here, None))),
        Ok(false) => Ok(end(&here, ResetEnd::Gone)),
        Err(error) => Err(here.broken(&error)),
    }
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let (here, link) = enter(state, browser)?;
    let form = Form::read(&here, &body)?;
    let typed = form.get("new_password");
    if typed.is_empty() {
        return Ok(draw(&here, Some(PasswordProblem::Missing)));
    }
    let asked = here.asked(Some(form.once(&here, "reset")));
    let (ctx, browser) = (&here.state.ctx, stranger::cookie(&here.browser));
    match password::reset(ctx, &asked, link, browser, typed.to_owned().into()).await {
        Ok(Ok(())) => Ok(LINK.clear(turned::see_other(DONE))),
        Ok(Err(Refused::WeakPassword { reason, least, .. })) => {
            Ok(draw(&here, Some(PasswordProblem::of(&reason, least))))
        }
        Ok(Err(_)) => Ok(end(&here, ResetEnd::Gone)),
        Err(error) => Err(here.broken(&error)),
    }
}

pub async fn done(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    let page = ResetEndPage { shell: here.shell(DONE), end: ResetEnd::Done };
    here.page(page.status(), &page)
}

/// Without the cookie of a link nothing of the page is reached.
fn enter(state: AppState, browser: Browser) -> Result<(Stranger, Presented), Turned> {
    LINK.brought(state, browser).map_err(|here| end(&here, ResetEnd::Gone).into())
}

fn draw(here: &Stranger, problem: Option<PasswordProblem>) -> Response {
    // Whether the person has a second factor is not told here: the floor for those without one is asked when it is sent.
    let least = u32::try_from(here.state.ctx.policy.passwords.least(true)).unwrap_or(u32::MAX);
    let page = ResetPage { shell: here.shell(PATH), token: here.token(), least, problem };
    here.page(page.status(), &page)
}

fn end(here: &Stranger, end: ResetEnd) -> Response {
    let page = ResetEndPage { shell: here.shell(PATH), end };
    LINK.clear(here.page(page.status(), &page))
}
