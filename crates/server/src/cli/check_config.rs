//! `countersign check-config`: checks the configuration and prints what is in force.

use std::path::Path;
use std::process::ExitCode;

use super::{load, print};
use crate::config;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign check-config\n\nExit status 0: it can be served with; 1: what is wrong stands on standard error."
)]
pub(super) struct CheckConfig {
    /// Print the page of all settings instead; reads no file.
    #[arg(long)]
    markdown: bool,
}

impl CheckConfig {
    pub(super) fn run(self, path: &Path) -> anyhow::Result<ExitCode> {
        if self.markdown {
            print(config::markdown().trim_end());
            return Ok(ExitCode::SUCCESS);
        }
        let config = load(path)?;
        for variable in config::of_no_setting(std::env::vars()) {
            eprintln!(
                "warning: {variable} is no setting and is ignored; in the environment two underscores part section and name"
            );
        }
        print(config::summary(&config).trim_end());
        Ok(ExitCode::SUCCESS)
    }
}
