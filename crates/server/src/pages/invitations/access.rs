//! `/people/invitations/access`: somebody who was invited and signs in nowhere makes a sign-in of their own.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::invitations::Here as Standing;
use countersign_app::sign_in::{NewAccess, OwnAccess, own_access};
use countersign_core::session::OwnPath;

use super::answer::{self, Visit};
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::sign_in::{at_browser, signed_in};
use crate::pages::turned::{self, Turned};
use crate::pages::view::{OwnAccessPage, PasswordProblem};
use crate::state::AppState;

pub const PATH: &str = "/people/invitations/access";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let visit = Visit::enter(state, browser).await?;
    draw(&visit, None, None, false).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let visit = Visit::enter(state, browser).await?;
    let form = Form::read(&visit.here, &body)?;
    let name = form.get("name").to_owned();
    let typed = form.get("new_password");
    if typed.is_empty() {
        return draw(&visit, Some(name), Some(PasswordProblem::Missing), false).await;
    }
    let Some(then) = OwnPath::read(answer::PATH) else {
        return Ok(turned::see_other(answer::PATH));
    };
    let asked = visit.here.asked(Some(form.once(&visit.here, "own-access")));
    let new = NewAccess {
        brought: visit.brought.clone(),
        name: name.clone(),
        password: typed.to_owned().into(),
        language: visit.here.browser.language(None),
        at: at_browser(&visit.here.browser),
        then,
    };
    match own_access(&visit.here.state.ctx, &asked, new).await {
        Ok(Ok(OwnAccess::SignedIn(began))) => Ok(signed_in(&began)),
        Ok(Err(Refused::WeakPassword { reason, least, .. })) => {
            let problem = PasswordProblem::of(&reason, least);
            draw(&visit, Some(name), Some(problem), false).await
        }
        Ok(Err(Refused::Invalid { .. })) => draw(&visit, Some(name), None, true).await,
        Ok(Ok(OwnAccess::Over | OwnAccess::Known) | Err(_)) => Ok(turned::see_other(answer::PATH)),
        Err(error) => Err(visit.here.broken(&error)),
    }
}

async fn draw(
    visit: &Visit,
    name: Option<String>,
    problem: Option<PasswordProblem>,
    name_refused: bool,
) -> Result<Response, Turned> {
    let shown = match visit.pending().await? {
        Ok(shown) if shown.here == Standing::NewAccess => shown,
        Ok(_) => return Ok(turned::see_other(answer::PATH)),
        Err(over) => return Ok(over),
    };
    let least = visit.here.state.ctx.policy.passwords.least(false);
    let page = OwnAccessPage {
        shell: visit.here.shell(PATH),
        token: visit.here.token(),
        email: shown.email,
        name: name.unwrap_or(shown.name),
        least: u32::try_from(least).unwrap_or(u32::MAX),
        problem,
        name_refused,
    };
    Ok(visit.here.page(page.status(), &page))
}
