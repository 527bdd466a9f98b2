//! `countersign serve`: serves until it is told to stop.

use std::path::Path;
use std::process::ExitCode;

use super::load;
use crate::world::World;
use crate::{config, ops, serve};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign serve --config /etc/countersign/countersign.toml\n\nStops on SIGTERM after answering what came in."
)]
pub(super) struct Serve {}

impl Serve {
    pub(super) async fn run(self, path: &Path, world: World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        ops::log::begin(&config.log);
        for variable in config::of_no_setting(std::env::vars()) {
            tracing::warn!(
                variable,
                "no setting and ignored: in the environment two underscores part section and name"
            );
        }
        serve::serve(config, world, ops::stop::asked()).await?;
        Ok(ExitCode::SUCCESS)
    }
}
