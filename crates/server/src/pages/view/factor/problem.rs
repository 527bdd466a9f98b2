//! What was refused on the pages of two-factor authentication.

use axum::http::StatusCode;
use countersign_core::ports::Timestamp;

use crate::locale::{Arg, Html, Texts};

/// What was refused on one of these pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorProblem {
    /// No password was entered.
    NoPassword,
    /// The password was wrong.
    WrongPassword,
    /// No way was chosen.
    NoWay,
    /// The box was not ticked.
    NotTicked,
    /// The only way cannot be removed.
    LastWay,
    /// An account requires what would go.
    Required,
    /// A way needs a name.
    NoName,
    /// No recovery code was entered, or something that is none.
    NoRecoveryCode,
    /// Wrong or used; with the tries that are left, from three down.
    WrongRecoveryCode {
        /// Tries left, if they are named.
        left: Option<u32>,
    },
    /// The last try is used.
    DeadRecoveryCode,
    /// Too many tries from this address.
    RecoveryWaits {
        /// When the next one may come.
        until: Timestamp,
    },
}

impl FactorProblem {
    /// The answer's status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::RecoveryWaits { .. } => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The id of the field it is about; empty if there is none.
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::NoPassword | Self::WrongPassword => "password",
            Self::NoWay => "ways",
            Self::NotTicked => "saved",
            Self::LastWay | Self::Required | Self::NoName | Self::DeadRecoveryCode => "",
            Self::NoRecoveryCode | Self::WrongRecoveryCode { .. } | Self::RecoveryWaits { .. } => {
                "recovery-code"
            }
        }
    }

    /// In words.
    pub fn text(self, t: &Texts) -> Html {
        match self {
            Self::NoPassword => t.say("change-no-password"),
            Self::WrongPassword => t.say("change-wrong-password"),
            Self::NoWay => t.say("way-none"),
            Self::NotTicked => t.say("codes-not-ticked"),
            Self::LastWay => t.say("methods-last"),
            Self::Required => t.say("methods-required-problem"),
            Self::NoName => t.say("methods-no-name"),
            Self::NoRecoveryCode => t.say("recovery-shape"),
            Self::WrongRecoveryCode { left: None } => t.say("recovery-wrong"),
            Self::WrongRecoveryCode { left: Some(left) } => {
                t.tell("recovery-wrong-left", &[("n", Arg::Count(u64::from(left)))])
            }
            Self::DeadRecoveryCode => t.say("recovery-dead"),
            Self::RecoveryWaits { until } => {
                t.tell("recovery-waits", &[("time", Arg::Clock(until))])
            }
        }
    }
}
