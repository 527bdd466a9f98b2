//! `POST /confirm/{id}/code`: the code of a step-up, or another one asked for.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::challenge::Typed;
use countersign_app::visit;
use countersign_core::ids::VisitId;
use countersign_core::people::Method;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::visiting::{Place, Visiting};
use crate::pages::{code_refused, security, sending};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<VisitId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::Confirm(id)).await?;
    let form = Form::read(&here, &body)?;
    match form.get("do") {
        "resend" | "new" => match super::show::over(&here) {
            Some(over) => Ok(over),
            None => sending::again(&here, &form).await,
        },
        _ => answer(&here, &form).await,
    }
}

/// A form pressed twice brings the browser to the portal with the same result, so the standing is not looked at before.
async fn answer(here: &Visiting, form: &Form) -> Result<Response, Turned> {
    let asked = here.asked(Some(form.once(here, "answer")));
    let method = here.method().unwrap_or(Method::Totp);
    let code = Typed(form.get("onetimecode").to_owned());
    let answered =
        visit::answer_step_up_visit(&here.state.ctx, &asked, &here.cookie, method, code).await;
    match answered {
        Ok(Ok(_)) if here.goes_on_here().is_some() => go_on_here(here).await,
        Ok(Ok(left)) => {
            Ok(left.return_to.map_or_else(|| here.to_page(""), |target| turned::see_other(&target)))
        }
        Ok(Err(refused)) => code_refused::draw(here, form, &refused).await,
        Err(error) => Err(here.broken(&error, true)),
    }
}

/// Goes on in our own pages: with the form that waited, if there is one, and under a new cookie of the session (CS-LOG-06).
async fn go_on_here(here: &Visiting) -> Result<Response, Turned> {
    let path = here.goes_on_here().unwrap_or("/security").to_owned();
    let me = SignedIn::maybe(&here.state, &here.browser).await?;
    let Some(me) = me.filter(|me| here.view.visit.session.as_ref() == Some(&me.session)) else {
        return Ok(turned::see_other(&path));
    };
    let response = security::kept::go_on(&me, &path).await?;
    me.rotate(response).await
}
