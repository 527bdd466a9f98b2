//! `countersign channels list`: every provider with its switch, its breaker and its last 24 hours.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::delivery;

use super::super::{load, print, use_cases};
use super::money;
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign channels list")]
pub(in crate::cli) struct List {
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        for provider in delivery::list(&ctx).await? {
            if self.json {
                print(serde_json::to_string(&provider)?);
                continue;
            }
            let left_out = match (provider.why, &provider.until) {
                (Some(why), Some(until)) => format!("  ({why}, until {until})"),
                _ => String::new(),
            };
            print(format!(
                "{:<20} {:<8}  {}{left_out}",
                provider.name,
                provider.state,
                provider.carries.join(" ")
            ));
            for row in &provider.traffic {
                let place = if row.country.is_empty() { "--" } else { &row.country };
                print(format!(
                    "  {:<8} {place:<2}  sent {}, delivered {}, verified {}, failed {}, cost {}",
                    row.method,
                    row.sent,
                    row.delivered,
                    row.verified,
                    row.failed,
                    money(row.cost_micros)
                ));
            }
        }
        let closed = delivery::closed(&ctx).await?;
        if !closed.is_empty() && !self.json {
            print(format!("Closed by the brake: {}", closed.join(" ")));
        }
        Ok(ExitCode::SUCCESS)
    }
}
