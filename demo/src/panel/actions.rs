//! The four things at this panel that need an order: what the slip says, and what running it does.

use super::goods::{Copy, Goods};
use crate::countersign::{Amount, Detail};
use crate::times;
use serde::{Deserialize, Serialize};

/// Something that is done to a server, once, after its person confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// Overwrites the disk with a snapshot.
    RestoreSnapshot {
        /// The server.
        server: String,
        /// The snapshot.
        copy: String,
    },
    /// Overwrites the disk with a nightly backup.
    RestoreBackup {
        /// The server.
        server: String,
        /// The backup.
        copy: String,
    },
    /// Deletes a server with its copies.
    DeleteServer {
        /// The server.
        server: String,
    },
    /// Adds 100 GB for backups, which costs money.
    AddBackupSpace {
        /// The server.
        server: String,
    },
}

/// The words of an order.
pub struct Slip {
    /// Machine name.
    pub action: &'static str,
    /// What is done.
    pub title: &'static str,
    /// To what.
    pub object: String,
    /// Further lines.
    pub details: Vec<Detail>,
    /// Whether data is lost.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<Amount>,
}

impl Action {
    /// Reads the fields of the panel's form.
    pub fn from_form(name: &str, server: &str, copy: &str) -> Option<Self> {
        let (server, copy) = (server.to_owned(), copy.to_owned());
        Some(match name {
            "restore-snapshot" => Self::RestoreSnapshot { server, copy },
            "restore-backup" => Self::RestoreBackup { server, copy },
            "delete-server" => Self::DeleteServer { server },
            "add-backup-space" => Self::AddBackupSpace { server },
            _ => return None,
        })
    }

    /// The server it is about.
    pub fn server(&self) -> &str {
        match self {
            Self::RestoreSnapshot { server, .. }
            | Self::RestoreBackup { server, .. }
            | Self::DeleteServer { server }
            | Self::AddBackupSpace { server } => server,
        }
    }

    /// What the person is asked to confirm, in their language. `None` if the server or copy is gone.
    pub fn slip(&self, goods: &Goods, language: &str) -> Option<Slip> {
        let german = language == "de";
        let say = |english: &'static str, german_words: &'static str| {
            if german { german_words } else { english }
        };
        let line = |label: &str, value: String| Detail { label: label.to_owned(), value };
        let server = goods.server(self.server())?;
        let copy_lines = |copy: &Copy| {
            let (name, id, size) = (&copy.name, &copy.id, copy.size);
            let time = if german {
                times::moment_german(&copy.taken_at)
            } else {
                times::moment(&copy.taken_at)
            };
            vec![
                line(say("State of", "Stand vom"), time),
                line(say("Copy", "Kopie"), format!("{id} ({name}, {size} GB)")),
                line(
                    say("Target", "Ziel"),
                    format!("{}, {}, {}", server.id, server.plan, server.place),
                ),
                line(
                    say("Lost", "Verloren geht"),
                    say(
                        "Everything on the disk that is newer.",
                        "Alles Neuere auf der Festplatte.",
                    )
                    .to_owned(),
                ),
            ]
        };
        let (action, title, details, destructive, amount) = match self {
            Self::RestoreSnapshot { copy, .. } => (
                "restore-snapshot",
                say("Restore snapshot", "Snapshot zurückspielen"),
                copy_lines(server.copy(copy)?),
                true,
                None,
            ),
            Self::RestoreBackup { copy, .. } => (
                "restore-backup",
                say("Restore server backup", "Backup zurückspielen"),
                copy_lines(server.copy(copy)?),
                true,
                None,
            ),
            Self::DeleteServer { .. } => (
                "delete-server",
                say("Delete server", "Server löschen"),
                vec![
                    line(say("Address", "Adresse"), server.address.clone()),
                    line(
                        say("Lost", "Verloren geht"),
                        say(
                            "The server with its snapshots and backups.",
                            "Der Server mit seinen Snapshots und Backups.",
                        )
                        .to_owned(),
                    ),
                ],
                true,
                None,
            ),
            Self::AddBackupSpace { .. } => (
                "add-backup-space",
                say("Add backup space", "Backup-Platz dazu"),
                vec![
                    line(say("More", "Mehr"), "100 GB".to_owned()),
                    line(
                        say("Term", "Laufzeit"),
                        say("By the month, from today.", "Monatlich, ab heute.").to_owned(),
                    ),
                ],
                false,
                Some(Amount { value: "4.90".to_owned(), currency: "EUR".to_owned() }),
            ),
        };
        Some(Slip { action, title, object: server.id.clone(), details, destructive, amount })
    }

    /// Does it.
    pub fn run(&self, goods: &mut Goods) {
        let at = times::now();
        if let Self::DeleteServer { server } = self {
            goods.servers.retain(|kept| kept.id != *server);
            return;
        }
        let Some(server) = goods.server_mut(self.server()) else { return };
        match self {
            Self::RestoreSnapshot { copy, .. } | Self::RestoreBackup { copy, .. } => {
                let Some(copy) = server.copy(copy).cloned() else { return };
                server.disk.0 = copy.size;
                let words = format!(
                    "Disk restored to {} ({}) of {}",
                    copy.id,
                    copy.name,
                    times::moment(&copy.taken_at)
                );
                server.history.insert(0, (at, words));
            }
            Self::AddBackupSpace { .. } => {
                server.backup_space += 100;
                server.history.insert(0, (at, "100 GB of backup space added".to_owned()));
            }
            Self::DeleteServer { .. } => {}
        }
    }
}
