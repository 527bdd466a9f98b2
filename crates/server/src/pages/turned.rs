//! Answers of pages: the page itself with its headers, and the answer that ends a handler early.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use crate::http::Problem;

/// An answer that ends a handler before its own. Boxed, so that handlers' results stay small.
#[derive(Debug)]
pub struct Turned(Box<Response>);

impl From<Response> for Turned {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// A page. Its policy (CS-WEB-03) allows our own files and forms, and `return_to`'s origin, because browsers check where
/// a form's redirect ends.
pub fn page(status: StatusCode, template: &impl Template, return_to: Option<&str>) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => return Problem::internal(format!("a page: {error}")).into_response(),
    };
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Ok(policy) = HeaderValue::from_str(&policy(return_to)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// 303 to an address of ours, or to a registered target.
pub fn see_other(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match HeaderValue::from_str(address) {
        Ok(value) => {
            response.headers_mut().insert(LOCATION, value);
            response
        }
        Err(_) => Problem::internal("an address that is no header value").into_response(),
    }
}

/// Adds `Retry-After`, in whole seconds, never early.
pub fn retry_after(mut response: Response, wait: std::time::Duration) -> Response {
    let seconds = u64::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u64::MAX);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

fn policy(return_to: Option<&str>) -> String {
    let target = return_to
        .and_then(|target| url::Url::parse(target).ok())
        .map(|url| format!(" {}", url.origin().ascii_serialization()))
        .unwrap_or_default();
    format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'{target}; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}
