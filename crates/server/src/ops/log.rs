//! Structured logs on standard error.

use tracing_subscriber::EnvFilter;

use crate::config::Log;

/// Begins to log; a second call changes nothing. What libraries say is shown from "warn" on: they know no secrets of
/// ours, and their lower levels repeat requests.
pub fn begin(log: &Log) {
    let filter = EnvFilter::new(format!(
        "warn,countersign={level},countersign_server={level},countersign_app={level},countersign_store={level},countersign_channels={level}",
        level = log.level
    ));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = if log.json {
        builder.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    } else {
        builder.with_ansi(false).with_target(false).try_init()
    };
    if begun.is_err() {
        tracing::debug!("logs are written by another subscriber of this process");
    }
}
