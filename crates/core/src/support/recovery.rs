//! Assisted recovery: what it takes, how long it waits, and how everybody it concerns can stop it.

use std::time::Duration;

use crate::challenge::KeyId;
use crate::ids::{PersonId, RecoveryId};
use crate::mailed::LinkKeys;
use crate::people::Person;
use crate::ports::{Bearer, Timestamp};

/// The wait of an ordinary person, and of one who owns an account (CS-SUP-06). Nobody can shorten it.
const WAIT: Duration = Duration::from_hours(24);
const OWNER_WAITS: Duration = Duration::from_hours(72);
/// How long a request waits for a second agent, and an approved one, once it is open, for somebody to complete it: proofs grow old.
pub const RECOVERY_LASTS: Duration = Duration::from_hours(7 * 24);
/// How long nothing destructive is ordered afterwards (CS-SUP-08).
pub const REST: Duration = Duration::from_hours(72);
/// A contact that was confirmed less long ago may be the thief's own (CS-SUP-07).
pub const SETTLED: Duration = Duration::from_hours(7 * 24);
/// How long an owner's word for a member counts: long enough for a recovery to be asked for, and no standing leave.
pub const VOUCH_LASTS: Duration = Duration::from_hours(7 * 24);
/// Kinds of proof that a recovery needs; a new contact of somebody who is signed in needs one beside the session.
const PROOFS: usize = 2;
/// Length of the stop link's secret part: 128 bits; and of the stop code: 40 bits in eight characters.
const TOKEN_BYTES: usize = 16;
const CODE_BYTES: usize = 5;

/// Whether the mailbox that links go to was confirmed long enough before `at`.
pub fn has_settled_mailbox(person: &Person, at: Timestamp) -> bool {
    let confirmed = person.mailbox().and_then(|mailbox| mailbox.confirmed_at);
    confirmed.is_some_and(|confirmed| at.since(confirmed) >= SETTLED)
}

/// A kind of proof that an agent saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProofKind {
    /// The person answered from a mailbox on file.
    Mailbox,
    /// The person told a code that went to a phone on file.
    Phone,
    /// A document.
    Document,
    /// An owner of the account vouched for the person, in a session of their own.
    Owner,
}

impl ProofKind {
    /// Each kind.
    pub const ALL: [Self; 4] = [Self::Mailbox, Self::Phone, Self::Document, Self::Owner];

    /// The name in forms and columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Phone => "phone",
            Self::Document => "document",
            Self::Owner => "owner",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryKind {
    /// Gives access back to somebody who cannot sign in.
    Recovery,
    /// Replaces an outdated contact of somebody who still can.
    Contact,
}

impl RecoveryKind {
    /// The name in columns and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recovery => "recovery",
            Self::Contact => "contact",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Recovery, Self::Contact].into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether these kinds of proof are enough. The same kind twice is one.
    pub fn is_proved_by(self, kinds: &[ProofKind]) -> bool {
        let mut kinds = kinds.to_vec();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len() >= if self == Self::Recovery { PROOFS } else { PROOFS - 1 }
    }

    /// How long it waits.
    pub const fn wait(self, owns_an_account: bool) -> Duration {
        match self {
            Self::Recovery if owns_an_account => OWNER_WAITS,
            Self::Recovery | Self::Contact => WAIT,
        }
    }
}

/// Where a recovery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryState {
    /// One agent asked for it.
    Requested,
    /// Another approved it, and it waits for its time.
    Waiting,
    /// It is done.
    Completed,
    /// The second agent declined it.
    Declined,
    /// Support cancelled it.
    Cancelled,
    /// Somebody stopped it from a contact.
    Stopped,
    /// The person signed in meanwhile, and so needs none.
    SignedIn,
}

impl RecoveryState {
    const ALL: [Self; 7] = [
        Self::Requested,
        Self::Waiting,
        Self::Completed,
        Self::Declined,
        Self::Cancelled,
        Self::Stopped,
        Self::SignedIn,
    ];

    /// The name in columns and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Waiting => "waiting",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Stopped => "stopped",
            Self::SignedIn => "signed-in",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether it can still go on or be stopped.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Waiting)
    }
}

/// What the stop link and the stop code of a recovery are derived from. They stop it and do nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryStop {
    /// The recovery.
    pub id: RecoveryId,
    /// Whose.
    pub person: PersonId,
    /// The key.
    pub key: KeyId,
}

impl RecoveryStop {
    /// The secret part of the link. `None`: its key is gone.
    pub fn token(&self, keys: &LinkKeys) -> Option<Bearer> {
        let bytes = self.bytes(keys, b"countersign/recovery-stop-link/v1")?;
        let token = data_encoding::BASE64URL_NOPAD.encode(bytes.get(..TOKEN_BYTES)?);
        Some(Bearer::presented(token))
    }

    /// The code, as it is compared: eight characters of lower-case Crockford base32.
    pub fn code(&self, keys: &LinkKeys) -> Option<String> {
        let bytes = self.bytes(keys, b"countersign/recovery-stop-code/v1")?;
        Some(crate::ids::crockford(bytes.get(..CODE_BYTES)?))
    }

    fn bytes(&self, keys: &LinkKeys, name: &[u8]) -> Option<[u8; 32]> {
        keys.derive(
            &self.key,
            &[name, self.id.as_str().as_bytes(), self.person.as_str().as_bytes()],
        )
    }
}

/// The code as messages and pages show it: `k7rm-2wqd`.
pub fn shown_stop_code(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

/// What was typed as a stop code, as it is compared; `None`: it is none. Case and hyphens do not matter, O is 0, I and L are 1.
pub fn read_stop_code(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let plain = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = plain
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let fits =
        code.len() == 8 && code.bytes().all(|b| b"0123456789abcdefghjkmnpqrstvwxyz".contains(&b));
    fits.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-SUP-06: two kinds; the same twice is one.
    #[test]
    fn one_kind_of_proof_is_not_enough() {
        use ProofKind::{Document, Mailbox, Phone};
        let recovery = RecoveryKind::Recovery;
        for few in [&[][..], &[Phone], &[Phone, Phone, Phone]] {
            assert!(!recovery.is_proved_by(few), "{few:?}");
        }
        for enough in [&[Phone, Document][..], &[Mailbox, Document], &ProofKind::ALL] {
            assert!(recovery.is_proved_by(enough), "{enough:?}");
        }
        assert!(!RecoveryKind::Contact.is_proved_by(&[]));
        assert!(RecoveryKind::Contact.is_proved_by(&[Document]));
    }

    /// CS-SUP-06: 24 h, owners 72 h.
    #[test]
    fn owners_wait_longer() {
        assert_eq!(RecoveryKind::Recovery.wait(false).as_secs(), 24 * 3_600);
        assert_eq!(RecoveryKind::Recovery.wait(true).as_secs(), 72 * 3_600);
        assert_eq!(RecoveryKind::Contact.wait(true).as_secs(), 24 * 3_600);
    }

    #[test]
    fn a_stop_code_is_read_as_people_type_it() {
        assert_eq!(shown_stop_code("k7rm2wqd"), "k7rm-2wqd");
        for typed in ["k7rm-2wqd", " K7RM 2WQD ", "k7rm2wqd"] {
            assert_eq!(read_stop_code(typed).as_deref(), Some("k7rm2wqd"), "{typed}");
        }
        assert_eq!(read_stop_code("OIL0-0000").as_deref(), Some("01100000"));
        for typed in ["", "k7rm-2wq", "k7rm-2wqdd", "k7rm-2wq*", &"k".repeat(100)] {
            assert_eq!(read_stop_code(typed), None, "{typed}");
        }
    }
}
