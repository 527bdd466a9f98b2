//! An open step-up: one session may enter areas until a fixed time.

use std::time::Duration;

use super::area::{Area, Areas};
use crate::challenge::{Grant, StepUp};
use crate::ids::SessionId;
use crate::ports::Timestamp;

/// A window. Its end is fixed when it opens; use does not move it (CS-STEP-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    session: SessionId,
    areas: Areas,
    until: Timestamp,
}

impl Window {
    /// Opens the window that the grant is for: all areas, or, where the operator splits them, those
    /// that were asked for.
    pub fn open(grant: Grant<StepUp>, lasts: Duration, areas_split: bool) -> Self {
        let until = grant.at().plus(lasts);
        let (session, asked) = grant.into_payload();
        let areas = if areas_split { asked } else { Areas::All };
        Self { session, areas, until }
    }

    /// A window as it was read. For the store.
    pub const fn stored(session: SessionId, areas: Areas, until: Timestamp) -> Self {
        Self { session, areas, until }
    }

    /// The session it belongs to.
    pub const fn session(&self) -> &SessionId {
        &self.session
    }

    /// What it opens.
    pub const fn areas(&self) -> &Areas {
        &self.areas
    }

    /// When it closes.
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// Whether this session may enter this area at `now`.
    pub fn covers(&self, session: &SessionId, area: &Area, now: Timestamp) -> bool {
        self.session == *session && now < self.until && self.areas.contain(area)
    }
}
