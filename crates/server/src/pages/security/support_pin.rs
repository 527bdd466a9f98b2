//! `/security/support-pin`: the PIN a caller is asked for. It is set, changed and removed here, and never shown.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::support::{self, NewPin, PinSaved};
use countersign_core::limits::Lane;

use super::{area, window};
use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{PinDone, PinProblem, Problem, SupportPinPage};
use crate::state::AppState;

const PATH: &str = "/security/support-pin";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    if !window::is_open(&here).await? {
        return window::confirm_first(&here, PATH.to_owned()).await;
    }
    let done = match here.browser.query("done") {
        Some("saved") => Some(PinDone::Saved),
        Some("removed") => Some(PinDone::Removed),
        _ => None,
    };
    draw(&here, done, None).await
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "support-pin")));
    let (ctx, person) = (&here.state.ctx, &here.person);
    let (saved, done) = if form.get("do") == "remove" {
        (support::remove_pin(ctx, &asked, &person.id, &here.session).await, "removed")
    } else {
        let device = here.hosted.device.as_ref();
        let new = NewPin {
            person: person.clone(),
            session: here.session.clone(),
            lane: device.map_or(Lane::Unrecognised, |device| Lane::Device(device.to_string())),
            typed: form.get("support_pin").to_owned().into(),
        };
        (support::set_pin(ctx, &asked, new).await, "saved")
    };
    match saved {
        Ok(Ok(PinSaved::Saved)) => Ok(turned::see_other(&format!("{PATH}?done={done}"))),
        Ok(Ok(PinSaved::Malformed { found })) => {
            draw(&here, None, Some(PinProblem::Shape { found })).await
        }
        Ok(Ok(PinSaved::Easy)) => draw(&here, None, Some(PinProblem::Easy)).await,
        // A PIN is no form that is kept: it would lie in the database.
        Ok(Ok(PinSaved::WindowClosed)) => window::confirm_first(&here, PATH.to_owned()).await,
        Ok(Err(_)) => Ok(here.problem(Problem::Lapsed)),
        Err(error) => Err(here.broken(&error, false)),
    }
}

async fn draw(
    here: &SignedIn,
    done: Option<PinDone>,
    problem: Option<PinProblem>,
) -> Result<Response, Turned> {
    let known = support::pin(&here.state.ctx, &here.person.id).await;
    let known = known.map_err(|error| here.broken(&error, false))?;
    let page = SupportPinPage {
        shell: here.shell(PATH),
        area: area::of(here, PATH).await?,
        token: here.token(),
        state: known.state,
        set_at: known.set_at,
        done,
        problem,
    };
    Ok(here.page(page.status(), &page))
}
