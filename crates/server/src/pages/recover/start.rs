//! `/sign-in/recover`: the ways back in, the same for everybody, and the field for a stop code.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::recovery::{self, StopWith};
use http::StatusCode;

use super::status;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ByContacts, ByContactsPage, RecoverPage, Wrong};
use crate::state::AppState;

pub const PATH: &str = "/sign-in/recover";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = Stranger::enter(state, browser);
    Ok(draw(&here, Wrong::Nothing))
}

/// Looks a stop code up and shows what it stops. Nothing is stopped by it yet.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Stranger::enter(state, browser);
    let form = Form::read(&here, &body)?;
    if matches!(form.get("do"), "contacts" | "owner") {
        return ask(&here, &form).await;
    }
    let typed = form.get("stop_code").to_owned();
    let with = StopWith::Code(typed.clone());
    if form.get("do") == "stop" {
        let asked = here.asked(Some(form.once(&here, "stop")));
        return match recovery::stop(&here.state.ctx, &asked, &with).await {
            Ok(Ok(_)) => status::draw_by_code(&here, &with, typed).await,
            Ok(Err(_)) => Ok(draw(&here, Wrong::Unknown)),
            Err(error) => Err(here.broken(&error)),
        };
    }
    status::draw_by_code(&here, &with, typed).await
}

/// Asks for the link by two contacts, or the owners of the account. Every name gets the same answer.
async fn ask(here: &Stranger, form: &Form) -> Result<Response, Turned> {
    let name = form.get("name");
    if name.trim().is_empty() {
        return Ok(draw(here, Wrong::NoName));
    }
    let asked = here.asked(Some(form.once(here, "ask")));
    let address = here.browser.counted.map(|address| address.to_string());
    let (ctx, address) = (&here.state.ctx, address.as_deref());
    let by_owner = form.get("do") == "owner";
    let done = if by_owner {
        recovery::ask_owner(ctx, &asked, name, address).await
    } else {
        recovery::ask_by_contacts(ctx, &asked, name, address).await
    };
    match done {
        Ok(_) if by_owner => Ok(turned::see_other("/sign-in/recover/asked?for=owner")),
        Ok(_) => Ok(turned::see_other("/sign-in/recover/asked")),
        Err(error) => Err(here.broken(&error)),
    }
}

/// The one answer.
pub async fn asked(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    let at = if here.browser.query("for") == Some("owner") {
        ByContacts::OwnerAsked
    } else {
        ByContacts::Asked
    };
    let shell = here.shell("/sign-in/recover/asked");
    here.page(StatusCode::OK, &ByContactsPage { shell, at })
}

/// The page, and what is wrong with what was sent.
pub fn draw(here: &Stranger, wrong: Wrong) -> Response {
    let by_contacts = here.state.ctx.policy.recovery_by_contacts;
    let page = RecoverPage { shell: here.shell(PATH), token: here.token(), by_contacts, wrong };
    here.page(page.status(), &page)
}
