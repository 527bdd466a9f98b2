//! Codes of authenticator apps: the RFCs' vectors, an independent implementation, and the steps
//! that are accepted.

use crate::samples::{rfc_secret, typed};
use countersign_core::Timestamp;
use countersign_core::challenge::totp::{hotp, matching_step, step_at};
use countersign_core::people::TotpSecret;
use proptest::prelude::*;

const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_ms(seconds * 1_000)
}

/// CS-TOTP-01: RFC 4226 appendix D.
#[test]
fn hotp_values_are_those_of_rfc_4226() {
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, code) in (0..).zip(codes) {
        assert_eq!(hotp(&rfc_secret(), counter).reveal(), code, "counter {counter}");
    }
}

/// CS-TOTP-01: RFC 6238 appendix B, SHA-1, the last six of its eight digits.
#[test]
fn totp_values_are_those_of_rfc_6238() {
    let rows = [
        (59, 0x1, "287082"),
        (1_111_111_109, 0x0235_23ec, "081804"),
        (1_111_111_111, 0x0235_23ed, "050471"),
        (1_234_567_890, 0x0273_ef07, "005924"),
        (2_000_000_000, 0x03f9_40aa, "279037"),
        (20_000_000_000, 0x27bc_86aa, "353130"),
    ];
    for (seconds, step, code) in rows {
        assert_eq!(step_at(at(seconds)), step, "{seconds} s");
        assert_eq!(hotp(&rfc_secret(), step).reveal(), code, "{seconds} s");
        let found = matching_step(&rfc_secret(), &typed(code), at(seconds), 1, 1);
        assert_eq!(found, Some(step), "{seconds} s");
    }
}

/// A step begins on the full 30 s and lasts to the last millisecond.
#[test]
fn steps_change_every_thirty_seconds() {
    let step = |ms| step_at(Timestamp::from_ms(ms));
    assert_eq!((step(0), step(29_999), step(30_000)), (0, 0, 1));
    assert_eq!(step(-1), 0, "nothing lies before the first step");
    assert_eq!(step(i64::MAX), u64::try_from(i64::MAX / 30_000).expect("positive"));
}

/// CS-TOTP-01: forty codes on end, computed by somebody else, pass in their step, also after the
/// 31-bit second of 2038 and after the 32-bit step.
#[test]
fn forty_codes_of_another_implementation_pass() {
    let mut leading_zeros = 0;
    for begin in [1_796_083_200, 2_147_483_640, 128_849_018_850] {
        for seconds in (0..40).map(|n| begin + 30 * n) {
            let code = theirs(rfc_secret().bytes(), seconds);
            leading_zeros += usize::from(code.starts_with('0'));
            let step = step_at(at(seconds));
            assert_eq!(
                matching_step(&rfc_secret(), &typed(&code), at(seconds), 1, 1),
                Some(step),
                "{code} at {seconds}"
            );
        }
    }
    assert!(leading_zeros > 0, "the sample shows that leading zeros are kept");
}

/// CS-TOTP-03: one step each side; while enrolling two back, and still one ahead.
#[test]
fn only_the_steps_around_now_are_accepted() {
    let (secret, now) = (rfc_secret(), at(1_796_083_215));
    let middle = step_at(now);
    let accepted = |back, ahead| -> Vec<i64> {
        let of = |offset: &i64| typed(hotp(&secret, middle.strict_add_signed(*offset)).reveal());
        (-4..=4)
            .filter(|offset| matching_step(&secret, &of(offset), now, back, ahead).is_some())
            .collect()
    };
    assert_eq!(accepted(1, 1), [-1, 0, 1]);
    assert_eq!(accepted(2, 1), [-2, -1, 0, 1]);
}

/// Two steps may have the same code; the newest is told, so that the older one is burnt with it.
#[test]
fn of_two_steps_with_one_code_the_newer_is_burnt() {
    let secret = rfc_secret();
    let (older, newer) = first_double(&secret);
    let now = Timestamp::from_ms(i64::try_from(newer * 30_000).expect("a moment"));
    let code = typed(hotp(&secret, older).reveal());
    assert_eq!(matching_step(&secret, &code, now, newer - older, 0), Some(newer));
}

/// Before 1970 and at the end of time nothing overflows.
#[test]
fn the_ends_of_time_are_no_error() {
    let code = typed("000000");
    for ms in [i64::MIN, -1, 0, i64::MAX] {
        let _ = matching_step(&rfc_secret(), &code, Timestamp::from_ms(ms), 10, 1);
    }
}

proptest! {
    /// Any key of 160 bits, any second of the next thousand years: the same code as totp-rs.
    #[test]
    fn codes_are_those_of_an_independent_implementation(
        key in proptest::array::uniform20(any::<u8>()),
        seconds in 0i64..32_000_000_000,
    ) {
        let secret = TotpSecret::from_bytes(key.to_vec());
        let ours = hotp(&secret, step_at(at(seconds)));
        prop_assert_eq!(ours.reveal(), theirs(&key, seconds));
    }

    /// A code is found exactly where its step lies in the range, and nowhere else.
    #[test]
    fn a_step_is_found_inside_its_range_only(
        key in proptest::array::uniform20(any::<u8>()),
        step in 100u64..1_000_000_000,
        off in -3i64..=3,
    ) {
        let secret = TotpSecret::from_bytes(key.to_vec());
        let now = Timestamp::from_ms(i64::try_from(step * 30_000).expect("a moment"));
        let of = step.strict_add_signed(off);
        let code = hotp(&secret, of);
        let found = matching_step(&secret, &typed(code.reveal()), now, 1, 1);
        let equal = |at: u64| hotp(&secret, at).reveal() == code.reveal();
        prop_assert_eq!(found, (step - 1..=step + 1).rev().find(|at| equal(*at)));
        if (-1..=1).contains(&off) {
            prop_assert!(found >= Some(of));
        }
    }
}

fn theirs(key: &[u8], seconds: i64) -> String {
    let totp = totp_rs::Builder::new().with_secret(key.to_vec()).build().expect("160 bits");
    let seconds = u64::try_from(seconds).expect("after 1970");
    totp.generate(seconds).to_string()
}

/// The first two steps of a key that have the same code.
fn first_double(secret: &TotpSecret) -> (u64, u64) {
    let mut seen = std::collections::HashMap::new();
    for step in 0.. {
        if let Some(older) = seen.insert(hotp(secret, step).reveal().to_owned(), step) {
            return (older, step);
        }
    }
    unreachable!("a million codes repeat")
}
