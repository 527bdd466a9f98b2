//! `POST /sign-in/{id}/code`: the code of the second step, or another one asked for.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::sign_in::{self, Completed};
use countersign_core::ids::SignInId;
use countersign_core::people::Method;

use super::cookies::{at_browser, signed_in};
use super::show::over;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Visiting};
use crate::pages::{code_refused, sending};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    let form = Form::read(&here, &body)?;
    match form.get("do") {
        "resend" | "new" => match over(&here) {
            Some(over) => Ok(over),
            None => sending::again(&here, &form).await,
        },
        _ => answer(&here, &form).await,
    }
}

/// A form pressed twice gets the same session, so the standing is not looked at before.
async fn answer(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let asked = here.asked(Some(form.once(here, "answer")));
    let method = here.method().unwrap_or(Method::Totp);
    let code = Typed(form.get("onetimecode").to_owned());
    let at = at_browser(&here.browser);
    let ctx = &here.state.ctx;
    match sign_in::answer_sign_in(ctx, &asked, &here.cookie, method, code, at).await {
        Ok(Ok(Completed::SignedIn(began))) => Ok(signed_in(&began)),
        Ok(Ok(Completed::Over)) => Ok(here.problem(Problem::Lapsed)),
        Ok(Err(refused)) => code_refused::draw(here, form, &refused).await,
        Err(error) => Err(here.broken(&error, true)),
    }
}
