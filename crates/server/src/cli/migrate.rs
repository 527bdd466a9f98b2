//! `countersign migrate`: brings the schema up to date; on PostgreSQL before the new version serves.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::operate::open;

use super::{load, open_beside, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign migrate")]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) async fn run(self, path: &Path) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let store = open_beside(&config).await?;
        open::migrate(&store).await?;
        print("the schema is up to date");
        Ok(ExitCode::SUCCESS)
    }
}
