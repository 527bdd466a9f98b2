//! `countersign api-key revoke`: ends a key at once, on every node.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use countersign_app::operate::api_key;
use countersign_core::ids::ApiKeyId;

use super::{load, open_beside, print};
use crate::world::World;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  countersign api-key revoke key_4vd1m8c0q9t2x7r5w3hz6ybnkp")]
pub(super) struct ApiKeyRevoke {
    /// The key's id, as `countersign api-key list` shows it.
    id: String,
}

impl ApiKeyRevoke {
    pub(super) async fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let Ok(id) = ApiKeyId::parse(&self.id) else {
            bail!(
                "{:?} is no id of a key: it begins with key_ and stands in `countersign api-key list`",
                self.id
            );
        };
        let store = open_beside(&load(path)?).await?;
        let mut entropy = (world.entropy)();
        if !api_key::revoke(&store, &mut *entropy, world.clock.now(), &id).await? {
            bail!("there is no usable key {id}; `countersign api-key list` shows them all");
        }
        print(format!("{id} is revoked."));
        Ok(ExitCode::SUCCESS)
    }
}
