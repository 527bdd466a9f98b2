//! `/security/question`: the answer to "Are you on the phone with us right now?", which every page of the area shows.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::support::{self, QuestionAnswer};
use countersign_core::ids::CheckId;
use http::StatusCode;

use super::area;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{Answered, QuestionPage};
use crate::state::AppState;

const PATH: &str = "/security/question";

/// What became of the answer.
pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let answered = match here.browser.query("said") {
        Some("yes") => Answered::Yes,
        Some("no") => Answered::No,
        _ => Answered::Over,
    };
    let area = area::of(&here, PATH).await?;
    let page = QuestionPage { shell: here.shell(PATH), area, answered };
    Ok(here.page(StatusCode::OK, &page))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let says = match form.get("says") {
        "yes" => QuestionAnswer::Yes,
        "no" => QuestionAnswer::No,
        _ => return Ok(turned::see_other(area::OVERVIEW)),
    };
    let said = form.get("says");
    let Ok(id) = CheckId::parse(form.get("question")) else { return Ok(turned::see_other(PATH)) };
    let asked = here.asked(Some(form.once(&here, "question")));
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    match support::answer(ctx, &asked, person, &here.session, &id, says).await {
        Ok(Ok(_)) => Ok(turned::see_other(&format!("{PATH}?said={said}"))),
        Ok(Err(Refused::NotFound)) => Ok(turned::see_other(PATH)),
        Ok(Err(_)) => Ok(turned::see_other(area::OVERVIEW)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
