//! `/sign-in/recover/at/{id}`: the number of somebody who gets back in by two contacts, and the code that went to it.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::recovery;
use countersign_core::ids::VisitId;
use countersign_core::people::Method;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::turned::{self, Turned};
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Standing, Visiting};
use crate::pages::{choose_page, code_page, code_refused, no_code, sending};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Recover(id)).await?;
    Ok(over(&here).unwrap_or_else(|| match here.standing() {
        Standing::Failed => code_page::draw_dead(&here),
        Standing::Open if here.awaits_code() => code_page::draw(&here, code_page::Said::default()),
        _ => choose_page::draw(&here, "", None),
    }))
}

/// Every number there is.
pub async fn other(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Recover(id)).await?;
    Ok(over(&here).unwrap_or_else(|| choose_page::draw(&here, "/other", None)))
}

/// "I did not get the code".
pub async fn help(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Recover(id)).await?;
    Ok(no_code::draw(&here))
}

/// The address of a form, opened by a reload or from the history: the page it came from.
pub async fn to_page(PathId(id): PathId<VisitId>) -> Response {
    turned::see_other(&Place::Recover(id).path())
}

/// A number was chosen.
pub async fn send(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Recover(id)).await?;
    let form = Form::read(&here, &body)?;
    match over(&here) {
        Some(over) => Ok(over),
        None => sending::choose(&here, &form).await,
    }
}

/// The code, or another one asked for. A form pressed twice gets the same outcome, so the standing is not looked at before an answer.
pub async fn code(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Recover(id)).await?;
    let form = Form::read(&here, &body)?;
    if matches!(form.get("do"), "resend" | "new") {
        return match over(&here) {
            Some(over) => Ok(over),
            None => sending::again(&here, &form).await,
        };
    }
    let asked = here.asked(Some(form.once(&here, "answer")));
    let method = here.method().unwrap_or(Method::Sms);
    let code = Typed(form.get("onetimecode").to_owned());
    match recovery::answer_by_contacts(&here.state.ctx, &asked, &here.cookie, method, code).await {
        Ok(Ok(_)) => Ok(turned::see_other("/sign-in/recover/done")),
        Ok(Err(refused)) => code_refused::draw(&here, &form, &refused).await,
        Err(error) => Err(here.broken(&error, true)),
    }
}

/// What is done leads on; what is over begins anew.
fn over(here: &Visiting) -> Option<Response> {
    if here.standing() == Standing::Passed {
        return Some(turned::see_other("/sign-in/recover/done"));
    }
    here.view.lapsed.then(|| here.problem(Problem::Lapsed))
}
