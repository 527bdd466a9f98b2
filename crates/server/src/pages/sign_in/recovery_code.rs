//! `/sign-in/{id}/recovery-code`: a recovery code as the second step.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use countersign_app::sign_in::{self, Completed};
use countersign_core::ids::SignInId;
use countersign_core::people::Method;
use http::HeaderValue;
use http::header::LOCATION;

use super::cookies::{at_browser, signed_in};
use super::show::over;
use crate::http::path_id::PathId;
use crate::pages::browser::Browser;
use crate::pages::factor::recovery_code::{refused_page, shown, typed};
use crate::pages::form::Form;
use crate::pages::turned::Turned;
use crate::pages::view::Problem;
use crate::pages::visiting::{Place, Visiting};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    Ok(over(&here).unwrap_or_else(|| shown(&here)))
}

pub async fn post(
    State(state): State<AppState>,
    browser: Browser,
    PathId(id): PathId<SignInId>,
    body: Bytes,
) -> Result<Response, Turned> {
    let here = Visiting::enter(state, browser, Place::SignIn(id)).await?;
    let form = Form::read(&here, &body)?;
    let asked = here.asked(Some(form.once(&here, "answer")));
    let (ctx, at) = (&here.state.ctx, at_browser(&here.browser));
    let method = Method::RecoveryCode;
    match sign_in::answer_sign_in(ctx, &asked, &here.cookie, method, typed(&form), at).await {
        Ok(Ok(Completed::SignedIn(began))) => Ok(told(signed_in(&began))),
        Ok(Ok(Completed::Over)) => Ok(here.problem(Problem::Lapsed)),
        Ok(Err(refused)) => Ok(refused_page(&here, &form, &refused)),
        Err(error) => Err(here.broken(&error, true)),
    }
}

/// On the way to where the sign-in leads, a page tells how many codes are left.
fn told(mut response: Response) -> Response {
    let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("/");
    let next: String = url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    if let Ok(to) = HeaderValue::from_str(&format!("/security/recovery-codes?used=yes&next={next}"))
    {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}
