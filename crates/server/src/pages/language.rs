//! Keeps the language that was picked on a page.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use countersign_core::people::Language;
use http::header::SET_COOKIE;

use crate::http::cookies;

/// The cookie that holds the language: `en` or `de`.
pub const COOKIE: &str = "__Host-language";
/// How long it is kept.
const LASTS: Duration = Duration::from_hours(24 * 180);

/// Writes the cookie when a page was asked for with `?lang=`.
pub async fn keep(request: Request, next: Next) -> Response {
    let picked = url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, tag)| Language::parse(&tag));
    let mut response = next.run(request).await;
    let cookie = picked.and_then(|language| cookies::set(COOKIE, language.as_str(), LASTS));
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
