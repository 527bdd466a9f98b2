//! `countersign channels route`: where a message would go, and what it costs.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::delivery;

use super::super::{load, print, use_cases};
use super::{method, money};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign channels route sms +4915123456789\n\nSends nothing."
)]
pub(in crate::cli) struct Route {
    /// sms, call, whatsapp or email.
    method: String,
    /// A number in E.164, or an address.
    to: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Route {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let ctx = use_cases(&load(path)?, world).await?;
        let route = delivery::route(&ctx, method(&self.method)?, &self.to).await?;
        if self.json {
            print(serde_json::to_string(&route)?);
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(reason) = route.reason {
            let fix = match reason {
                "country-not-served" => " (sending.countries, or the routes, leave it out)",
                "number-kind-refused" => {
                    " (write it with + and its country code; service and premium numbers get nothing)"
                }
                _ => "",
            };
            print(format!("not served: {reason}{fix}"));
        }
        for provider in &route.providers {
            let from = provider.sender.as_ref().map(|sender| format!("  from {sender}"));
            print(format!(
                "{:<20} {:<8}  costs {}{}",
                provider.name,
                provider.state,
                money(provider.cost_micros),
                from.unwrap_or_default()
            ));
        }
        print(format!("The person pays {} {}.", route.price, route.currency));
        Ok(ExitCode::SUCCESS)
    }
}
