//! `POST /password-strength`: what the check of a new password would say, in words, while it is typed. Told to scripts of our
//! own pages only; without JavaScript the form's answer says the same.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::password;
use countersign_core::people::password::MOST_BYTES;
use http::StatusCode;

use super::browser::Browser;
use super::signed_in::SignedIn;
use super::turned::Turned;
use super::view::StrengthWords;
use super::visiting::broken;
use crate::http::csrf;
use crate::state::AppState;

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    body: Bytes,
) -> Result<Response, Turned> {
    if !csrf::same_origin(browser.headers(), &state.pages.origin) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let typed = url::form_urlencoded::parse(&body)
        .find(|(name, _)| name == "new_password")
        .map(|(_, value)| value.into_owned());
    let Some(typed) = typed.filter(|typed| !typed.is_empty() && typed.len() <= MOST_BYTES) else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let here = SignedIn::maybe(&state, &browser).await?;
    let person = here.as_ref().map(|here| &here.person);
    match password::strength(&state.ctx, person, typed.into()).await {
        Ok(Some(said)) => {
            let t =
                state.pages.locales.texts(browser.language(person.map(|person| person.language)));
            Ok(StrengthWords(said).text(t).into_response())
        }
        Ok(None) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(broken(&state, &browser, &error, false)),
    }
}
