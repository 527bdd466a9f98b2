//! `/sign-in/forgot`: asks for a link. Every name gets the same answer.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::password;
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::stranger::Stranger;
use crate::pages::turned::{self, Turned};
use crate::pages::view::{ForgotPage, ForgotSent};
use crate::state::AppState;

const PATH: &str = "/sign-in/forgot";
const SENT: &str = "/sign-in/forgot/sent";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Response {
    draw(&Stranger::enter(state, browser), false)
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Stranger::enter(state, browser);
    let form = Form::read(&here, &body)?;
    let name = form.get("name");
    if name.trim().is_empty() {
        return Ok(draw(&here, true));
    }
    let asked = here.asked(Some(form.once(&here, "forgot")));
    let address = here.browser.counted.map(|address| address.to_string());
    match password::ask_reset(&here.state.ctx, &asked, name, address.as_deref()).await {
        Ok(_) => Ok(turned::see_other(SENT)),
        Err(error) => Err(here.broken(&error)),
    }
}

pub async fn sent(State(state): State<AppState>, browser: Browser) -> Response {
    let here = Stranger::enter(state, browser);
    here.page(StatusCode::OK, &ForgotSent { shell: here.shell(SENT) })
}

fn draw(here: &Stranger, missing: bool) -> Response {
    let page = ForgotPage { shell: here.shell(PATH), token: here.token(), missing };
    here.page(page.status(), &page)
}
