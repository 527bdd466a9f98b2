//! The ways to answer a challenge.

/// A way to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// A code from an authenticator app (RFC 6238).
    Totp,
    /// A code by text message.
    Sms,
    /// A code read out in a phone call.
    Call,
    /// A code by e-mail.
    Email,
    /// A code by WhatsApp.
    WhatsApp,
    /// A passkey (WebAuthn).
    Passkey,
    /// A recovery code.
    RecoveryCode,
}

impl Method {
    /// Every method, in the order pages list them.
    pub const ALL: [Method; 7] = [
        Self::Totp,
        Self::Passkey,
        Self::Sms,
        Self::Call,
        Self::WhatsApp,
        Self::Email,
        Self::RecoveryCode,
    ];

    /// The name on the wire and in columns, as in ARCHITECTURE.md, "Words".
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Sms => "sms",
            Self::Call => "call",
            Self::Email => "email",
            Self::WhatsApp => "whatsapp",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery-code",
        }
    }

    /// Reads the name on the wire; exact, no other case or spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == text)
    }

    /// Whether the code is sent to a contact, so that a send must come before an answer.
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Sms | Self::Call | Self::Email | Self::WhatsApp)
    }
}
