//! When the session of a page ends, so that a script can say it two minutes before.

use countersign_core::Timestamp;

use super::shell::FormToken;
use super::standing::rest;
use crate::locale::{Arg, Html, Texts};

/// The end of a session as a page knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEnd {
    /// The form that says somebody is still there.
    pub token: FormToken,
    /// When it ends if nothing is done.
    pub idle_at: Timestamp,
    /// When it ends whatever is done.
    pub ends_at: Timestamp,
    /// When the page was answered.
    pub now: Timestamp,
    /// Hours from its beginning to that end.
    pub hours: u64,
    /// How long it lasts from each use, in milliseconds.
    pub lasts_ms: u64,
}

impl SessionEnd {
    /// Milliseconds from the answer to the end if nothing is done.
    pub fn idle_ms(&self) -> u64 {
        rest(self.idle_at, self.now)
    }

    /// Milliseconds from the answer to the end whatever is done.
    pub fn end_ms(&self) -> u64 {
        rest(self.ends_at, self.now)
    }

    /// That it ends because nothing was done.
    pub fn idle_text(&self, t: &Texts) -> Html {
        t.tell("session-idle-soon", &[("time", Arg::Clock(self.idle_at))])
    }

    /// That it ends because it reached its longest time.
    pub fn end_text(&self, t: &Texts) -> Html {
        let args = [("time", Arg::Clock(self.ends_at)), ("hours", Arg::Count(self.hours))];
        t.tell("session-ends-soon", &args)
    }
}
