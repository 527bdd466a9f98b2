//! Notices by text message: of changes that somebody who reads the mailbox could hide.

use countersign_core::people::{Contact, ContactKind};
use serde::{Deserialize, Serialize};

use super::{CallerCheck, SecurityNotice};

/// What a text message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextNotice {
    /// The way to sign in was changed.
    MethodChanged,
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// Another number or address was added, changed or removed.
    ContactChanged,
    /// The number itself was removed, or another one took its place.
    NumberRemoved,
    /// Another person of the account uses the number too.
    NumberShared,
    /// The number is no longer confirmed: the confirmation it was used on is gone.
    NumberFell,
    /// Checks by the support PIN are paused: three wrong ones were told.
    SupportPinPaused,
    /// An assisted recovery waits, and can be stopped.
    Recovery {
        /// Contacts are replaced, and the sign-in stays as it is.
        #[serde(default)]
        contact: bool,
        /// When it opens; milliseconds.
        until: i64,
    },
}

impl TextNotice {
    /// What this mobile is told of a notice; `None`: nothing. Landlines read no text messages, and a number that nobody
    /// confirmed is nobody's.
    pub(super) fn of(notice: &SecurityNotice, contact: &Contact) -> Option<Self> {
        if contact.kind != ContactKind::Mobile || contact.confirmed_at.is_none() {
            return None;
        }
        Some(match notice {
            SecurityNotice::SecondFactorOn
            | SecurityNotice::SecondFactorOff
            | SecurityNotice::MethodAdded(_)
            | SecurityNotice::MethodReplaced(_)
            | SecurityNotice::MethodRemoved(_)
            | SecurityNotice::RecoveredByContacts { .. } => Self::MethodChanged,
            SecurityNotice::RecoveryCodeUsed { left } => Self::RecoveryCodeUsed { left: *left },
            SecurityNotice::ContactChanged { number: true, target }
            | SecurityNotice::ContactRemoved { number: true, target }
                if *target == contact.masked() =>
            {
                Self::NumberRemoved
            }
            SecurityNotice::ContactShared { target, .. } if *target == contact.masked() => {
                Self::NumberShared
            }
            SecurityNotice::ContactFell { target } if *target == contact.masked() => {
                Self::NumberFell
            }
            SecurityNotice::Recovery { contact, step, until, .. } if step.is_stoppable() => {
                Self::Recovery { contact: *contact, until: *until }
            }
            SecurityNotice::CallerChecked { check: CallerCheck::PinPaused, .. } => {
                Self::SupportPinPaused
            }
            SecurityNotice::ContactAdded { .. }
            | SecurityNotice::ContactChanged { .. }
            | SecurityNotice::ContactRemoved { .. } => Self::ContactChanged,
            _ => return None,
        })
    }
}
