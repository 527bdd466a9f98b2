//! What a right answer gives. It is not yet permission: somebody else may be burning the same thing.

use super::purpose::{Payload, Purpose};
use super::state::{Challenge, Charged};
use crate::ids::{AuthenticatorId, ChallengeId, GrantId, PersonId, RecoverySetId};
use crate::people::Method;
use crate::ports::Timestamp;

/// What must be burnt beside the challenge before a grant exists. At most one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Burn {
    /// Only the challenge itself.
    Nothing,
    /// The app code's step: no step up to it may ever be used again with this key.
    TotpStep {
        /// Whose step.
        authenticator: AuthenticatorId,
        /// The step.
        step: u64,
    },
    /// The step that showed that a new app works: it counts as used from the first moment of the authenticator.
    FirstStep {
        /// The authenticator that is being set up.
        authenticator: AuthenticatorId,
        /// The step.
        step: u64,
    },
    /// A recovery code: it is never taken again.
    RecoveryCode {
        /// Its set.
        set: RecoverySetId,
        /// Its place in the set.
        place: i64,
    },
}

/// A proof was right. Only the checker makes this; only the store, after burning, turns it into a grant.
///
/// Its fields are private: who wants one has to answer a challenge.
///
/// ```
/// # use countersign_core::{Timestamp, challenge::{Challenge, Charged, Checker, Proof, Proven}};
/// fn answered(checker: &Checker, asked: Challenge<Charged>, proof: &Proof, now: Timestamp) -> Option<Proven> {
///     checker.check(asked, proof, now).ok()
/// }
/// ```
/// ```compile_fail,E0451
/// # use countersign_core::{Timestamp, challenge::{Burn, Challenge, Charged, Proven}};
/// fn made_up(challenge: Challenge<Charged>, at: Timestamp) -> Proven {
///     Proven { challenge, burn: Burn::Nothing, at }
/// }
/// ```
#[derive(Debug)]
pub struct Proven {
    challenge: Challenge<Charged>,
    burn: Burn,
    at: Timestamp,
}

impl Proven {
    pub(super) const fn new(challenge: Challenge<Charged>, burn: Burn, at: Timestamp) -> Self {
        Self { challenge, burn, at }
    }

    /// What the store must burn first.
    pub const fn burn(&self) -> &Burn {
        &self.burn
    }

    /// The challenge that was answered.
    pub const fn challenge(&self) -> &ChallengeId {
        &self.challenge.id
    }

    /// When.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The grant. Reserved for the store: called after the guarded UPDATE burnt challenge and proof.
    pub fn granted(self, id: GrantId) -> AnyGrant {
        let Challenge { id: challenge, person, payload, method, .. } = self.challenge;
        AnyGrant { id, challenge, person, payload, method, at: self.at }
    }
}

/// A grant whose purpose is not yet known by type. Not `Clone`: it is used once.
#[derive(Debug)]
pub struct AnyGrant {
    id: GrantId,
    challenge: ChallengeId,
    person: PersonId,
    payload: Payload,
    method: Method,
    at: Timestamp,
}

impl AnyGrant {
    /// The grant of purpose `P`, if that is what the challenge was for.
    pub fn narrow<P: Purpose>(self) -> Option<Grant<P>> {
        let Self { id, challenge, person, payload, method, at } = self;
        P::narrow(payload).map(|payload| Grant { id, challenge, person, method, at, payload })
    }
}

/// Permission for one effect of purpose `P`. Not `Clone`: an effect takes it by value.
///
/// An order takes an order's grant, once:
///
/// ```
/// # use countersign_core::{challenge::Grant, order::Order};
/// fn authorise(order: Order, grant: Grant<Order>) {
///     let _ = order.authorise(grant);
/// }
/// ```
/// A step-up's grant authorises no order:
///
/// ```compile_fail,E0308
/// # use countersign_core::{challenge::{Grant, StepUp}, order::Order};
/// fn authorise(order: Order, grant: Grant<StepUp>) {
///     let _ = order.authorise(grant);
/// }
/// ```
/// One grant authorises one order:
///
/// ```compile_fail,E0382
/// # use countersign_core::{challenge::Grant, order::Order};
/// fn authorise(one: Order, two: Order, grant: Grant<Order>) {
///     let _ = one.authorise(grant);
///     let _ = two.authorise(grant);
/// }
/// ```
/// ```compile_fail,E0599
/// # use countersign_core::{challenge::Grant, order::Order};
/// fn authorise(one: Order, two: Order, grant: Grant<Order>) {
///     let _ = one.authorise(grant.clone());
///     let _ = two.authorise(grant);
/// }
/// ```
#[derive(Debug)]
pub struct Grant<P: Purpose> {
    id: GrantId,
    challenge: ChallengeId,
    person: PersonId,
    method: Method,
    at: Timestamp,
    payload: P::Payload,
}

impl<P: Purpose> Grant<P> {
    /// Its id.
    pub const fn id(&self) -> &GrantId {
        &self.id
    }

    /// The challenge that gave it.
    pub const fn challenge(&self) -> &ChallengeId {
        &self.challenge
    }

    /// Who answered.
    pub const fn person(&self) -> &PersonId {
        &self.person
    }

    /// How.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// When.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// What it is about.
    pub const fn payload(&self) -> &P::Payload {
        &self.payload
    }

    /// What it is about, using the grant up.
    pub fn into_payload(self) -> P::Payload {
        self.payload
    }
}
