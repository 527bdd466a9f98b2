//! Operation: health, readiness, metrics, logs, the signal to stop.

pub mod health;
pub mod log;
pub mod metrics;
pub mod stop;
