//! The outermost layer: names the request, writes problem bodies, the log line and the headers of every answer.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Method};

use super::problem::{Problem, Slug};
use super::request_id::{self, RequestIds};
use super::{counted, headers, trouble_page::TroublePage};

/// The media type of problem details.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What the layer needs.
#[derive(Clone)]
pub struct Answering {
    /// Names requests.
    pub ids: Arc<RequestIds>,
    /// Draws a problem for people.
    pub trouble_page: TroublePage,
}

/// Runs around everything else.
pub async fn finish(
    State(answering): State<Answering>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = answering.ids.next();
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let wants_page = wants_page(&request);
    let language = request.headers().get(http::header::ACCEPT_LANGUAGE).cloned();
    let started = Instant::now();
    let mut response = next.run(request).await;
    let route = response.extensions_mut().remove::<RouteName>();
    let route = route.as_ref().map_or("none", |RouteName(name)| name.as_str());
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| bare(&response));
    let status = response.status();
    if status.is_server_error() {
        let cause = problem.as_ref().and_then(Problem::cause).unwrap_or("not named");
        tracing::error!(request = id.as_str(), %method, route, status = status.as_u16(), cause, "answered with an error");
    }
    if let Some(problem) = problem {
        let page =
            wants_page.then(|| (answering.trouble_page)(&problem, id.as_str(), language.as_ref()));
        response = match page.flatten() {
            Some(page) => carry_headers(page, &response),
            None => problem_body(&problem, &id.instance(), response),
        };
    }
    observe(&method, route, &response, started, id.as_str());
    headers::secure(response.headers_mut());
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(request_id::HEADER, value);
    }
    response
}

/// The route a request matched, kept for the metrics after the request is gone.
#[derive(Clone)]
pub struct RouteName(MatchedPath);

/// Notes the route; runs inside the router, where it is known.
pub async fn note_route(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(path) = path {
        response.extensions_mut().insert(RouteName(path));
    }
    response
}

/// A refusal that some library made: its words are replaced, so that no answer has a shape of its own.
fn bare(response: &Response) -> Option<Problem> {
    let status = response.status();
    let ours = response.headers().get(CONTENT_TYPE).is_some_and(is_document);
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let slug = Slug::ALL.iter().copied().find(|slug| slug.status() == status);
    Some(match slug {
        Some(slug) => Problem::new(slug),
        None if status.is_server_error() => Problem::internal(format!("a bare {status}")),
        None => Problem::new(Slug::MalformedRequest),
    })
}

fn is_document(value: &HeaderValue) -> bool {
    [b"text/html".as_slice(), b"application/problem+json"]
        .iter()
        .any(|kind| value.as_bytes().starts_with(kind))
}

/// Browsers ask for HTML; the API never answers with it.
fn wants_page(request: &Request) -> bool {
    let path = request.uri().path();
    let machine = ["/v1/", "/gate/", "/.well-known/"].iter().any(|prefix| path.starts_with(prefix));
    let html = request
        .headers()
        .get(http::header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().windows(9).any(|part| part == b"text/html"));
    !machine && html
}

fn problem_body(problem: &Problem, instance: &str, response: Response) -> Response {
    let body = problem.document(instance).to_string();
    let (mut parts, _) = response.into_parts();
    parts.status = problem.slug().status();
    parts.headers.remove(http::header::CONTENT_LENGTH);
    parts.headers.remove(LOCATION);
    parts.headers.insert(CONTENT_TYPE, PROBLEM_JSON);
    (parts, body).into_response()
}

fn carry_headers(page: Response, from: &Response) -> Response {
    let mut page = page;
    for name in [
        http::header::RETRY_AFTER,
        http::header::ALLOW,
        http::header::SET_COOKIE,
        http::header::CONNECTION,
    ] {
        for value in from.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    page
}

fn observe(method: &Method, route: &str, response: &Response, started: Instant, id: &str) {
    let status = response.status().as_u16();
    let took = started.elapsed();
    counted::count(method_label(method), route, status, took);
    // Successful reads are most of the traffic and change nothing: a line for each would cost more than the read.
    let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if method.is_safe() && status < 400 {
        tracing::debug!(request = id, %method, route, status, took_ms, "answered");
    } else {
        tracing::info!(request = id, %method, route, status, took_ms, "answered");
    }
}

/// Unknown verbs share one label: a caller must not be able to make the metrics grow.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
