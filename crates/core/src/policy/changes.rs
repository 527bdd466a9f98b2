//! What a change of the ways to sign in asks for, and what it may not do.

use std::time::Duration;

use super::offers::{Offer, Reason};
use crate::ids::AuthenticatorId;
use crate::people::Person;
use crate::ports::Timestamp;

/// What a person is about to change. A grant serves one change, and a change one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Turning two-factor authentication on, or adding another way.
    TurnOn,
    /// Replacing one way by another, in place.
    Replace,
    /// Removing one of several ways.
    Remove,
    /// Turning two-factor authentication off.
    TurnOff,
    /// New recovery codes.
    NewCodes,
    /// A new password.
    NewPassword,
    /// Another number or address, or confirming one.
    AddContact,
    /// Another value in place of a number or address.
    ChangeContact,
    /// Removing a number or address.
    RemoveContact,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [ChangeKind; 9] = [
        Self::TurnOn,
        Self::Replace,
        Self::Remove,
        Self::TurnOff,
        Self::NewCodes,
        Self::NewPassword,
        Self::AddContact,
        Self::ChangeContact,
        Self::RemoveContact,
    ];

    /// The name in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TurnOn => "turn-on",
            Self::Replace => "replace",
            Self::Remove => "remove",
            Self::TurnOff => "turn-off",
            Self::NewCodes => "new-codes",
            Self::NewPassword => "new-password",
            Self::AddContact => "add-contact",
            Self::ChangeContact => "change-contact",
            Self::RemoveContact => "remove-contact",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether it sets a new way up.
    pub const fn sets_up(self) -> bool {
        matches!(self, Self::TurnOn | Self::Replace)
    }

    /// Whether it confirms a number or address by a code to it.
    pub const fn confirms(self) -> bool {
        matches!(self, Self::AddContact | Self::ChangeContact)
    }
}

/// A password given longer ago than this is asked for again (CS-ENR-01).
pub const PASSWORD_FRESH: Duration = Duration::from_mins(5);

/// Whether a password given at this moment still counts for a change that begins at `now`.
pub fn password_is_fresh(given_at: Option<Timestamp>, now: Timestamp) -> bool {
    given_at.is_some_and(|at| now.since(at) <= PASSWORD_FRESH)
}

/// Whether a change asks for a current method beside the password. Without a second factor it asks for a code to a
/// confirmed contact, if one can be reached.
///
/// A way that is closed for an hour, or by its own holder, can be reached: an outage must not make a change easier.
pub fn asks_for_method(person: &Person, offers: &[Offer]) -> bool {
    let for_now = |offer: &Offer| {
        matches!(offer.refused, None | Some(Reason::ProviderOutage | Reason::OptedOut))
    };
    person.has_second_factor() || offers.iter().any(for_now)
}

/// Nothing would be left to answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is the last way")]
pub struct LastWay;

/// Whether this way may be removed. The last one may not: that is turning two-factor authentication off, which has its own page.
pub fn may_remove(person: &Person, authenticator: &AuthenticatorId) -> Result<(), LastWay> {
    let others = person.authenticators.iter().any(|other| other.id != *authenticator);
    if others { Ok(()) } else { Err(LastWay) }
}
