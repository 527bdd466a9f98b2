//! What an answer is for and about; fixed when the challenge is issued.

use sha2::{Digest as _, Sha256};

use super::code::Digits;
use crate::ids::{ChangeId, ContactId, LinkId, OrderId, SessionId, SignInId};
use crate::order::{Order, OrderDigest};
use crate::step_up::Areas;

/// The purposes, as they stand in columns and on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PurposeKind {
    /// The second step of a sign-in.
    SignIn,
    /// Opening the sensitive areas for one session.
    StepUp,
    /// Authorising one order.
    Order,
    /// Confirming a contact.
    ConfirmContact,
    /// Adding, replacing or removing an authenticator or contact.
    ChangeAuthenticator,
    /// The first code of a new authenticator, before it counts.
    SetUp,
    /// A forgotten password.
    ResetPassword,
    /// Self-service or assisted recovery.
    Recovery,
}

impl PurposeKind {
    /// Every purpose.
    pub const ALL: [PurposeKind; 8] = [
        Self::SignIn,
        Self::StepUp,
        Self::Order,
        Self::ConfirmContact,
        Self::ChangeAuthenticator,
        Self::SetUp,
        Self::ResetPassword,
        Self::Recovery,
    ];

    /// The name on the wire and in columns, as in ARCHITECTURE.md, "Words".
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::StepUp => "step-up",
            Self::Order => "order",
            Self::ConfirmContact => "confirm-contact",
            Self::ChangeAuthenticator => "change-authenticator",
            Self::SetUp => "set-up",
            Self::ResetPassword => "reset-password",
            Self::Recovery => "recovery",
        }
    }

    /// Reads the name in a column or a body; exact.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// How many digits its delivered codes have: eight where wrong ones are no entry in the guess ledger.
    pub const fn digits(self) -> Digits {
        match self {
            Self::ConfirmContact => Digits::Eight,
            _ => Digits::Six,
        }
    }
}

/// What the answer is about. It is part of the code: another payload is another code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// A pending sign-in.
    SignIn {
        /// The sign-in.
        attempt: SignInId,
    },
    /// A session that asks to enter the sensitive areas.
    StepUp {
        /// The session.
        session: SessionId,
        /// What is to be opened.
        areas: Areas,
    },
    /// An order, by the digest of its words.
    Order {
        /// The order.
        order: OrderId,
        /// SHA-256 over its canonical form.
        digest: OrderDigest,
    },
    /// A contact that is to be confirmed.
    ConfirmContact {
        /// The session that asks.
        session: SessionId,
        /// The change it is part of.
        change: ChangeId,
        /// The contact. Its value never changes, so that a code confirms the value it went to (CS-ENR-10).
        contact: ContactId,
    },
    /// A change of authenticators or contacts.
    ChangeAuthenticator {
        /// The session that asks.
        session: SessionId,
        /// The change.
        change: ChangeId,
    },
    /// A new authenticator that shows that it works.
    SetUp {
        /// The session that asks.
        session: SessionId,
        /// The change it is part of.
        change: ChangeId,
    },
    /// A recovery by two contacts: the mailbox was proven by a link, and this is the other one.
    Recovery {
        /// The link.
        link: LinkId,
    },
}

impl Payload {
    /// The purpose this payload belongs to.
    pub const fn kind(&self) -> PurposeKind {
        match self {
            Self::SignIn { .. } => PurposeKind::SignIn,
            Self::StepUp { .. } => PurposeKind::StepUp,
            Self::Order { .. } => PurposeKind::Order,
            Self::ConfirmContact { .. } => PurposeKind::ConfirmContact,
            Self::ChangeAuthenticator { .. } => PurposeKind::ChangeAuthenticator,
            Self::SetUp { .. } => PurposeKind::SetUp,
            Self::Recovery { .. } => PurposeKind::Recovery,
        }
    }

