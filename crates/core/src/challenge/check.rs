//! The checker: pure, and the only maker of [`Proven`].

use std::sync::Arc;

use super::code::{CodeKeys, TypedCode};
use super::grant::{Burn, Proven};
use super::purpose::PurposeKind;
use super::state::{Challenge, Charged, Expected, TotpKey};
use super::totp;
use crate::ids::AuthenticatorId;
use crate::people::RecoveryHash;
use crate::ports::Timestamp;

/// Steps accepted on each side of the server's own (CS-TOTP-03).
const STEPS_EACH_SIDE: u64 = 1;
/// Steps accepted before the server's own while an app is set up, so that a code that was seen late still has 60 s.
const STEPS_BACK_AT_SET_UP: u64 = 2;
/// How far back a wrong app code is looked for, to say that the device's clock is off. Only the past: naming a code of the
/// future would hand out one that still comes true.
const CLOCK_HINT_STEPS: u64 = 10;

/// What the person gave back. Debug hides it.
#[derive(Clone, Debug)]
pub enum Proof {
    /// A short code, cleaned.
    Code(TypedCode),
    /// A WebAuthn response, as JSON.
    Passkey(String),
    /// A recovery code, hashed with the salt of the person's set: the slow hash runs before the one writer is asked.
    RecoveryCode(RecoveryHash),
}

/// Why an answer gave nothing. A value, never an error: an error would roll the count back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such open challenge for this purpose: unknown, used up, passed, replaced, its session ended. Not counted.
    Closed,
    /// A delivered code was asked for and none was sent. Not counted.
    NotSent,
    /// Another method was fixed by the first send. Not counted.
    MethodFixed,
    /// Compared and wrong. Counted.
    Wrong {
        /// Tries left in this challenge (of an order: in the order).
        tries_left: u32,
        /// The device's clock seems this many minutes off (app codes only).
        clock_off_minutes: Option<u32>,
    },
    /// The right code of this challenge, too late. Given back.
    Late,
    /// The app code's step was used before. The try is counted, the ledger is not charged: nothing was guessed.
    AlreadyUsed,
    /// The lane waits. Neither looked at nor counted.
    Wait {
        /// The earliest moment of the next try.
        until: Timestamp,
    },
    /// The day's tries for this number or address are used up, by whomever. Neither looked at nor counted.
    ContactSpent,
    /// The lane, or the whole ledger, is used up. Neither looked at nor counted.
    LaneClosed {
        /// All 30 are spent, so that no other browser helps.
        everywhere: bool,
    },
}

/// Checks WebAuthn responses; WebAuthn lives outside the core.
///
/// A false yes lets a stranger in; a false no sends a person to another method.
pub trait PasskeyVerifier: Send + Sync {
    /// The signature counter, if the response answers this ceremony.
    fn verify(&self, ceremony: &str, response: &str) -> Option<u32>;
}

/// Checks proofs. Same inputs, same answer.
#[derive(Clone, Debug)]
pub struct Checker {
    keys: Arc<CodeKeys>,
}

impl Checker {
    /// A checker over these code keys.
    pub const fn new(keys: Arc<CodeKeys>) -> Self {
        Self { keys }
    }

    /// The code keys, for sending.
    pub fn keys(&self) -> &CodeKeys {
        &self.keys
    }

    /// Compares a proof with what its challenge expects. Constant-time; the caller has counted the try.
    ///
    /// A challenge that was not charged cannot be checked, so nobody compares first and counts later:
    ///
    /// ```
    /// # use countersign_core::{Timestamp, challenge::{Challenge, Charged, Checker, Proof}};
    /// fn answer(checker: &Checker, asked: Challenge<Charged>, proof: &Proof, now: Timestamp) {
    ///     let _ = checker.check(asked, proof, now);
    /// }
    /// ```
    /// ```compile_fail,E0308
    /// # use countersign_core::{Timestamp, challenge::{Challenge, Checker, Open, Proof}};
    /// fn answer(checker: &Checker, asked: Challenge<Open>, proof: &Proof, now: Timestamp) {
    ///     let _ = checker.check(asked, proof, now);
    /// }
    /// ```
    pub fn check(
        &self,
        challenge: Challenge<Charged>,
        proof: &Proof,
        now: Timestamp,
    ) -> Result<Proven, Refusal> {
        let tries_left = challenge.tries_left();
        let wrong = Refusal::Wrong { tries_left, clock_off_minutes: None };
        let burn = match (&challenge.expected, proof) {
            (Expected::Code { .. }, Proof::Code(typed)) => match challenge.code(&self.keys) {
                Some(code) if code.matches(typed) => Burn::Nothing,
                _ => return Err(wrong),
            },
            (Expected::Totp { keys }, Proof::Code(typed)) => {
                let reach = Reach::of(challenge.payload.kind());
                let Some((authenticator, step)) = matching_key(keys, typed, now, reach) else {
                    let clock_off_minutes = minutes_off(keys, typed, now, reach);
                    return Err(Refusal::Wrong { tries_left, clock_off_minutes });
                };
                if reach.set_up {
                    Burn::FirstStep { authenticator, step }
                } else {
                    Burn::TotpStep { authenticator, step }
                }
            }
            (Expected::RecoveryCodes { set, codes }, Proof::RecoveryCode(hash)) => {
                match matching_place(codes, hash) {
                    Some(place) => Burn::RecoveryCode { set: set.clone(), place },
                    None => return Err(wrong),
                }
            }
            _ => return Err(wrong),
        };
        if now >= challenge.expires_at {
            return Err(Refusal::Late);
        }
        Ok(Proven::new(challenge, burn, now))
    }
}

/// Which steps an app code may be of, and how far a wrong one is looked for to name a clock that is off.
#[derive(Clone, Copy)]
struct Reach {
    back: u64,
    hint_ahead: u64,
    set_up: bool,
}

impl Reach {
    /// A key that is being set up protects nothing yet, so a code of its future may be named too.
    fn of(purpose: PurposeKind) -> Self {
        if purpose == PurposeKind::SetUp {
            Self { back: STEPS_BACK_AT_SET_UP, hint_ahead: CLOCK_HINT_STEPS, set_up: true }
        } else {
            Self { back: STEPS_EACH_SIDE, hint_ahead: 0, set_up: false }
        }
    }
}

/// The key and step whose code was typed. Every key is compared, whatever the others gave.
fn matching_key(
    keys: &[TotpKey],
    typed: &TypedCode,
    now: Timestamp,
    reach: Reach,
) -> Option<(AuthenticatorId, u64)> {
    let found = keys.iter().map(|key| {
        let step = totp::matching_step(&key.secret, typed, now, reach.back, STEPS_EACH_SIDE);
        step.map(|step| (key.authenticator.clone(), step))
    });
    found.collect::<Vec<_>>().into_iter().flatten().next()
}

/// By how many minutes the device's clock seems off.
fn minutes_off(keys: &[TotpKey], typed: &TypedCode, now: Timestamp, reach: Reach) -> Option<u32> {
    let found = keys.iter().find_map(|key| {
        totp::matching_step(&key.secret, typed, now, CLOCK_HINT_STEPS, reach.hint_ahead)
    })?;
    u32::try_from(totp::step_at(now).abs_diff(found).div_ceil(2)).ok()
}

/// The place of the recovery code that was typed. Every code is compared, whatever the others gave.
fn matching_place(codes: &[(i64, RecoveryHash)], typed: &RecoveryHash) -> Option<i64> {
    let found = codes.iter().map(|(place, hash)| hash.matches(typed).then_some(*place));
    found.collect::<Vec<_>>().into_iter().flatten().next()
}
