//! Bounds on what a request may be (CS-WEB-08): header, address, body and time, each answered with a clean problem.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT};
use http::{HeaderMap, HeaderValue, Uri};

use super::auth;
use super::problem::{Problem, Slug};
use crate::state::AppState;

/// Longest body, in bytes.
pub const BODY: usize = 64 * 1024;
/// Longest body of what is asked for in bulk: 1,000 resources to register, 500 to check.
pub const BULK_BODY: usize = 512 * 1024;
/// Most header fields.
pub const HEADER_FIELDS: usize = 64;
/// Longest header, names and values together, in bytes.
pub const HEADER_BYTES: usize = 16 * 1024;
/// Longest address, in bytes.
pub const ADDRESS: usize = 8 * 1024;
/// How long a header, and then a body, may take to arrive.
pub const ARRIVAL: Duration = Duration::from_secs(10);

/// What is still read of a body that was refused, so that a client that is busy sending finds the answer instead of a
/// connection that was reset.
const DRAIN_BYTES: usize = 8 * 1024 * 1024;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// The whole body, for handlers that hash it.
#[derive(Clone, Debug)]
pub struct WholeBody(pub Bytes);

/// Reads the whole body within its bounds before any handler runs.
pub async fn bound(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if let Some(problem) = header_problem(&request) {
        return refuse(problem, request);
    }
    let most = longest(&request);
    // Only whoever has a key makes us hold that much.
    if most > BODY
        && let Err(problem) = auth::known(&state, request.headers()).await
    {
        return refuse(problem, request);
    }
    if announced_length(request.headers()).is_some_and(|length| length > most as u64) {
        return refuse(too_large(most), request);
    }
    let (mut parts, body) = request.into_parts();
    let (whole, rest) = read(body, most).await;
    match whole {
        Ok(bytes) => {
            parts.extensions.insert(WholeBody(bytes.clone()));
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
        Err(problem) => {
            if let Some(rest) = rest {
                drain(rest);
            }
            closing(problem)
        }
    }
}

fn longest(request: &Request) -> usize {
    let path = request.uri().path();
    let registers = request.method() == http::Method::PUT
        && path.starts_with("/v1/accounts/")
        && path.ends_with("/resources");
    if registers || path == "/v1/access/check" { BULK_BODY } else { BODY }
}

fn header_problem(request: &Request) -> Option<Problem> {
    if address_bytes(request.uri()) > ADDRESS {
        return Some(Problem::new(Slug::AddressTooLong));
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    (headers.len() > HEADER_FIELDS || bytes > HEADER_BYTES).then(|| {
        Problem::new(Slug::HeadersTooLarge)
            .detail("At most 64 header fields of 16 KiB together are read.")
    })
}

fn address_bytes(uri: &Uri) -> usize {
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    authority + path
}

fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(most: usize) -> Problem {
    let detail = format!("A request body holds at most {} KiB here.", most / 1024);
    Problem::new(Slug::RequestTooLarge).detail(detail)
}

/// The body, or why it is refused and what of it is still to come.
async fn read(mut body: Body, most: usize) -> (Result<Bytes, Problem>, Option<Body>) {
    if body.is_end_stream() {
        return (Ok(Bytes::new()), None);
    }
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(most);
    let mut whole = Vec::with_capacity(announced.min(most));
    let deadline = tokio::time::Instant::now() + ARRIVAL;
    loop {
        match tokio::time::timeout_at(deadline, next_data(&mut body)).await {
            Err(_) => return (Err(Problem::new(Slug::RequestTimeout)), None),
            Ok(Err(_)) => {
                let broken = Problem::new(Slug::MalformedRequest).detail(
                    "The body ended before its announced length, or its framing is broken.",
                );
                return (Err(broken), None);
            }
            Ok(Ok(None)) => return (Ok(whole.into()), None),
            Ok(Ok(Some(data))) => {
                if whole.len() + data.len() > most {
                    return (Err(too_large(most)), Some(body));
                }
                whole.extend_from_slice(&data);
            }
        }
    }
}

async fn next_data(body: &mut Body) -> Result<Option<Bytes>, axum::Error> {
    loop {
        let frame = std::future::poll_fn(|cx| std::pin::Pin::new(&mut *body).poll_frame(cx)).await;
        match frame {
            None => return Ok(None),
            Some(Err(error)) => return Err(error),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

fn refuse(problem: Problem, request: Request) -> Response {
    // A client that waits for "100 Continue" has sent nothing yet and shall not begin.
    if !request.headers().contains_key(EXPECT) {
        drain(request.into_body());
    }
    closing(problem)
}

fn closing(problem: Problem) -> Response {
    let mut response = problem.into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Reads and drops what a refused client still sends, beside the answer, within bounds.
fn drain(mut body: Body) {
    if body.is_end_stream() {
        return;
    }
    tokio::spawn(tokio::time::timeout(DRAIN_TIME, async move {
        let mut seen = 0usize;
        while let Ok(Some(data)) = next_data(&mut body).await {
            seen += data.len();
            if seen > DRAIN_BYTES {
                break;
            }
        }
    }));
}
