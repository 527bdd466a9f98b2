//! What panel and simulator share on the wire: headers, the check of where a request comes from, listening.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The headers and the origin check around a router.
pub struct Guard {
    origin: String,
    policy: HeaderValue,
}

impl Guard {
    /// `sources` are the content security policy's own lines; a form may also lead to `onward`.
    pub fn new(origin: &str, sources: &[&str], onward: Option<&str>) -> Self {
        let policy = format!(
            "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' {}; img-src data:; {}",
            onward.unwrap_or_default(),
            sources.join("; ")
        );
        let policy = HeaderValue::try_from(policy)
            .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        Self { origin: origin.to_owned(), policy }
    }

    /// Puts the checks around every route.
    pub fn around(self, router: Router) -> Router {
        let guard = Arc::new(self);
        router.layer(from_fn(move |request: Request, next: Next| {
            let guard = Arc::clone(&guard);
            async move { guard.pass(request, next).await }
        }))
    }

    async fn pass(&self, request: Request, next: Next) -> Response {
        if !Self::is_own_host(request.headers()) {
            return (StatusCode::MISDIRECTED_REQUEST, "Open this demo at its printed address.\n")
                .into_response();
        }
        if request.method() == Method::POST && self.is_foreign(request.headers()) {
            return (StatusCode::FORBIDDEN, "This form was sent by another site.\n")
                .into_response();
        }
        let mut response = next.run(request).await;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    /// A site that lets its own name point to this machine must not read the pages.
    fn is_own_host(headers: &HeaderMap) -> bool {
        let host =
            headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    }

    /// Cookies do not know ports, so `SameSite` alone does not keep other local sites out.
    fn is_foreign(&self, headers: &HeaderMap) -> bool {
        headers
            .get(header::ORIGIN)
            .is_some_and(|origin| origin.as_bytes() != self.origin.as_bytes())
    }
}

/// A style sheet.
pub fn css(text: &'static str) -> Response {
    asset("text/css; charset=utf-8", text)
}

/// A script.
pub fn script(text: &'static str) -> Response {
    asset("text/javascript; charset=utf-8", text)
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
