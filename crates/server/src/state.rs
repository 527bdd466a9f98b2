//! What every handler is given.

use std::sync::Arc;

use countersign_app::Ctx;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::config::Config;
use crate::pages::Kit;

/// Shared by all handlers; cloned per request.
#[derive(Clone)]
pub struct AppState {
    /// The context of the use cases.
    pub ctx: Arc<Ctx>,
    /// The checked configuration.
    pub config: Arc<Config>,
    /// What the hosted pages share.
    pub pages: Arc<Kit>,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
}

impl AppState {
    /// Joins context and configuration, and begins to count.
    pub fn new(ctx: Ctx, config: Config) -> anyhow::Result<Self> {
        let metrics = crate::ops::metrics::begin()?;
        let pages = Arc::new(Kit::of(&config)?);
        Ok(Self { ctx: Arc::new(ctx), config: Arc::new(config), pages, metrics })
    }
}
