//! A session as windows and challenges see it.

use crate::ids::{PersonId, SessionId};
use crate::ports::Timestamp;

/// A session of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// The portal's own name for it; never a bearer value of ours.
    pub reference: String,
    /// The portal's name for the browser, which picks the guess lane once it has passed a challenge.
    pub device: Option<String>,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
}

impl Session {
    /// Whether it can still be used.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}
