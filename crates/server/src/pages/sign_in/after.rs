//! `GET /sign-in/after`: between a sign-in and the page that was asked for.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::change;
use countersign_app::sign_in::{self, After, Enrolled};
use http::StatusCode;

use super::cookies::{at_browser, signed_in};
use super::{destination, set_up};
use crate::http::csrf;
use crate::pages::browser::Browser;
use crate::pages::factor::{owed, with_next};
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::SignInInvite;
use crate::state::AppState;

/// Where a second factor is turned on.
const TURN_ON: &str = "/security/methods/app";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    if here.browser.only_looks {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let ctx = &here.state.ctx;
    if here.hosted.owes() {
        let at = at_browser(&here.browser);
        return match sign_in::enrolled(ctx, &here.asked(None), &here.session, at).await {
            Ok(Ok(Enrolled::Done(began))) => Ok(signed_in(&began)),
            Ok(Ok(Enrolled::Owes)) => Ok(turned::see_other(set_up::PATH)),
            Ok(_) => Ok(turned::see_other("/sign-in?anew=yes")),
            Err(error) => Err(here.broken(&error, false)),
        };
    }
    let destination = destination(&here.state, &here.browser);
    // Codes are shown to whoever just signed in here, and never because another site sent the browser.
    let ours = csrf::same_origin(here.browser.headers(), &here.state.pages.origin);
    let due = match change::codes_are_due(ctx, &here.person).await {
        Ok(due) => due && ours,
        Err(error) => return Err(here.broken(&error, false)),
    };
    if due && let Some(shown) = owed(&here, &here.browser.path).await? {
        return Ok(shown);
    }
    match sign_in::after(ctx, &here.person, &here.session, &destination, here.now()).await {
        Ok(After::Page(address) | After::Portal(address)) => Ok(turned::see_other(&address)),
        Ok(After::Invite) => {
            let later = format!("/sign-in/after{}", destination.query());
            let turn_on = format!("{TURN_ON}{}", with_next(&later));
            let shell = here.shell("/sign-in/after");
            let page = SignInInvite { shell, turn_on, later };
            Ok(here.page(StatusCode::OK, &page))
        }
        Err(error) => Err(here.broken(&error, false)),
    }
}
