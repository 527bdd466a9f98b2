//! The one flow: challenge, proof, grant, effect. The tests play the store's part: they count before
//! they check, and burn before they grant.

use std::sync::Arc;
use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::totp::{hotp, step_at};
use countersign_core::challenge::{
    AnyGrant, Burn, Challenge, Checker, Open, Payload, Proof, Proven, Refusal, StepUp,
};
use countersign_core::ids::GrantId;
use countersign_core::order::{Order, WrongOrder};
use countersign_core::people::{Method, RecoveryHash};
use countersign_core::step_up::{Area, Areas, Window};
use proptest::prelude::*;

use crate::samples::{
    NOW, Seeded, authenticator_id, by_app, challenge_id, delivered, id, keys, of_order, order,
    order_id, person_id, rfc_secret, session_id, step_up, typed, with,
};

fn checker() -> Checker {
    Checker::new(Arc::new(keys()))
}

fn after(ms: i64) -> Timestamp {
    Timestamp::from_ms(NOW.ms() + ms)
}

fn code_of(challenge: &Challenge<Open>) -> String {
    challenge.code(&keys()).expect("a delivered code").reveal().to_owned()
}

fn app_code(at: Timestamp, steps: i64) -> String {
    hotp(&rfc_secret(), step_at(at).strict_add_signed(steps)).reveal().to_owned()
}

fn answer(challenge: Challenge<Open>, code: &str, at: Timestamp) -> Result<Proven, Refusal> {
    checker().check(challenge.charged(4), &Proof::Code(typed(code)), at)
}

