//! `countersign api-key list`: every key with its scopes and end; never the key itself.

use std::path::Path;
use std::process::ExitCode;

use countersign_app::operate::api_key;
use countersign_app::signing::rfc3339;

use super::{load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign api-key list")]
pub(super) struct ApiKeyList {
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

impl ApiKeyList {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let store = open_beside(&load(path)?).await?;
        let now = world.clock.now();
        for key in api_key::list(&store).await? {
            let state = match key.revoked_at {
                Some(_) => "revoked",
                None if now < key.expires_at => "usable",
                None => "expired",
            };
            let until = rfc3339(key.expires_at);
            if self.json {
                print(serde_json::json!({
                    "id": key.id.as_str(), "name": key.name, "scopes": key.scopes.iter().collect::<Vec<_>>(), "state": state,
                    "expires_at": until, "revoked_at": key.revoked_at.map(rfc3339),
                }));
            } else {
                print(format!(
                    "{}  {state:<7}  until {until}  {}  ({})",
                    key.id, key.name, key.scopes
                ));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
