//! A person's second factor in one word, as the API shows it.

use crate::people::{AuthenticatorKind, Person};

/// The strongest real second factor a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecondFactor {
    /// None: e-mail and WhatsApp codes open areas.
    None,
    /// A passkey.
    Passkey,
    /// An authenticator app.
    Totp,
    /// Text messages, turned on for sign-in.
    Sms,
    /// Calls, turned on for sign-in.
    Call,
}

impl SecondFactor {
    /// The strongest of the person's active authenticators.
    pub fn of(person: &Person) -> Self {
        let has = |wanted: fn(&AuthenticatorKind) -> bool| {
            person.authenticators.iter().any(|authenticator| wanted(&authenticator.kind))
        };
        if has(|kind| matches!(kind, AuthenticatorKind::Passkey)) {
            Self::Passkey
        } else if has(|kind| matches!(kind, AuthenticatorKind::Totp)) {
            Self::Totp
        } else if has(|kind| matches!(kind, AuthenticatorKind::Sms(_))) {
            Self::Sms
        } else if has(|kind| matches!(kind, AuthenticatorKind::Call(_))) {
            Self::Call
        } else {
            Self::None
        }
    }

    /// The name on the wire: `none`, or the method's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Passkey => "passkey",
            Self::Totp => "totp",
            Self::Sms => "sms",
            Self::Call => "call",
        }
    }
}
