//! A challenge in its typed states: `Open` can be stored, only `Charged` can be checked.

use super::code::{Digits, KeyId};
use super::purpose::Payload;
use crate::ids::{AuthenticatorId, ChallengeId, PersonId, RecoverySetId};
use crate::people::{Method, RecoveryHash, TotpSecret};
use crate::ports::Timestamp;

/// One question to one person, its method fixed.
#[derive(Clone, Debug)]
pub struct Challenge<S> {
    /// Its id, known only to the page or portal that opened it.
    pub id: ChallengeId,
    /// Who is asked.
    pub person: PersonId,
    /// What for and about what.
    pub payload: Payload,
    /// How it is answered.
    pub method: Method,
    /// From then on a right answer is refused.
    pub expires_at: Timestamp,
    /// What a right answer is measured by.
    pub expected: Expected,
    state: S,
}

/// Stored and not yet charged for the answer at hand.
#[derive(Clone, Copy, Debug)]
pub struct Open(());

/// A try was charged for the answer at hand.
#[derive(Clone, Copy, Debug)]
pub struct Charged {
    tries_left: u32,
}

/// What the answer is measured by. Never a code: those are derived.
#[derive(Clone, Debug)]
pub enum Expected {
    /// A delivered code.
    Code {
        /// Keyed index of the contact's value; another recipient is another code.
        recipient: String,
        /// Its length.
        digits: Digits,
        /// The code key the challenge began with, so that a rotation does not void codes under way.
        key: KeyId,
    },
    /// A code from an authenticator app. A wrong one is charged once for every key it was compared with (CS-TOTP-10).
    Totp {
        /// The keys of the person, or the one that is being set up.
        keys: Vec<TotpKey>,
    },
    /// One of the person's recovery codes.
    RecoveryCodes {
        /// The set they belong to.
        set: RecoverySetId,
        /// Those that are not used, each with its place in the set.
        codes: Vec<(i64, RecoveryHash)>,
    },
}

/// The key of one authenticator app.
#[derive(Clone, Debug)]
pub struct TotpKey {
    /// The key's authenticator, which remembers the highest used step.
    pub authenticator: AuthenticatorId,
    /// The key.
    pub secret: TotpSecret,
}

impl Challenge<Open> {
    /// A challenge as it was read or is about to be written.
    pub fn open(
        id: ChallengeId,
        person: PersonId,
        payload: Payload,
        method: Method,
        expires_at: Timestamp,
        expected: Expected,
    ) -> Self {
        Self { id, person, payload, method, expires_at, expected, state: Open(()) }
    }

    /// Says that a try was charged. Reserved for the store: called after the guarded UPDATE counted it.
    ///
    /// `tries_left` counts what is left after the try at hand.
    pub fn charged(self, tries_left: u32) -> Challenge<Charged> {
        let Self { id, person, payload, method, expires_at, expected, state: _ } = self;
        Challenge {
            id,
            person,
            payload,
            method,
            expires_at,
            expected,
            state: Charged { tries_left },
        }
    }
}

impl Challenge<Charged> {
    /// Tries left after the one at hand.
    pub fn tries_left(&self) -> u32 {
        self.state.tries_left
    }
}
