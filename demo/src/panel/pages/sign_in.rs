//! The panel's own sign-in: address and password. What Countersign protects comes after it.

use crate::panel::Panel;
use crate::panel::frame::{self, Frame};
use crate::panel::trouble::Trouble;
use crate::panel::visit::{self, SignedIn};
use crate::samples::Sample;
use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "panel/sign_in.html")]
struct Page {
    frame: Frame,
    email: String,
    next: String,
    error: bool,
}

/// Where to go after the sign-in.
#[derive(Deserialize)]
pub struct Onward {
    /// A path of the panel.
    pub next: Option<String>,
}

/// The form.
#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
}

/// The empty form.
pub async fn show(State(panel): State<Arc<Panel>>, Query(onward): Query<Onward>) -> Response {
    let frame = Frame::public(&panel, "Sign in");
    frame::ok(&Page { frame, email: String::new(), next: own_path(onward.next), error: false })
}

/// Checks the password, tells Countersign of the session and goes on.
pub async fn submit(
    State(panel): State<Arc<Panel>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<Credentials>,
) -> Result<Response, Trouble> {
    let next = own_path(form.next);
    let found = Sample::by_email(&form.email).filter(|sample| sample.password == form.password);
    let Some(sample) = found else {
        let frame = Frame::public(&panel, "Error: Sign in");
        let page = Page { frame, email: form.email, next, error: true };
        return Ok(frame::page(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    if let Some(before) = visit::find(&panel, &jar) {
        end(&panel, &before).await;
    }
    let jar = visit::begin(&panel, sample, jar, address.ip(), &headers).await?;
    Ok((jar, Redirect::to(&next)).into_response())
}

/// Signs out, here and at Countersign.
pub async fn leave(State(panel): State<Arc<Panel>>, jar: CookieJar) -> Response {
    if let Some(who) = visit::find(&panel, &jar) {
        end(&panel, &who).await;
    }
    (visit::forget(jar), Redirect::to("/")).into_response()
}

pub(super) async fn end(panel: &Panel, who: &SignedIn) {
    panel.visits().end(&who.token);
    if let Err(error) = panel.api.end_session(&who.session).await {
        tracing::warn!(%error, "the session could not be ended at Countersign");
    }
}

/// Only a path of this panel: `//other.example` and `/\other.example` lead elsewhere.
pub(super) fn own_path(next: Option<String>) -> String {
    next.filter(|path| {
        path.starts_with('/')
            && path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c))
            && !path.starts_with("//")
    })
    .unwrap_or_else(|| "/servers".to_owned())
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_the_panel_are_followed_after_the_sign_in() {
        assert_eq!(own_path(Some("/payment-methods".to_owned())), "/payment-methods");
        for foreign in ["//e.com", "/\\e.com", "https://e.com", "javascript:x", "/\t/e.com", ""] {
            assert_eq!(own_path(Some(foreign.to_owned())), "/servers", "{foreign}");
        }
    }
}
