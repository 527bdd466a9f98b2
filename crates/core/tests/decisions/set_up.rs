//! The first code of a new app, several apps of one person, and recovery codes: what the checker takes and what it burns.

use std::sync::Arc;

use countersign_core::Timestamp;
use countersign_core::challenge::totp::{hotp, step_at};
use countersign_core::challenge::{
    Burn, Challenge, Checker, Expected, Open, Payload, Proof, Proven, Refusal, TotpKey,
};
use countersign_core::ids::{ChangeId, RecoverySetId, SignInId};
use countersign_core::people::{RecoveryHash, TotpSecret};

use crate::samples::{
    NOW, authenticator_id, by_app, id, keys, rfc_secret, session_id, step_up, typed, with,
};

const WRONG: Refusal = Refusal::Wrong { tries_left: 4, clock_off_minutes: None };

fn checker() -> Checker {
    Checker::new(Arc::new(keys()))
}

fn app_code(at: Timestamp, steps: i64) -> String {
    hotp(&rfc_secret(), step_at(at).strict_add_signed(steps)).reveal().to_owned()
}

fn answer(challenge: Challenge<Open>, code: &str, at: Timestamp) -> Result<Proven, Refusal> {
    checker().check(challenge.charged(4), &Proof::Code(typed(code)), at)
}

fn set_up() -> Payload {
    let change = ChangeId::parse(&id("chg", '1')).expect("an id");
    Payload::SetUp { session: session_id('1'), change }
}

fn sign_in() -> Payload {
    Payload::SignIn { attempt: SignInId::parse(&id("sin", '1')).expect("an id") }
}

/// CS-TOTP-03: while an app is set up a code is taken from two steps back, so that one seen late still has 60 s; and a clock
/// that is off is told both ways, because the key protects nothing yet.
#[test]
fn setting_up_takes_older_codes_and_tells_a_fast_clock_too() {
    for steps in [-2, -1, 0, 1] {
        let proven = answer(by_app(set_up()), &app_code(NOW, steps), NOW).expect("accepted");
        let step = step_at(NOW).strict_add_signed(steps);
        let (authenticator, burn) = (authenticator_id('1'), proven.burn());
        assert_eq!(burn, &Burn::FirstStep { authenticator, step }, "its code counts as used");
    }
    let told = |steps| match answer(by_app(set_up()), &app_code(NOW, steps), NOW).unwrap_err() {
        Refusal::Wrong { clock_off_minutes, .. } => clock_off_minutes,
        other => panic!("{other:?}"),
    };
    assert_eq!([-3, -10, 2, 4, 10].map(told), [Some(2), Some(5), Some(1), Some(2), Some(5)]);
    assert_eq!([-11, 11].map(told), [None; 2]);
}

/// Any of a person's keys answers, and burns its own step.
#[test]
fn a_second_key_answers_too() {
    let other = TotpKey {
        authenticator: authenticator_id('2'),
        secret: TotpSecret::from_bytes(b"another key of 20 by".to_vec()),
    };
    let challenge = with(by_app(step_up()), |challenge| {
        if let Expected::Totp { keys } = &mut challenge.expected {
            keys.insert(0, other.clone());
        }
    });
    let proven = answer(challenge.clone(), &app_code(NOW, 0), NOW).expect("accepted");
    let step = step_at(NOW);
    assert_eq!(proven.burn(), &Burn::TotpStep { authenticator: authenticator_id('1'), step });
    let code = hotp(&other.secret, step).reveal().to_owned();
    let proven = answer(challenge, &code, NOW).expect("accepted");
    assert_eq!(proven.burn(), &Burn::TotpStep { authenticator: authenticator_id('2'), step });
}

/// CS-RC-04: the place in the set is what is burnt; another hash is wrong, and so is a code for the hash.
#[test]
fn a_recovery_code_burns_its_place() {
    let set = RecoverySetId::parse(&id("rcs", '1')).expect("an id");
    let hash = |byte| RecoveryHash::from_bytes([byte; 32]);
    let challenge = with(by_app(sign_in()), |challenge| {
        let codes = vec![(0, hash(1)), (4, hash(2))];
        challenge.expected = Expected::RecoveryCodes { set: set.clone(), codes };
    });
    let check = |proof, at| checker().check(challenge.clone().charged(4), &proof, at);
    let proven = check(Proof::RecoveryCode(hash(2)), NOW).expect("accepted");
    assert_eq!(proven.burn(), &Burn::RecoveryCode { set, place: 4 });
    assert_eq!(check(Proof::RecoveryCode(hash(3)), NOW).unwrap_err(), WRONG);
    assert_eq!(check(Proof::Code(typed("123456")), NOW).unwrap_err(), WRONG);
    let late = Timestamp::from_ms(NOW.ms() + 600_000);
    assert_eq!(check(Proof::RecoveryCode(hash(2)), late).unwrap_err(), Refusal::Late);
}
