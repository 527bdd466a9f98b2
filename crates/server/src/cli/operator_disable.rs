//! `countersign operator disable`: stops a member of staff at once, on every node.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::operate::staff;

use super::{id_of_staff, load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign operator disable per_4vd1m8c0q9t2x7r5w3hz6ybnkp")]
pub(super) struct OperatorDisable {
    /// Their id, as `countersign operator list` shows it.
    id: String,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl OperatorDisable {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let id = id_of_staff(&self.id)?;
        let store = open_beside(&load(path)?).await?;
        let mut entropy = (world.entropy)();
        if !staff::disable(&store, &mut *entropy, world.clock.now(), &id).await? {
            bail!(
                "there is no active member of staff {id}; `countersign operator list` shows them all"
            );
        }
        if self.json {
            print(serde_json::json!({"id": id.as_str(), "state": "disabled"}));
        } else {
            print(format!("{id} is disabled; every session of theirs has ended."));
        }
        Ok(ExitCode::SUCCESS)
    }
}
