//! `/security/password`: a new password, by whoever gives the present one and, where there is one, a second factor.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::Refused;
use countersign_app::change::{self, Begin};
use countersign_app::password::{self, NewPasswordAsk};
use countersign_core::ids::ChangeId;
use countersign_core::limits::Lane;
use countersign_core::policy::ChangeKind;
use http::header::SET_COOKIE;

use super::area;
use crate::http::cookies;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{
    CurrentProblem, Ended, PasswordPage, PasswordProblem, Problem, State as Told,
};
use crate::state::AppState;

const PATH: &str = "/security/password";

/// What the page says beside its form.
#[derive(Default)]
struct Said {
    current: Option<CurrentProblem>,
    problem: Option<PasswordProblem>,
    changed: Option<u64>,
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let changed = here.browser.query("ended").and_then(|count| count.parse().ok());
    draw(&here, None, Said { changed, ..Said::default() }).await
}

/// The page after the second factor was shown.
pub async fn get_proved(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<ChangeId>,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    draw(&here, Some(&id), Said::default()).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    if here.person.has_second_factor() {
        return prove(&here, &form).await;
    }
    save(&here, &form, None).await
}

pub async fn post_proved(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<ChangeId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    save(&here, &form, Some(id)).await
}

/// Begins the change that asks for a current method, and leads to its page.
async fn prove(here: &SignedIn, form: &Form) -> Result<Response, Turned> {
    let asked = here.asked(Some(form.once(here, "begin")));
    let ask = Begin {
        person: here.person.id.clone(),
        session: here.session.clone(),
        password_at: here.password_at,
        factor_at: here.hosted.factor.map(|factor| factor.at),
        kind: ChangeKind::NewPassword,
        subject: None,
        way: None,
        contact: None,
        goes_on_to: None,
    };
    let begun = match change::begin(&here.state.ctx, &asked, ask).await {
        Ok(Ok(begun)) => begun,
        Ok(Err(_)) => return Ok(here.problem(Problem::Lapsed)),
        Err(error) => return Err(here.broken(&error, false)),
    };
    let mut response = turned::see_other(&format!("/security/changes/{}", begun.change));
    let lasts = Duration::from_millis(u64::try_from(begun.lasts_ms).unwrap_or(0));
    if let Some(value) = cookies::set(&format!("__Host-{}", begun.change), &begun.cookie, lasts) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}

async fn save(here: &SignedIn, form: &Form, proof: Option<ChangeId>) -> Result<Response, Turned> {
    let (current, new) = (form.get("current_password"), form.get("new_password"));
    if current.is_empty() {
        let said = Said { current: Some(CurrentProblem::Missing), ..Said::default() };
        return draw(here, proof.as_ref(), said).await;
    }
    if new.is_empty() {
        let said = Said { problem: Some(PasswordProblem::Missing), ..Said::default() };
        return draw(here, proof.as_ref(), said).await;
    }
    let asked = here.asked(Some(form.once(here, "password")));
    let ask = NewPasswordAsk {
        person: here.person.clone(),
        session: here.session.clone(),
        proof: proof.clone(),
        // Somebody who is signed in here is no stranger.
        lane: Lane::Device(here.session.to_string()),
        current: current.to_owned().into(),
        new: new.to_owned().into(),
    };
    let said = match password::change(&here.state.ctx, &asked, ask).await {
        Ok(Ok(changed)) => {
            let done = turned::see_other(&format!("{PATH}?ended={}", changed.ended));
            return here.rotate(done).await;
        }
        Ok(Err(Refused::WeakPassword { reason, least, .. })) => {
            Said { problem: Some(PasswordProblem::of(&reason, least)), ..Said::default() }
        }
        Ok(Err(Refused::SessionEnded)) => {
            let why = Some((here.now(), Ended::FiveWrong));
            let portal = here.state.ctx.portal.name.clone();
            return Ok(here.problem(Problem::Ended(Told::Ended { portal, why })));
        }
        Ok(Err(Refused::Invalid { .. })) => {
            Said { current: Some(CurrentProblem::Wrong), ..Said::default() }
        }
        Ok(Err(_)) => return Ok(here.problem(Problem::Lapsed)),
        Err(error) => return Err(here.broken(&error, false)),
    };
    draw(here, proof.as_ref(), said).await
}

async fn draw(here: &SignedIn, proof: Option<&ChangeId>, said: Said) -> Result<Response, Turned> {
    let second_factor = here.person.has_second_factor();
    let least = here.state.ctx.policy.passwords.least(second_factor);
    let page = PasswordPage {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        action: proof.map_or_else(|| PATH.to_owned(), |id| format!("{PATH}/{id}")),
        token: here.token(),
        prove_first: second_factor && proof.is_none(),
        least: u32::try_from(least).unwrap_or(u32::MAX),
        current: said.current,
        problem: said.problem,
        changed: said.changed,
    };
    Ok(here.page(page.status(), &page))
}
