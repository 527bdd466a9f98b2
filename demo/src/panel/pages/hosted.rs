//! Signing in on Countersign's page: there with a mark of this browser, back with a one-time result.

use crate::panel::frame::{self, Frame};
use crate::panel::pages::sign_in::{self, Onward, own_path};
use crate::panel::trouble::Trouble;
use crate::panel::{Panel, RETURN_SIGN_IN, visit};
use crate::random;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use serde::Deserialize;
use std::sync::Arc;

const COOKIE: &str = "nordhang-sign-in";

#[derive(Template)]
#[template(path = "panel/not_signed_in.html")]
struct NotSignedIn {
    frame: Frame,
}

/// What Countersign's page adds to the address.
#[derive(Deserialize)]
pub struct Brought {
    result: Option<String>,
    state: Option<String>,
}

/// Sends the browser to Countersign. The mark comes back in the address and in the cookie: a link that somebody else began
/// signs nobody in here.
pub async fn leave_for(
    State(panel): State<Arc<Panel>>,
    Query(onward): Query<Onward>,
    jar: CookieJar,
) -> Response {
    let mark = random::token(16);
    let back = format!("{}{RETURN_SIGN_IN}", panel.at.panel);
    let there = format!("{}/sign-in", panel.at.pages);
    let asked = [("return_to", back.as_str()), ("state", mark.as_str())];
    let Ok(there) = reqwest::Url::parse_with_params(&there, asked) else {
        return Trouble::Missing.into_response();
    };
    let cookie = visit::cookie(COOKIE, format!("{mark} {}", own_path(onward.next)));
    (jar.add(cookie), Redirect::to(there.as_str())).into_response()
}

/// Redeems the result, once, and lets the person in.
pub async fn come_back(
    State(panel): State<Arc<Panel>>,
    Query(brought): Query<Brought>,
    jar: CookieJar,
) -> Result<Response, Trouble> {
    let kept = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
    let jar = jar.remove(Cookie::build(COOKIE).path("/"));
    let begun = kept.as_deref().and_then(|kept| kept.split_once(' '));
    let (Some(result), Some(state), Some((mark, next))) = (brought.result, brought.state, begun)
    else {
        return Ok((jar, not_signed_in(&panel)).into_response());
    };
    if state != mark {
        return Ok((jar, not_signed_in(&panel)).into_response());
    }
    let signed_in = match panel.api.complete_sign_in(&result).await {
        Ok(signed_in) => signed_in,
        Err(error) if error.status().is_some_and(|status| status < 500) => {
            return Ok((jar, not_signed_in(&panel)).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(before) = visit::find(&panel, &jar) {
        sign_in::end(&panel, &before).await;
    }
    let next = own_path(Some(next.to_owned()));
    let jar = visit::begin_hosted(&panel, &signed_in.person, signed_in.session, jar)
        .ok_or(Trouble::Missing)?;
    Ok((jar, Redirect::to(&next)).into_response())
}

fn not_signed_in(panel: &Panel) -> Response {
    let frame = Frame::public(panel, "Not signed in");
    frame::page(StatusCode::FORBIDDEN, &NotSignedIn { frame })
}
