//! What a person has enrolled to answer with.

use super::Method;
use crate::ids::{AuthenticatorId, ContactId};
use crate::ports::Timestamp;

/// A TOTP key: 160 bits from the server's own randomness (RFC 4226 R6). Debug shows `TotpSecret(..)`; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(zeroize::Zeroizing<Vec<u8>>);

impl TotpSecret {
    /// A key as it lies unsealed in memory.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(zeroize::Zeroizing::new(bytes))
    }

    /// Reads a key as apps and other systems write it: base32 (RFC 4648), padded or not, any case, spaces between. `None`: not
    /// base32, under 128 bits (RFC 4226 R6), or over 512.
    pub fn read(text: &str) -> Option<Self> {
        let letters = |c: &char| !c.is_whitespace() && *c != '=';
        let compact: zeroize::Zeroizing<String> =
            text.chars().filter(letters).map(|c| c.to_ascii_uppercase()).collect::<String>().into();
        let bytes = data_encoding::BASE32_NOPAD.decode(compact.as_bytes()).ok()?;
        (16..=64).contains(&bytes.len()).then(|| Self::from_bytes(bytes))
    }

    /// The raw key.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

/// What kind of second factor an authenticator is. A password is kept apart: it is never an answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthenticatorKind {
    /// An authenticator app. The secret is fetched and unsealed only when a code is checked.
    Totp,
    /// A confirmed number that the person turned on for sign-in by text message.
    Sms(ContactId),
    /// A confirmed number that the person turned on for sign-in by call.
    Call(ContactId),
    /// A passkey.
    Passkey,
}

impl AuthenticatorKind {
    /// The method it answers by.
    pub const fn method(&self) -> Method {
        match self {
            Self::Totp => Method::Totp,
            Self::Sms(_) => Method::Sms,
            Self::Call(_) => Method::Call,
            Self::Passkey => Method::Passkey,
        }
    }
}

/// One active authenticator of a person. Unfinished enrolments are not in this list (CS-ENR-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    /// Its id.
    pub id: AuthenticatorId,
    /// What it is.
    pub kind: AuthenticatorKind,
    /// When it began to count.
    pub added_at: Timestamp,
    /// The person wants to be asked by it first.
    pub used_first: bool,
}