    /// SHA-256 over a framed encoding: purpose and fields, each with its length before it, so that no two payloads
    /// share an encoding.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        frame(&mut hash, self.kind().as_str().as_bytes());
        match self {
            Self::SignIn { attempt } => frame(&mut hash, attempt.as_str().as_bytes()),
            Self::StepUp { session, areas } => {
                frame(&mut hash, session.as_str().as_bytes());
                frame(&mut hash, areas.to_column().as_bytes());
            }
            Self::Order { order, digest } => {
                frame(&mut hash, order.as_str().as_bytes());
                frame(&mut hash, digest.as_bytes());
            }
            Self::ConfirmContact { session, change, contact } => {
                frame(&mut hash, session.as_str().as_bytes());
                frame(&mut hash, change.as_str().as_bytes());
                frame(&mut hash, contact.as_str().as_bytes());
            }
            Self::ChangeAuthenticator { session, change } | Self::SetUp { session, change } => {
                frame(&mut hash, session.as_str().as_bytes());
                frame(&mut hash, change.as_str().as_bytes());
            }
            Self::Recovery { link } => frame(&mut hash, link.as_str().as_bytes()),
        }
        hash.finalize().into()
    }
}

fn frame(hash: &mut Sha256, field: &[u8]) {
    hash.update((field.len() as u64).to_be_bytes());
    hash.update(field);
}

/// A purpose as a type, so that an effect can ask for the grant of its own purpose.
pub trait Purpose: 'static {
    /// What a grant of this purpose is about.
    type Payload: Send + 'static;
    /// The purpose as a value.
    const KIND: PurposeKind;
    /// The payload, if it is of this purpose.
    fn narrow(payload: Payload) -> Option<Self::Payload>;
}

/// The purpose of opening the sensitive areas. Never a value.
pub enum StepUp {}

impl Purpose for StepUp {
    type Payload = (SessionId, Areas);
    const KIND: PurposeKind = PurposeKind::StepUp;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::StepUp { session, areas } => Some((session, areas)),
            _ => None,
        }
    }
}

/// An order is its own purpose.
impl Purpose for Order {
    type Payload = (OrderId, OrderDigest);
    const KIND: PurposeKind = PurposeKind::Order;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::Order { order, digest } => Some((order, digest)),
            _ => None,
        }
    }
}

/// The purpose of a sign-in's second step. Never a value.
pub enum SignIn {}

impl Purpose for SignIn {
    type Payload = SignInId;
    const KIND: PurposeKind = PurposeKind::SignIn;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::SignIn { attempt } => Some(attempt),
            _ => None,
        }
    }
}

/// The purpose of proving, with what one has, that one may change it. Never a value.
pub enum ChangeAuthenticator {}

impl Purpose for ChangeAuthenticator {
    type Payload = (SessionId, ChangeId);
    const KIND: PurposeKind = PurposeKind::ChangeAuthenticator;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::ChangeAuthenticator { session, change } => Some((session, change)),
            _ => None,
        }
    }
}

/// The purpose of showing that a new authenticator works. Never a value.
pub enum SetUp {}

impl Purpose for SetUp {
    type Payload = (SessionId, ChangeId);
    const KIND: PurposeKind = PurposeKind::SetUp;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::SetUp { session, change } => Some((session, change)),
            _ => None,
        }
    }
}

/// The purpose of confirming a number or an address. Never a value.
pub enum ConfirmContact {}

impl Purpose for ConfirmContact {
    type Payload = (SessionId, ChangeId, ContactId);
    const KIND: PurposeKind = PurposeKind::ConfirmContact;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::ConfirmContact { session, change, contact } => {
                Some((session, change, contact))
            }
            _ => None,
        }
    }
}

/// The purpose of getting back in by two contacts. Never a value.
pub enum Recovery {}

impl Purpose for Recovery {
    type Payload = LinkId;
    const KIND: PurposeKind = PurposeKind::Recovery;

    fn narrow(payload: Payload) -> Option<Self::Payload> {
        match payload {
            Payload::Recovery { link } => Some(link),
            _ => None,
        }
    }
}
