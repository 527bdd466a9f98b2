//! `POST /security/close-areas`: *Close now*.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::step_up;

use crate::pages::browser::Browser;
use crate::pages::signed_in::SignedIn;
use crate::pages::turned::{self, Turned};
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "close-areas")));
    match step_up::close(&here.state.ctx, &asked, here.session.clone()).await {
        // A page that stands behind the window would only ask for it again, so the way leads to the overview.
        Ok(_) => Ok(turned::see_other("/security")),
        Err(error) => Err(here.broken(&error, false)),
    }
}
