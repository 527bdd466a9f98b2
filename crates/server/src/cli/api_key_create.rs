//! `countersign api-key create`: makes a key and prints it, once.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::operate::api_key::{self, NewKey, SCOPES};
use countersign_app::signing::rfc3339;

use super::{load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = scopes())]
pub(super) struct ApiKeyCreate {
    /// What you call it.
    #[arg(long)]
    name: String,
    /// What it may do; name as many as it needs. "all" is every scope.
    #[arg(long = "scope", required = true, value_name = "SCOPE")]
    scopes: Vec<String>,
    /// How long it lives, at most 365 days.
    #[arg(long, default_value_t = api_key::USUAL_DAYS, value_name = "DAYS")]
    expires_days: u32,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

fn scopes() -> String {
    let list: Vec<String> =
        SCOPES.iter().map(|(name, says)| format!("  {name:<17} {says}")).collect();
    format!(
        "Example:\n  countersign api-key create --name portal --scope orders:write --scope orders:claim\n\nScopes:\n{}",
        list.join("\n")
    )
}

impl ApiKeyCreate {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let config = load(path)?;
        let store = open_beside(&config).await?;
        let scopes = if self.scopes.iter().any(|scope| scope == "all") {
            SCOPES.iter().map(|(name, _)| (*name).to_owned()).collect()
        } else {
            self.scopes
        };
        let new = NewKey { name: self.name, scopes, days: self.expires_days };
        let mut entropy = (world.entropy)();
        let made = api_key::create(&store, &mut *entropy, world.clock.now(), new).await??;
        let expires_at = rfc3339(made.expires_at);
        if self.json {
            print(
                serde_json::json!({"id": made.id.as_str(), "key": made.secret.reveal(), "expires_at": expires_at}),
            );
        } else {
            print(made.secret.reveal());
            eprintln!("{}, until {expires_at}. It is not shown again.", made.id);
        }
        Ok(ExitCode::SUCCESS)
    }
}
