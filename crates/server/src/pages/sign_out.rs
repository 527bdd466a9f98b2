//! `/sign-out`: ends this session, or all of them.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::sign_in;
use http::StatusCode;

use super::browser::Browser;
use super::signed_in::{SignedIn, clear_cookie};
use super::turned::{self, Turned};
use super::view::{Shell, SignOutPage};
use crate::state::AppState;

pub async fn get(State(state): State<AppState>, browser: Browser) -> Result<Response, Turned> {
    if let Some(here) = SignedIn::maybe(&state, &browser).await? {
        let page = SignOutPage {
            shell: here.shell("/sign-out"),
            token: Some(here.token()),
            everywhere: !here.hosted.owes(),
        };
        return Ok(here.page(StatusCode::OK, &page));
    }
    let kit = &state.pages;
    let shell = Shell {
        t: kit.locales.texts(browser.language(None)),
        brand: &kit.brand,
        path: "/sign-out".to_owned(),
        visitor: None,
    };
    Ok(turned::page(StatusCode::OK, &SignOutPage { shell, token: None, everywhere: false }, None))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = SignedIn::enter(state, browser).await?;
    let form = here.form(&body)?;
    let asked = here.asked(Some(form.once(&here, "sign-out")));
    let (ctx, person) = (&here.state.ctx, &here.person.id);
    // A refusal leaves nothing to say: whoever is here is no longer signed in either way.
    // Whoever only has the password signs nobody else out.
    let ended = if form.get("do") == "everywhere" && !here.hosted.owes() {
        sign_in::everywhere(ctx, &asked, person, None).await.map(drop)
    } else {
        sign_in::sign_out(ctx, &asked, person, &here.session).await.map(drop)
    };
    match ended {
        Ok(()) => {
            let mut response = turned::see_other("/sign-out");
            clear_cookie(&mut response);
            Ok(response)
        }
        Err(error) => Err(here.broken(&error, false)),
    }
}
