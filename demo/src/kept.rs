//! What one start leaves for the next: ports, secrets and the persons' ids.

use crate::folder::Folder;
use crate::ports::Ports;
use crate::random;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FILE: &str = "demo.json";

/// The demo's own state; the panel and the simulator keep theirs beside it.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// Where everything listened.
    pub ports: Ports,
    /// The panel's key to Countersign.
    pub api_key: Option<String>,
    /// What the webhook channel signs with.
    pub webhook_secret: String,
    /// Countersign's ids of the sample persons, by address.
    pub persons: BTreeMap<String, String>,
    /// Countersign's id of the contract of several people.
    #[serde(default)]
    pub account: Option<String>,
}

impl Kept {
    /// Reads what the last start left, or begins anew.
    pub fn open(folder: &Folder) -> anyhow::Result<Self> {
        Ok(folder.read(FILE)?.unwrap_or_else(|| Self {
            ports: Ports::USUAL,
            api_key: None,
            webhook_secret: format!("whsec_{}", BASE64.encode(&random::fill(32))),
            persons: BTreeMap::new(),
            account: None,
        }))
    }

    /// Writes it down.
    pub fn save(&self, folder: &Folder) -> anyhow::Result<()> {
        folder.write(FILE, self)
    }
}
