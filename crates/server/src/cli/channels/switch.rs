//! `countersign channels disable` and `enable`: a provider's switch, on every node.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::delivery;

use super::super::{load, print, use_cases};
use super::asked;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign channels disable bulk-sms")]
pub(in crate::cli) struct Disable {
    /// The provider's name, as `countersign channels list` shows it.
    name: String,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign channels enable bulk-sms")]
pub(in crate::cli) struct Enable {
    /// The provider's name, as `countersign channels list` shows it.
    name: String,
}

impl Disable {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        switch(path, world, &self.name, false).await
    }
}

impl Enable {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        switch(path, world, &self.name, true).await
    }
}

async fn switch(path: &Path, world: &World, name: &str, on: bool) -> anyhow::Result<ExitCode> {
    let ctx = use_cases(&load(path)?, world).await?;
    if delivery::switch(&ctx, &asked(world), name, on).await?.is_err() {
        bail!("there is no provider {name:?}; `countersign channels list` shows them all");
    }
    print(format!("{name} is {}.", if on { "on" } else { "off" }));
    Ok(ExitCode::SUCCESS)
}
