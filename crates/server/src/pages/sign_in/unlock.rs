//! `/sign-in/unlock`: what the mailed link opens. The link leaves the address at once and acts only on the form.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use countersign_app::mailed::LinkKind;
use countersign_app::sign_in;
use http::StatusCode;

use crate::pages::browser::Browser;
use crate::pages::form::Form;
use crate::pages::mailed_token::MailedToken;
use crate::pages::stranger::{self, Stranger};
use crate::pages::turned::{self, Turned};
use crate::pages::view::SignInUnlock;
use crate::state::AppState;

const PATH: &str = "/sign-in/unlock";
const LINK: MailedToken = MailedToken {
    kind: LinkKind::Unlock,
    cookie: "__Host-unlock",
    path: PATH,
    waits: LinkKind::Unlock.lasts(),
};

/// Takes the secret part out of the address.
pub async fn open(Path(token): Path<String>) -> Response {
    LINK.open(&token)
}

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    let (here, link) = LINK.brought(state, browser).map_err(|here| gone(&here))?;
    match sign_in::unlock_works(&here.state.ctx, &link, here.browser.now).await {
        Ok(true) => {
            let page = SignInUnlock { shell: here.shell(PATH), token: Some(here.token()) };
            let page = here.page(StatusCode::OK, &page);
            Ok(stranger::named(&here.state.ctx, &here.browser, page))
        }
        Ok(false) => Ok(gone(&here)),
        Err(error) => Err(here.broken(&error)),
    }
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let tried = stranger::cookie(&browser);
    let (here, link) = LINK.brought(state, browser).map_err(|here| gone(&here))?;
    let Some(tried) = tried else { return Ok(gone(&here)) };
    let form = Form::read(&here, &body)?;
    let asked = here.asked(Some(form.once(&here, "unlock")));
    match sign_in::unlock(&here.state.ctx, &asked, link, &tried).await {
        Ok(Ok(())) => Ok(LINK.clear(turned::see_other("/sign-in"))),
        Ok(Err(_)) => Ok(gone(&here)),
        Err(error) => Err(here.broken(&error)),
    }
}

fn gone(here: &Stranger) -> Response {
    let page = SignInUnlock { shell: here.shell(PATH), token: None };
    here.page(StatusCode::GONE, &page)
}
