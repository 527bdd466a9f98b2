//! `/security/call-code`: eight digits to tell support on a call that the person made.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::support;
use http::StatusCode;

use super::area;
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{CallCodePage, Problem};
use crate::state::AppState;

const PATH: &str = "/security/call-code";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let code = support::call_code(&here.state.ctx, &here.person.id, here.now()).await;
    let page = CallCodePage {
        shell: here.shell(PATH),
        area: area::of(&here, PATH).await?,
        token: here.token(),
        code: code.map_err(|error| here.broken(&error, false))?,
    };
    Ok(here.page(StatusCode::OK, &page))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "call-code")));
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    match support::make_call_code(ctx, &asked, person, &here.session).await {
        Ok(Ok(_)) => Ok(turned::see_other(PATH)),
        Ok(Err(_)) => Ok(here.problem(Problem::NotFound)),
        Err(error) => Err(here.broken(&error, false)),
    }
}
