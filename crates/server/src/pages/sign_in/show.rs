//! `GET /sign-in/{id}`: the second step where it stands, its other ways, and help.

use axum::extract::State;
use axum::response::Response;
use countersign_app::visit::SignInState;
use countersign_core::ids::SignInId;
use countersign_core::people::Method;

use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::turned::{self, Turned};
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Standing, Visiting};
use crate::pages::{choose_page, code_page, no_code};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    if let Some(over) = over(&here) {
        return Ok(over);
    }
    let takes_app_code = here.method().is_none()
        && here.view.offers.iter().any(|offer| offer.available && offer.method == "totp");
    let by_recovery_code = here.method() == Some(Method::RecoveryCode);
    Ok(match here.standing() {
        Standing::Open | Standing::Failed if by_recovery_code => here.to_page("/recovery-code"),
        Standing::Failed => code_page::draw_dead(&here),
        Standing::Open if here.awaits_code() || takes_app_code => {
            code_page::draw(&here, code_page::Said::default())
        }
        _ => choose_page::draw(&here, "", None),
    })
}

/// Every way this person has.
pub async fn other(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    Ok(over(&here).unwrap_or_else(|| choose_page::draw(&here, "/other", None)))
}

/// "I did not get the code".
pub async fn help(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    Ok(no_code::draw(&here))
}

/// The address of a form, opened by a reload or from the history: the page it came from.
pub async fn to_page(PathId(id): PathId<SignInId>) -> Response {
    turned::see_other(&Place::SignIn(id).path())
}

/// A sign-in that is complete leads on; one that is over begins anew.
pub(super) fn over(here: &Visiting) -> Option<Response> {
    let state = here.view.sign_in.as_ref().map(|at| (at.state, at.destination.as_str()));
    if let Some((SignInState::Completed, destination)) = state {
        return Some(turned::see_other(&format!("/sign-in/after{destination}")));
    }
    here.view.lapsed.then(|| here.problem(Problem::Lapsed))
}
