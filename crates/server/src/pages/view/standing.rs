//! What the security area says of the whole: its one banner, the open window, and what is known of the recovery codes.

use countersign_core::Timestamp;
use countersign_core::support::RecoveryKind;

use crate::locale::{Arg, Html, Texts};

/// At so many recovery codes and fewer, every page of the area says so.
pub const FEW_CODES: u32 = 3;

/// The most urgent thing of a page; what is optional is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Banner {
    /// Support gives access to the account to somebody, or replaces its address, unless that is stopped.
    Recovery {
        /// What is to be done.
        kind: RecoveryKind,
        /// From when on.
        opens_at: Timestamp,
    },
    /// There is a second factor, and this many recovery codes are left; at zero none may ever have been saved.
    FewCodes(u32),
    /// A number or address is not confirmed.
    Unconfirmed,
    /// One way alone confirms sign-ins.
    OneWay,
}

impl Banner {
    /// What it says.
    pub fn text(self, t: &Texts) -> Html {
        match self {
            Self::Recovery { kind, opens_at } => {
                let key = match kind {
                    RecoveryKind::Recovery => "overview-recovery",
                    RecoveryKind::Contact => "overview-recovery-contact",
                };
                t.tell(key, &[("date", Arg::Date(opens_at)), ("time", Arg::Clock(opens_at))])
            }
            Self::FewCodes(left) => {
                t.tell("overview-few-codes", &[("n", Arg::Count(u64::from(left)))])
            }
            Self::Unconfirmed => t.say("overview-unconfirmed"),
            Self::OneWay => t.say("overview-one-way"),
        }
    }

    /// Where it is mended, and the key of the link's text.
    pub const fn action(self) -> (&'static str, &'static str) {
        match self {
            Self::Recovery { .. } => ("/security/recovery", "overview-recovery-look"),
            Self::FewCodes(_) => ("/security/recovery-codes", "codes-make"),
            Self::Unconfirmed => ("/security/contacts", "overview-manage"),
            Self::OneWay => ("/security/methods/app", "methods-add"),
        }
    }

    /// Its colour: amber for what may lock somebody out, neutral for advice.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Recovery { .. } | Self::FewCodes(_) | Self::Unconfirmed => "warn",
            Self::OneWay => "info",
        }
    }
}

/// Until when protected areas are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowEnd {
    /// The moment.
    pub until: Timestamp,
    /// Milliseconds from the answer to that moment, so that a wrong clock does no harm.
    pub rests_ms: u64,
}

impl WindowEnd {
    /// Seen at this moment.
    pub fn at(until: Timestamp, now: Timestamp) -> Self {
        Self { until, rests_ms: rest(until, now) }
    }

    /// "Protected areas are open until …".
    pub fn text(&self, t: &Texts) -> Html {
        t.tell("window-open", &[("until", Arg::Clock(self.until))])
    }

    /// The polite message two minutes before.
    pub fn closing(&self, t: &Texts) -> Html {
        t.tell("window-closing", &[("until", Arg::Clock(self.until))])
    }
}

/// Milliseconds until then; zero when it is over.
pub fn rest(until: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(until.ms() - now.ms()).unwrap_or(0)
}

/// What is known of a valid set of recovery codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodesFacts {
    /// Codes that are not used.
    pub left: u32,
    /// When they were made.
    pub made: Timestamp,
    /// Who said that they saved them.
    pub saved_by: String,
    /// The person is asked whether they still have them.
    pub asks: bool,
}

impl CodesFacts {
    /// Left, made and saved by whom, in one line.
    pub fn text(&self, t: &Texts) -> Html {
        let (left, made) = (Arg::Count(u64::from(self.left)), Arg::Date(self.made));
        if self.saved_by.is_empty() {
            return t.tell("codes-facts-unnamed", &[("n", left), ("date", made)]);
        }
        let name = Arg::Text(&self.saved_by);
        t.tell("codes-facts", &[("n", left), ("date", made), ("name", name)])
    }
}
