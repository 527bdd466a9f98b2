//! `/healthz`: the process answers. `/readyz`: it can do its work.

use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use countersign_app::operate::open;
use http::StatusCode;

use crate::http::Problem;
use crate::state::AppState;

/// How long the database may take to answer (CS-OPS-03).
const PATIENCE: Duration = Duration::from_secs(5);

/// The process is alive. Looks at nothing else: a database that is away is no reason to be restarted.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The database can be read and written and has the schema this program needs.
pub async fn readyz(State(state): State<AppState>) -> Response {
    match tokio::time::timeout(PATIENCE, open::is_ready(&state.ctx.store)).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n").into_response(),
        Ok(Err(error)) => Problem::unavailable(error.cause()).into_response(),
        Err(_) => Problem::unavailable("the database did not answer in 5 s").into_response(),
    }
}
