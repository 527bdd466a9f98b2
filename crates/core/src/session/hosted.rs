//! One of our own sessions: how long it lives, and what was proved when it began.

use std::time::Duration;

use crate::ids::{DeviceId, PersonId, SessionId};
use crate::people::Method;
use crate::ports::Timestamp;

/// Use is noted at most this often: a page costs a read, and a write only once a minute.
const NOTED_EVERY: Duration = Duration::from_mins(1);
/// How long a password that was given counts as just given, for changes of authenticators (CS-ENR-01).
const PASSWORD_FRESH: Duration = Duration::from_mins(5);

/// The second factor that was given at the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Which.
    pub method: Method,
    /// When.
    pub at: Timestamp,
}

/// A session that began at our own sign-in page. Its cookie is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSession {
    /// Its id: a handle, never the cookie's value.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// The browser, as it is recognised.
    pub device: Option<DeviceId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// When it ends if it is not used.
    pub expires_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// When and why it was ended, if it was.
    pub ended: Option<(Timestamp, String)>,
    /// When the password was last given in it.
    pub password_at: Timestamp,
    /// The second factor it began with.
    pub factor: Option<Factor>,
    /// Its person owes a second factor: it can do nothing but enrol, and then leads on to this query. `None`: a session like any
    /// other.
    pub owes_to: Option<String>,
}

/// Whether a session can be used, and if not, since when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can.
    Live,
    /// It was not used for too long.
    Idle {
        /// Since when it is over.
        at: Timestamp,
    },
    /// It reached its longest time.
    TooOld {
        /// Since when it is over.
        at: Timestamp,
        /// How long it lasted.
        lasted: Duration,
    },
    /// It was ended.
    Ended {
        /// When.
        at: Timestamp,
        /// Why, as a slug.
        because: String,
    },
}

impl HostedSession {
    /// When a session that is used at `now` ends if it is not used again.
    pub fn idle_end(now: Timestamp, idle: Duration, ends_at: Timestamp) -> Timestamp {
        now.plus(idle).min(ends_at)
    }

    /// Where it stands.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match &self.ended {
            Some((at, because)) => Standing::Ended { at: *at, because: because.clone() },
            None if now >= self.ends_at => {
                Standing::TooOld { at: self.ends_at, lasted: self.ends_at.since(self.created_at) }
            }
            None if now >= self.expires_at => Standing::Idle { at: self.expires_at },
            None => Standing::Live,
        }
    }

    /// Whether its use at `now` is to be noted. Never later than the idle time: what is not noted cannot keep it alive.
    pub fn is_use_due(&self, now: Timestamp) -> bool {
        now.since(self.used_at) >= NOTED_EVERY
    }

    /// Whether the password was given so recently that it need not be asked for again.
    pub fn has_fresh_password(&self, now: Timestamp) -> bool {
        now.since(self.password_at) < PASSWORD_FRESH
    }

    /// Whether it can do nothing but enrol, because its person owes a second factor (CS-F2-01).
    pub const fn owes(&self) -> bool {
        self.owes_to.is_some()
    }

    /// Whether a real second factor was given at its sign-in.
    pub const fn has_factor(&self) -> bool {
        self.factor.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Entropy;

    struct Zero;

    impl Entropy for Zero {
        fn fill(&mut self, buf: &mut [u8]) {
            buf.fill(0);
        }
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_ms(minutes * 60_000)
    }

    fn session() -> HostedSession {
        HostedSession {
            id: SessionId::generate(&mut Zero),
            person: PersonId::generate(&mut Zero),
            device: None,
            created_at: at(0),
            used_at: at(0),
            expires_at: at(30),
            ends_at: at(720),
            ended: None,
            password_at: at(0),
            factor: None,
            owes_to: None,
        }
    }

    /// CS-LOG-07
    #[test]
    fn it_ends_after_idleness_and_after_its_longest_time() {
        let mut session = session();
        assert_eq!(session.standing(at(29)), Standing::Live);
        assert_eq!(session.standing(at(31)), Standing::Idle { at: at(30) });
        session.expires_at = HostedSession::idle_end(at(710), Duration::from_mins(30), at(720));
        assert_eq!(session.standing(at(719)), Standing::Live);
        assert_eq!(
            session.standing(at(721)),
            Standing::TooOld { at: at(720), lasted: Duration::from_hours(12) }
        );
        session.ended = Some((at(5), "elsewhere".to_owned()));
        assert!(matches!(session.standing(at(6)), Standing::Ended { .. }));
    }

    /// CS-LOG-07: a page costs one note a minute at most.
    #[test]
    fn use_is_noted_once_a_minute() {
        let session = session();
        assert!(!session.is_use_due(Timestamp::from_ms(59_999)));
        assert!(session.is_use_due(at(1)));
    }
}
