//! Time-based one-time passwords: RFC 6238 in the profile every app reads (SHA-1, 6 digits, 30 s, T0 = 0).

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use subtle::{ConditionallySelectable as _, ConstantTimeEq as _};

use super::code::{Code, Digits, TypedCode};
use crate::people::TotpSecret;
use crate::ports::Timestamp;

/// Length of a step in milliseconds (RFC 6238 section 4.1).
const STEP_MS: i64 = 30_000;

/// The step of a moment; steps are 64-bit, so they go on beyond 2038.
pub fn step_at(now: Timestamp) -> u64 {
    u64::try_from(now.ms().div_euclid(STEP_MS)).unwrap_or(0)
}

/// HOTP (RFC 4226 section 5.3) with SHA-1 and six digits.
pub fn hotp(secret: &TotpSecret, counter: u64) -> Code {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(secret.bytes()).expect("HMAC takes keys of any length");
    mac.update(&counter.to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let offset = usize::from(bytes[19] & 0x0f);
    let word = u32::from_be_bytes([
        bytes[offset],
        bytes[offset + 1],
        bytes[offset + 2],
        bytes[offset + 3],
    ]);
    Code::from_number(u64::from(word & 0x7fff_ffff), Digits::Six)
}

/// The newest step from `back` before to `ahead` after the step of `now` whose code was typed.
///
/// Every step of the range is computed and compared, so the time taken tells nothing (CS-TOTP-09).
pub fn matching_step(
    secret: &TotpSecret,
    typed: &TypedCode,
    now: Timestamp,
    back: u64,
    ahead: u64,
) -> Option<u64> {
    let middle = step_at(now);
    let mut found = 0u64;
    let mut any = subtle::Choice::from(0);
    for step in middle.saturating_sub(back)..=middle.saturating_add(ahead) {
        let same = hotp(secret, step).reveal().as_bytes().ct_eq(typed.as_bytes());
        found.conditional_assign(&step, same);
        any |= same;
    }
    bool::from(any).then_some(found)
}
