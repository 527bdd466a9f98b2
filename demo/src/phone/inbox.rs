//! The messages that arrived, newest first, kept in one file.

use crate::folder::Folder;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

const FILE: &str = "phone.json";
/// More than anybody reads; older ones are dropped.
const KEPT: usize = 500;

/// A message on a device.
#[derive(Clone, Serialize, Deserialize)]
pub struct Arrived {
    /// `sms`, `call`, `whatsapp`, `email`.
    pub channel: String,
    /// The full number or address.
    pub to: String,
    /// What it is for: `step-up`, `order`, …
    pub purpose: String,
    /// The text; of a call, all that is spoken.
    pub text: String,
    /// The language of the text, BCP 47.
    #[serde(default)]
    pub language: String,
    /// RFC 3339.
    pub at: String,
    /// The subject of a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The halves of a call: what is said at once, and what after a key was pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Spoken>,
    /// The sender's name for the message; a repeat has the same.
    #[serde(default)]
    pub id: String,
}

/// What a call says.
#[derive(Clone, Serialize, Deserialize)]
pub struct Spoken {
    /// When somebody answers.
    pub opening: String,
    /// After 1 was pressed.
    pub after_key: String,
}

/// All messages.
pub struct Inbox {
    folder: Folder,
    messages: Mutex<Vec<Arrived>>,
}

impl Inbox {
    /// Reads what is there.
    pub fn open(folder: &Folder) -> anyhow::Result<Self> {
        let messages = Mutex::new(folder.read(FILE)?.unwrap_or_default());
        Ok(Self { folder: folder.clone(), messages })
    }

    /// Takes a message in, unless it is here already: the sender tries again when an answer got lost, and a message
    /// sent again by its person comes under another id.
    pub fn add(&self, message: Arrived) -> anyhow::Result<()> {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.iter().any(|known| known.id == message.id) {
            return Ok(());
        }
        messages.insert(0, message);
        messages.truncate(KEPT);
        self.folder.write(FILE, &*messages)
    }

    /// The messages to one number or address, or all; newest first.
    pub fn to(&self, to: Option<&str>) -> Vec<Arrived> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = |message: &&Arrived| to.is_none_or(|to| message.to.eq_ignore_ascii_case(to));
        messages.iter().filter(wanted).cloned().collect()
    }
}
