//! Lets every change run to its end: a client that hangs up cannot stop it half-way (CS-OPS-05).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::problem::Problem;

/// Runs the rest in a task of its own. A panic in it becomes a problem that tells nothing; the log has its place.
pub async fn detach(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) if error.is_panic() => Problem::internal("a handler panicked").into_response(),
        Err(_) => Problem::unavailable("the server is shutting down").into_response(),
    }
}