fn wrong(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

fn grant(proven: Proven) -> AnyGrant {
    proven.granted(GrantId::generate(&mut Seeded(3)))
}

const WRONG: Refusal = Refusal::Wrong { tries_left: 4, clock_off_minutes: None };

/// CS-DC-02: the right code passes until the last millisecond, and is late from the end on; a wrong
/// one is wrong at any time, so that "late" tells nothing about guesses.
#[test]
fn a_right_code_passes_until_the_end() {
    let challenge = || delivered(step_up());
    let code = code_of(&challenge());
    assert!(answer(challenge(), &code, NOW).is_ok());
    assert!(answer(challenge(), &code, after(599_999)).is_ok());
    assert_eq!(answer(challenge(), &code, after(600_000)).unwrap_err(), Refusal::Late);
    for at in [NOW, after(600_000), after(i64::from(u32::MAX))] {
        assert_eq!(answer(challenge(), &wrong(&code), at).unwrap_err(), WRONG);
    }
}

/// CS-DC-05, CS-ORD-01, CS-ORD-03: a code is good for its own challenge, person, payload and method.
#[test]
fn a_code_works_nowhere_else() {
    let code = code_of(&delivered(step_up()));
    let other_order = Order { object: "web-2".to_owned(), ..order() };
    let elsewhere = [
        with(delivered(step_up()), |other| other.id = challenge_id('2')),
        with(delivered(step_up()), |other| other.person = person_id('2')),
        with(delivered(step_up()), |other| other.method = Method::Email),
        delivered(Payload::StepUp { session: session_id('2'), areas: Areas::All }),
        delivered(of_order(&order())),
        delivered(of_order(&other_order)),
    ];
    for challenge in elsewhere {
        assert_eq!(answer(challenge, &code, NOW).unwrap_err(), WRONG);
    }
    let code = code_of(&delivered(of_order(&order())));
    assert_eq!(answer(delivered(of_order(&other_order)), &code, NOW).unwrap_err(), WRONG);
    assert_eq!(answer(by_app(step_up()), &code, NOW).unwrap_err(), WRONG);
}

/// CS-TOTP-03, CS-TOTP-04: a step each side passes, and that very step is what must be burnt.
#[test]
fn an_app_code_burns_its_own_step() {
    for steps in [-1, 0, 1] {
        let proven = answer(by_app(step_up()), &app_code(NOW, steps), NOW).expect("accepted");
        let step = step_at(NOW).strict_add_signed(steps);
        assert_eq!(proven.burn(), &Burn::TotpStep { authenticator: authenticator_id('1'), step });
    }
    let proven = answer(delivered(step_up()), &code_of(&delivered(step_up())), NOW);
    assert_eq!(proven.expect("accepted").burn(), &Burn::Nothing);
}

/// Two to ten steps in the past are told; the future never is, because such a code
/// still comes true.
#[test]
fn a_slow_clock_is_told_and_a_fast_one_is_not() {
    let told = |steps| match answer(by_app(step_up()), &app_code(NOW, steps), NOW).unwrap_err() {
        Refusal::Wrong { clock_off_minutes, .. } => clock_off_minutes,
        other => panic!("{other:?}"),
    };
    assert_eq!([-2, -3, -4, -10].map(told), [Some(1), Some(2), Some(2), Some(5)]);
    assert_eq!([-11, -20, 2, 3, 10].map(told), [None; 5]);
}

/// No other kind of proof passes for a code.
#[test]
fn other_proofs_are_wrong() {
    let recovery = RecoveryHash::from_bytes([1; 32]);
    for proof in [Proof::Passkey("{}".to_owned()), Proof::RecoveryCode(recovery)] {
        for challenge in [delivered(step_up()), by_app(step_up())] {
            assert_eq!(checker().check(challenge.charged(4), &proof, NOW).unwrap_err(), WRONG);
        }
    }
}

/// A code key that is gone makes its codes wrong, not empty ones right.
#[test]
fn without_its_key_no_code_is_right() {
    let mut challenge = delivered(step_up());
    let countersign_core::challenge::Expected::Code { key, .. } = &mut challenge.expected else {
        unreachable!()
    };
    key.0 = "gone".to_owned();
    assert_eq!(answer(challenge, "000000", NOW).unwrap_err(), WRONG);
}

/// CS-ORD-10, CS-STEP-04: a grant serves its own purpose only.
#[test]
fn a_grant_serves_its_own_purpose_only() {
    let payloads =
        [(step_up(), true, false), (of_order(&order()), false, true), (sign_in(), false, false)];
    for (payload, opens, authorises) in payloads {
        let pass =
            || grant(answer(by_app(payload.clone()), &app_code(NOW, 0), NOW).expect("right"));
        assert_eq!(pass().narrow::<StepUp>().is_some(), opens);
        assert_eq!(pass().narrow::<Order>().is_some(), authorises);
    }
}

fn sign_in() -> Payload {
    let attempt = countersign_core::ids::SignInId::parse(&id("sin", '1')).expect("an id");
    Payload::SignIn { attempt }
}

/// CS-ORD-01, CS-ORD-11: the grant authorises the very order it was given for, of its person.
#[test]
fn a_grant_authorises_its_own_order_only() {
    let pass = || {
        let proven = answer(by_app(of_order(&order())), &app_code(NOW, 0), NOW).expect("right");
        grant(proven).narrow::<Order>().expect("an order's grant")
    };
    let authorised = order().authorise(pass()).expect("its own");
    assert_eq!((authorised.method, authorised.at), (Method::Totp, NOW));
    assert_eq!(authorised.digest, order().digest());
    let others = [
        Order { id: order_id('2'), ..order() },
        Order { person: person_id('2'), ..order() },
        Order { object: "web-2".to_owned(), ..order() },
        Order { destructive: false, ..order() },
    ];
    for other in others {
        assert_eq!(other.authorise(pass()).unwrap_err(), WrongOrder);
    }
    // Somebody else's challenge about this very order.
    let theirs = with(by_app(of_order(&order())), |other| other.person = person_id('2'));
    let proven = answer(theirs, &app_code(NOW, 0), NOW).expect("right");
    let grant = grant(proven).narrow::<Order>().expect("an order's grant");
    assert_eq!(order().authorise(grant).unwrap_err(), WrongOrder);
}

/// CS-STEP-02, CS-STEP-03: a window opens for its own session, for 600 s from the confirmation.
#[test]
fn a_window_opens_for_its_session_until_its_end() {
    let window = window(false);
    assert_eq!(window.until(), after(600_005));
    assert!(covers(&window, '1', "invoices", 5) && covers(&window, '1', "invoices", 600_004));
    assert!(!covers(&window, '1', "invoices", 600_005), "its end");
    assert!(!covers(&window, '2', "invoices", 5), "another session");
    assert!(covers(&window, '1', "payment-methods", 5), "opens all");
}

/// Where the operator splits the areas, only those that were asked for open.
#[test]
fn a_split_window_opens_what_was_asked_for() {
    let window = window(true);
    assert!(covers(&window, '1', "invoices", 5));
    assert!(!covers(&window, '1', "payment-methods", 5));
}

/// The window that session 1 opened for its invoices, five milliseconds after the start.
fn window(areas_split: bool) -> Window {
    let areas = Areas::only(vec![Area::parse("invoices").expect("an area")]);
    let payload = Payload::StepUp { session: session_id('1'), areas };
    let proven = answer(by_app(payload), &app_code(after(5), 0), after(5)).expect("right");
    let grant = grant(proven).narrow::<StepUp>().expect("a step-up's grant");
    Window::open(grant, Duration::from_mins(10), areas_split)
}

fn covers(window: &Window, session: char, area: &str, at: i64) -> bool {
    window.covers(&session_id(session), &Area::parse(area).expect("an area"), after(at))
}

/// One answer of a play.
#[derive(Clone, Copy, Debug)]
enum Move {
    Right,
    Wrong,
    /// The right code of another challenge of the same person.
    OfAnother,
    Pause(i64),
}

fn play() -> impl Strategy<Value = Vec<Move>> {
    let step = prop_oneof![
        3 => Just(Move::Wrong),
        1 => Just(Move::OfAnother),
        2 => Just(Move::Right),
        2 => (0i64..400_000).prop_map(Move::Pause),
    ];
    proptest::collection::vec(step, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The state machine against a model of four lines: a challenge gives one grant at most, only to
    /// its own right code, only before its end, and only within its tries; what is late is given
    /// back.
    #[test]
    fn a_challenge_gives_one_grant_at_most(moves in play(), limit in 1u32..=5, app in any::<bool>()) {
        let challenge = || if app { by_app(step_up()) } else { delivered(step_up()) };
        let other = with(delivered(step_up()), |other| other.id = challenge_id('2'));
        let (mut now, mut tries, mut passed) = (0, 0, false);
        for step in moves {
            let at = after(now);
            let right = if app { app_code(at, 0) } else { code_of(&challenge()) };
            let code = match step {
                Move::Pause(ms) => { now += ms; continue }
                Move::Right => right.clone(),
                Move::Wrong => if app { app_code(at, 7) } else { wrong(&right) },
                Move::OfAnother => code_of(&other),
            };
            // The store's guard: open, and tries left.
            if passed || tries == limit {
                continue;
            }
            tries += 1;
            let left = limit - tries;
            let outcome = checker().check(challenge().charged(left), &Proof::Code(typed(&code)), at);
            let expected = matches!(step, Move::Right);
            match outcome {
                Ok(proven) => {
                    prop_assert!(expected && now < 600_000);
                    prop_assert_eq!((proven.challenge(), proven.at()), (&challenge_id('1'), at));
                    let grant = grant(proven);
                    passed = grant.narrow::<StepUp>().is_some();
                    prop_assert!(passed);
                }
                Err(Refusal::Late) => {
                    prop_assert!(expected && now >= 600_000);
                    tries -= 1;
                }
                Err(Refusal::Wrong { tries_left, .. }) => {
                    prop_assert!(!expected);
                    prop_assert_eq!(tries_left, left);
                }
                Err(refusal) => prop_assert!(false, "{:?}", refusal),
            }
        }
        prop_assert!(tries <= limit);
    }

    /// Of a million codes one is right.
    #[test]
    fn any_other_code_is_wrong(guess in 0u32..1_000_000) {
        let challenge = delivered(step_up());
        let guess = format!("{guess:06}");
        let right = guess == code_of(&challenge);
        prop_assert_eq!(answer(challenge, &guess, NOW).is_ok(), right);
    }
}
