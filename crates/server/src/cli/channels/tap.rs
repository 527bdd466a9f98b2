//! `countersign channels open-tap`: a country that the brake closed in error.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::delivery;

use super::super::{load, print, use_cases};
use super::asked;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign channels open-tap AT\n\nIt closes again while codes there are not answered; brake.record_only stops that."
)]
pub(in crate::cli) struct OpenTap {
    /// The country, ISO 3166-1 alpha-2.
    country: String,
}

impl OpenTap {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        if delivery::open_tap(&ctx, &asked(world), &self.country).await?.is_err() {
            bail!(
                "the tap of {} is not closed; `countersign channels list` shows which are",
                self.country
            );
        }
        print(format!("The tap of {} is open.", self.country));
        Ok(ExitCode::SUCCESS)
    }
}
