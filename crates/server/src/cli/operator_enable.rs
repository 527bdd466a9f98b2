//! `countersign operator enable`: lets a member of staff sign in again.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::operate::staff;

use super::{id_of_staff, load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign operator enable per_4vd1m8c0q9t2x7r5w3hz6ybnkp")]
pub(super) struct OperatorEnable {
    /// Their id, as `countersign operator list` shows it.
    id: String,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl OperatorEnable {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let id = id_of_staff(&self.id)?;
        let store = open_beside(&load(path)?).await?;
        let mut entropy = (world.entropy)();
        if !staff::enable(&store, &mut *entropy, world.clock.now(), &id).await? {
            bail!(
                "there is no disabled member of staff {id}; `countersign operator list` shows them all"
            );
        }
        if self.json {
            print(serde_json::json!({"id": id.as_str(), "state": "active"}));
        } else {
            print(format!("{id} may sign in again."));
        }
        Ok(ExitCode::SUCCESS)
    }
}
