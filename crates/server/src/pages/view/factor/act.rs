//! The last button of a change, and what it did.

use askama::Template;

use super::FactorProblem;
use crate::locale::{Arg, Html, Texts};
use crate::pages::view::{FormToken, Shell};

/// What is to be done once more has been said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Removing this way.
    Remove(String),
    /// Turning two-factor authentication off.
    TurnOff,
    /// Making new codes while this many are unused.
    NewCodes(u32),
}

/// The last button of a change that was confirmed.
#[derive(Debug, Template)]
#[template(path = "factor/act.html")]
pub struct ActPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What will be done.
    pub act: Act,
    /// Where the form is sent.
    pub action: String,
    /// Where the change is given up.
    pub cancel: String,
    /// The forms' one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<FactorProblem>,
}

impl Act {
    const fn title(&self) -> &'static str {
        match self {
            Self::Remove(_) => "remove-title",
            Self::TurnOff => "off-title",
            Self::NewCodes(_) => "renew-title",
        }
    }

    fn text(&self, t: &Texts) -> Html {
        match self {
            Self::Remove(name) => t.tell("remove-text", &[("name", Arg::Text(name))]),
            Self::TurnOff => t.say("off-text"),
            Self::NewCodes(unused) => {
                t.tell("renew-text", &[("n", Arg::Count(u64::from(*unused)))])
            }
        }
    }

    const fn button(&self) -> &'static str {
        match self {
            Self::Remove(_) => "methods-remove",
            Self::TurnOff => "off-button",
            Self::NewCodes(_) => "codes-make",
        }
    }

    const fn stops(&self) -> bool {
        !matches!(self, Self::NewCodes(_))
    }

    const fn tone(&self) -> &'static str {
        if self.stops() { "stop" } else { "primary" }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Two-factor authentication is on, or another way was added.
    On {
        /// By text message or call.
        phone: bool,
    },
    /// A way was replaced.
    Replaced,
    /// A way was removed.
    Removed,
    /// Two-factor authentication is off.
    Off,
    /// New recovery codes are valid.
    Codes,
}

/// The end of a change.
#[derive(Debug, Template)]
#[template(path = "factor/done.html")]
pub struct DonePage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What was done.
    pub done: Done,
    /// Where the person was going.
    pub next: Option<String>,
    /// Nothing else can be reached before they went there.
    pub must: bool,
}

impl Done {
    const fn title(self) -> &'static str {
        match self {
            Self::On { .. } => "done-on-title",
            Self::Replaced => "done-replaced-title",
            Self::Removed => "done-removed-title",
            Self::Off => "done-off-title",
            Self::Codes => "done-codes-title",
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::On { .. } => "done-on",
            Self::Replaced => "done-replaced",
            Self::Removed => "done-removed",
            Self::Off => "done-off",
            Self::Codes => "done-codes",
        }
    }

    const fn is_phone(self) -> bool {
        matches!(self, Self::On { phone: true })
    }
}
