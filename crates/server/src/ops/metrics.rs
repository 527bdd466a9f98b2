//! `/metrics`: counters for Prometheus. Labels are routes, verbs and statuses, never persons.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

use crate::http::{ClientAddress, Problem, Slug};
use crate::state::AppState;

/// Upper bounds of the latency histogram, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Begins to count. A second server in one process counts into the first one's registry.
pub fn begin() -> Result<PrometheusHandle, BuildError> {
    let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("metrics are counted by another recorder of this process");
    }
    Ok(handle)
}

/// The text form, for those that may read it.
pub async fn metrics(
    State(state): State<AppState>,
    Extension(client): Extension<ClientAddress>,
) -> Response {
    let reader = client.ip();
    if !state.config.metrics_from.iter().any(|network| network.holds(reader)) {
        return Problem::new(Slug::NotFound).into_response();
    }
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, state.metrics.render()).into_response()
}
