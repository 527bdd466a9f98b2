//! Mailed links: derived when the mail is sent and when the link comes back, never stored.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::challenge::{CodeKeys, KeyId};
use crate::ids::{LinkId, PersonId};
use crate::ports::Bearer;

/// Length of the secret part: 128 bits.
pub(super) const TOKEN_BYTES: usize = 16;

/// What a link is for. One of a kind does nothing of another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Sets a new password.
    Reset,
    /// Goes on signing in where strangers' tries slowed every new browser.
    Unlock,
    /// Says that something was not the person's doing.
    NotMe,
    /// Stops an assisted recovery; derived from it, and kept with it.
    StopRecovery,
    /// Sets a second factor up in place of a code to a confirmed contact; handed over by an owner or administrator.
    SetUp,
    /// Proves the mailbox to somebody who gets back in by two contacts; the other one gets a code.
    Recover,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Reset, Self::Unlock, Self::NotMe, Self::SetUp, Self::StopRecovery, Self::Recover];

    /// The name in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Unlock => "unlock",
            Self::NotMe => "not-me",
            Self::StopRecovery => "stop-recovery",
            Self::SetUp => "set-up",
            Self::Recover => "recover",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The page it opens, without the secret part and the slash before it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Reset => "/reset-password",
            Self::Unlock => "/sign-in/unlock",
            Self::NotMe => "/activity/not-me",
            Self::StopRecovery => "/sign-in/recover/status",
            Self::SetUp => "/sign-in/set-up/link",
            Self::Recover => "/sign-in/recover/contacts",
        }
    }

    /// How long it works. Whoever reads a notice late must still be able to act.
    pub const fn lasts(self) -> Duration {
        match self {
            Self::Reset | Self::Recover => Duration::from_mins(30),
            Self::Unlock | Self::SetUp => Duration::from_hours(24),
            Self::NotMe | Self::StopRecovery => Duration::from_hours(7 * 24),
        }
    }

    /// Whether a new one takes the place of the older one. Notices are about different events, and each keeps its link.
    pub const fn newest_only(self) -> bool {
        match self {
            Self::Reset | Self::Unlock | Self::SetUp | Self::Recover => true,
            Self::NotMe | Self::StopRecovery => false,
        }
    }
}

/// The keys of links: apart from those of codes, since a code is short and a link is not. Debug shows ids only.
#[derive(Clone, Debug)]
pub struct LinkKeys(CodeKeys);

impl LinkKeys {
    /// The keys in use: the first is the current one. `epoch` is part of every link (CS-CRY-06).
    pub fn new(
        first: (KeyId, [u8; 32]),
        older: impl IntoIterator<Item = (KeyId, [u8; 32])>,
        epoch: u64,
    ) -> Self {
        Self(CodeKeys::new(first, older, epoch))
    }

    /// The key of this id, with the epoch: for what else is mailed and derived.
    pub(super) fn key(&self, id: &KeyId) -> Option<(&[u8; 32], u64)> {
        Some((self.0.key(id)?, self.0.epoch()))
    }

    /// The key that new links are derived from.
    pub fn current(&self) -> &KeyId {
        self.0.current()
    }

    /// HMAC-SHA-256 under this key over the epoch and these fields, each framed by its length; the first field names what it
    /// is for. `None`: the key is gone.
    pub(crate) fn derive(&self, key: &KeyId, fields: &[&[u8]]) -> Option<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.key(key)?).ok()?;
        let epoch = self.0.epoch().to_be_bytes();
        for field in std::iter::once(epoch.as_slice()).chain(fields.iter().copied()) {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        Some(mac.finalize().into_bytes().into())
    }
}

/// A link, without its secret part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailedLink {
    /// Its id: random, not secret.
    pub id: LinkId,
    /// What it is for.
    pub kind: LinkKind,
    /// Whose.
    pub person: PersonId,
    /// What else it is bound to: the password's version, the browser that asked, the event it tells of.
    pub binding: String,
    /// The key it is derived from.
    pub key: KeyId,
}

impl MailedLink {
    /// The secret part: HMAC-SHA-256 over epoch, kind, id, person and binding, each framed by its length, cut to 128 bits.
    /// `None`: its key is gone.
    pub fn token(&self, keys: &LinkKeys) -> Option<Bearer> {
        let mut mac = Hmac::<Sha256>::new_from_slice(keys.0.key(&self.key)?).ok()?;
        for field in [
            b"countersign/link/v1".as_slice(),
            keys.0.epoch().to_be_bytes().as_slice(),
            self.kind.as_str().as_bytes(),
            self.id.as_str().as_bytes(),
            self.person.as_str().as_bytes(),
            self.binding.as_bytes(),
        ] {
            mac.update(&(field.len() as u64).to_be_bytes());
            mac.update(field);
        }
        let bytes = mac.finalize().into_bytes();
        let token = data_encoding::BASE64URL_NOPAD.encode(bytes.get(..TOKEN_BYTES)?);
        Some(Bearer::presented(token))
    }

    /// Whether this is what was presented. A row that was altered, planted, or brought back by a restore under an older
    /// epoch is found by its hash and still does not fit.
    pub fn fits(&self, presented: &Bearer, keys: &LinkKeys) -> bool {
        self.token(keys).is_some_and(|token| {
            token.reveal().as_bytes().ct_eq(presented.reveal().as_bytes()).into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(key: u8, epoch: u64) -> LinkKeys {
        LinkKeys::new((KeyId("k1".to_owned()), [key; 32]), [], epoch)
    }

    fn link(kind: LinkKind, id: &str, person: &str, binding: &str) -> MailedLink {
        MailedLink {
            id: LinkId::parse(&format!("lnk_{}", id.repeat(26))).expect("an id"),
            kind,
            person: PersonId::parse(&format!("per_{}", person.repeat(26))).expect("an id"),
            binding: binding.to_owned(),
            key: KeyId("k1".to_owned()),
        }
    }

    /// CS-PW-07, CS-CRY-06: another kind, link, person, binding, key or epoch is another secret.
    #[test]
    fn everything_a_link_is_bound_to_is_part_of_it() {
        let ours = link(LinkKind::Reset, "0", "0", "3");
        let token = ours.token(&keys(7, 1)).expect("a token");
        assert_eq!(token.reveal().len(), 22, "128 bits");
        assert!(ours.fits(&token, &keys(7, 1)));
        for other in [
            link(LinkKind::Unlock, "0", "0", "3"),
            link(LinkKind::Reset, "1", "0", "3"),
            link(LinkKind::Reset, "0", "1", "3"),
            link(LinkKind::Reset, "0", "0", "4"),
        ] {
            assert!(!other.fits(&token, &keys(7, 1)), "{other:?}");
        }
        assert!(!ours.fits(&token, &keys(8, 1)));
        assert!(!ours.fits(&token, &keys(7, 2)));
        let gone = LinkKeys::new((KeyId("k2".to_owned()), [7; 32]), [], 1);
        assert!(ours.token(&gone).is_none() && !ours.fits(&token, &gone));
    }
}
