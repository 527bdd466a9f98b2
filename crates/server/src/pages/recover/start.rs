//! `/sign-in/recover`: the ways back in, the same for everybody, and the field for a stop code.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::recovery::{self, StopWith};
use http::StatusCode;

use super::status;
use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::stranger::Stranger;
use crate::pages::turned::Turned;
use crate::pages::view::RecoverPage;
use crate::state::AppState;

pub const PATH: &str = "/sign-in/recover";

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let here = Stranger::enter(state, browser);
    Ok(draw(&here, false))
}

/// Looks a stop code up and shows what it stops. Nothing is stopped by it yet.
pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Stranger::enter(state, browser);
    let form = Form::read(&here, &body)?;
    let typed = form.get("stop_code").to_owned();
    let with = StopWith::Code(typed.clone());
    if form.get("do") == "stop" {
        let asked = here.asked(Some(form.once(&here, "stop")));
        return match recovery::stop(&here.state.ctx, &asked, &with).await {
            Ok(Ok(_)) => status::draw_by_code(&here, &with, typed).await,
            Ok(Err(_)) => Ok(draw(&here, true)),
            Err(error) => Err(here.broken(&error)),
        };
    }
    status::draw_by_code(&here, &with, typed).await
}

/// The page; `unknown`: the code belongs to nothing.
pub fn draw(here: &Stranger, unknown: bool) -> Response {
    let page = RecoverPage { shell: here.shell(PATH), token: here.token(), unknown };
    let status = if unknown { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    here.page(status, &page)
}
