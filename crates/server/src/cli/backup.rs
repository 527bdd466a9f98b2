//! `countersign backup`: copies an SQLite database while it is served.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use countersign_app::operate::backup::backup;

use super::{load, open_beside, print};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign backup /var/backups/countersign-monday.db\n\nThe key file is not in it: keep that elsewhere."
)]
pub(super) struct Backup {
    /// The file to write; it must not exist.
    to: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, path: &Path) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let store = open_beside(&config).await?;
        backup(&store, &self.to).await?;
        print(format_args!("wrote {}", self.to.display()));
        Ok(ExitCode::SUCCESS)
    }
}
