//! `/sign-in`: sign-in name and password.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::sign_in::{self, Destination, FirstStep, Password, SignInAsk};
use countersign_core::ids::SignInId;
use countersign_core::ports::Bearer;
use http::StatusCode;

use super::cookies::{at_browser, signed_in};
use super::destination;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{SignInPage, SignInProblem, SignInTooMany};
use crate::pages::visiting::Place;
use crate::state::AppState;

const PATH: &str = "/sign-in";
/// Longest name that comes back into its field.
const LONGEST_SHOWN: usize = 200;

/// A browser at the sign-in page, and where it goes afterwards.
struct Here {
    stranger: Stranger,
    destination: Destination,
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    if browser.query("anew").is_none() && SignedIn::maybe(&state, &browser).await?.is_some() {
        let query = destination(&state, &browser).query();
        return Ok(turned::see_other(&format!("/sign-in/after{query}")));
    }
    Ok(Here::at(state, browser).page(String::new(), None))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Here::at(state, browser);
    let form = Form::read(&here.stranger, &body)?;
    let name = form.get("name");
    let shown: String = name.chars().take(LONGEST_SHOWN).collect();
    let password = form.get("password");
    if name.trim().is_empty() {
        return Ok(here.page(shown, Some(SignInProblem::NoName)));
    }
    if password.is_empty() {
        return Ok(here.page(shown, Some(SignInProblem::NoPassword)));
    }
    let asked = here.stranger.asked(Some(form.once(&here.stranger, "sign-in")));
    let ask = SignInAsk {
        name: name.to_owned(),
        password: Password::typed(password),
        browser: here.stranger.cookie().clone(),
        at: at_browser(&here.stranger.browser),
        destination: here.destination.clone(),
    };
    match sign_in::first(&here.stranger.state.ctx, &asked, ask).await {
        Ok(Ok(FirstStep::SignedIn(began))) => Ok(signed_in(&began)),
        Ok(Ok(FirstStep::Pending { id, cookie, lasts })) => {
            let lasts = std::time::Duration::from_millis(u64::try_from(lasts).unwrap_or(0));
            match SignInId::parse(&id) {
                Ok(id) => Ok(Place::SignIn(id).begin(&Bearer::presented(cookie), lasts)),
                Err(_) => Ok(here.page(shown, None)),
            }
        }
        Ok(Err(Refused::TooManyPasswords)) => Ok(here.too_many()),
        Ok(Err(_)) => Ok(here.page(shown, Some(SignInProblem::NoMatch))),
        Err(error) => Err(here.stranger.broken(&error)),
    }
}

impl Here {
    fn at(state: AppState, browser: Browser) -> Self {
        let destination = destination(&state, &browser);
        Self { stranger: Stranger::enter(state, browser), destination }
    }

    fn page(&self, name: String, problem: Option<SignInProblem>) -> Response {
        let page = SignInPage {
            shell: self.stranger.shell(PATH),
            action: format!("{PATH}{}", self.destination.query()),
            token: self.stranger.token(),
            name,
            problem,
        };
        let status = problem.map_or(StatusCode::OK, SignInProblem::status);
        self.stranger.page_to(status, &page, self.destination.return_to())
    }

    fn too_many(&self) -> Response {
        let page = SignInTooMany { shell: self.stranger.shell(PATH) };
        self.stranger.page(StatusCode::TOO_MANY_REQUESTS, &page)
    }
}
