//! Delivered codes: fixed vectors computed apart from this code, and that every input matters.

use countersign_core::challenge::{Challenge, CodeKeys, Digits, Expected, KeyId, Open, Payload};
use countersign_core::ids::{ChangeId, ContactId, LinkId, SignInId};
use countersign_core::people::Method;
use countersign_core::step_up::{Area, Areas};

use crate::samples::{
    challenge_id, delivered, digest, id, keys, order_id, person_id, session_id, step_up, typed,
    with,
};

fn payloads() -> [Payload; 7] {
    let area = |name| Area::parse(name).expect("an area");
    [
        step_up(),
        Payload::StepUp {
            session: session_id('1'),
            areas: Areas::only(vec![area("personal-data"), area("invoices")]),
        },
        Payload::Order { order: order_id('1'), digest: digest(1) },
        Payload::SignIn { attempt: SignInId::parse(&id("sin", '1')).expect("an id") },
        Payload::ConfirmContact {
            session: session_id('1'),
            change: ChangeId::parse(&id("chg", '1')).expect("an id"),
            contact: ContactId::parse(&id("con", '1')).expect("an id"),
        },
        Payload::ChangeAuthenticator {
            session: session_id('1'),
            change: ChangeId::parse(&id("chg", '1')).expect("an id"),
        },
        Payload::Recovery { link: LinkId::parse(&id("lnk", '1')).expect("an id") },
    ]
}

fn code(challenge: &Challenge<Open>, keys: &CodeKeys) -> String {
    challenge.code(keys).expect("a delivered code").reveal().to_owned()
}

/// CS-DC-01: HMAC-SHA-256 over the framed values, as Python's hmac computes it; six digits are the
/// last of the eight. A change here voids every code under way in an update.
#[test]
fn codes_are_those_of_the_published_vectors() {
    let expected =
        ["03409131", "70809293", "78128406", "05084943", "58434202", "91657483", "14976090"];
    for (payload, code8) in payloads().into_iter().zip(expected) {
        let purpose = payload.kind().as_str();
        let mut challenge = delivered(payload);
        assert_eq!(code(&challenge, &keys()), code8[2..], "{purpose}");
        let Expected::Code { digits, .. } = &mut challenge.expected else { unreachable!() };
        *digits = Digits::Eight;
        assert_eq!(code(&challenge, &keys()), code8, "{purpose}");
    }
    let by_method = [
        (Method::Sms, "409131"),
        (Method::Call, "632559"),
        (Method::Email, "345532"),
        (Method::WhatsApp, "676637"),
    ];
    for (method, expected) in by_method {
        let challenge = with(delivered(step_up()), |challenge| challenge.method = method);
        assert_eq!(code(&challenge, &keys()), expected);
    }
    let restored = CodeKeys::new((KeyId("k1".to_owned()), [0x2a; 32]), [], 2);
    assert_eq!(code(&delivered(step_up()), &restored), "179400", "a restore is another epoch");
    let first = CodeKeys::new((KeyId("k1".to_owned()), [0x2a; 32]), [], 0);
    assert_eq!(code(&delivered(step_up()), &first), "006409", "leading zeros stay");
}

/// CS-DC-05, CS-ORD-01: another challenge, person, purpose, payload, method, recipient, key or epoch
/// is another code.
#[test]
fn every_input_makes_another_code() {
    let recipient = |recipient: &str| Expected::Code {
        recipient: recipient.to_owned(),
        digits: Digits::Eight,
        key: KeyId("k1".to_owned()),
    };
    let base = || {
        let mut challenge = delivered(step_up());
        challenge.expected = recipient("one");
        challenge
    };
    let mut codes = vec![code(&base(), &keys())];
    codes.push(code(&with(base(), |other| other.id = challenge_id('2')), &keys()));
    codes.push(code(&with(base(), |other| other.person = person_id('2')), &keys()));
    codes.push(code(&with(base(), |other| other.method = Method::Call), &keys()));
    codes.push(code(&with(base(), |other| other.expected = recipient("two")), &keys()));
    let others = payloads().into_iter().skip(1).chain([
        Payload::StepUp { session: session_id('2'), areas: Areas::All },
        Payload::Order { order: order_id('2'), digest: digest(1) },
        Payload::Order { order: order_id('1'), digest: digest(2) },
    ]);
    codes.extend(
        others.map(|payload| code(&with(base(), |other| other.payload = payload), &keys())),
    );
    for (key, epoch) in [([0x2b; 32], 1), ([0x2a; 32], 2)] {
        codes.push(code(&base(), &CodeKeys::new((KeyId("k1".to_owned()), key), [], epoch)));
    }
    let all = codes.len();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

/// Fields that were joined without their lengths would be one text here.
#[test]
fn moving_a_letter_between_fields_makes_another_payload() {
    let areas = |names: &[&str]| Payload::StepUp {
        session: session_id('1'),
        areas: Areas::only(names.iter().map(|name| Area::parse(name).expect("an area")).collect()),
    };
    assert_ne!(areas(&["ab", "c"]).digest(), areas(&["a", "bc"]).digest());
    assert_ne!(areas(&["ab"]).digest(), areas(&["a", "b"]).digest());
    assert_eq!(areas(&["b", "a", "b"]).digest(), areas(&["a", "b"]).digest(), "a set");
}

/// CS-DC-04: sending again sends the same code; expiry is no part of it.
#[test]
fn sending_again_sends_the_same_code() {
    let mut later = delivered(step_up());
    later.expires_at = later.expires_at.plus(std::time::Duration::from_mins(1));
    assert_eq!(code(&later, &keys()), code(&delivered(step_up()), &keys()));
}

/// CS-CRY-06 and key rotation: a code goes on with the key it began with, and without it is dead.
#[test]
fn a_rotation_keeps_codes_under_way() {
    let old = (KeyId("k1".to_owned()), [0x2a; 32]);
    let new = (KeyId("k2".to_owned()), [0x2b; 32]);
    let rotated = CodeKeys::new(new.clone(), [old], 1);
    assert_eq!(rotated.current(), &KeyId("k2".to_owned()));
    assert_eq!(code(&delivered(step_up()), &rotated), code(&delivered(step_up()), &keys()));
    assert!(delivered(step_up()).code(&CodeKeys::new(new, [], 1)).is_none());
}

#[test]
fn debug_shows_no_code_and_no_key() {
    let challenge = delivered(step_up());
    let code = challenge.code(&keys()).expect("a code");
    let shown = format!("{code:?} {:?} {:?} {challenge:?}", keys(), typed(code.reveal()));
    assert!(!shown.contains(code.reveal()) && !shown.contains("42, 42"), "{shown}");
}
