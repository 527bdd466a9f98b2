//! The guess ledger over years: waits, lanes, and the bound that nothing gets past.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::ChallengeId;
use countersign_core::limits::{Admission, GuessLedger, Lane, LedgerUnreadable};
use proptest::prelude::*;

use crate::samples::{NOW, Seeded, challenge_id};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

fn device(name: &str) -> Lane {
    Lane::Device(name.to_owned())
}

fn after(ms: i64) -> Timestamp {
    Timestamp::from_ms(NOW.ms() + ms)
}

/// A ledger in which each lane missed at these moments, each in its own challenge.
fn missed(lane: &Lane, moments: impl IntoIterator<Item = i64>) -> GuessLedger {
    let (mut ledger, mut rng) = (GuessLedger::default(), Seeded(7));
    for ms in moments {
        ledger.charge(lane.clone(), &ChallengeId::generate(&mut rng), after(ms));
    }
    ledger
}

/// CS-RL-06: the whole table of waits, at the earliest moment and a millisecond before it.
#[test]
fn waits_grow_with_the_misses_of_a_lane() {
    let mut ledger = GuessLedger::default();
    let mut now = NOW;
    let mut waits = Vec::new();
    for _ in 0..20 {
        match ledger.admit(&Lane::Unrecognised, now) {
            Admission::Admit => waits.push(0),
            Admission::Wait { until } => {
                let early = Timestamp::from_ms(until.ms() - 1);
                let wait = Admission::Wait { until };
                assert_eq!(ledger.admit(&Lane::Unrecognised, early), wait);
                assert_eq!(ledger.admit(&Lane::Unrecognised, until), Admission::Admit);
                waits.push(until.since(now).as_secs());
                now = until;
            }
            closed @ Admission::Closed { .. } => panic!("{closed:?}"),
        }
        ledger.charge(Lane::Unrecognised, &challenge_id('1'), now);
    }
    let table = [[0; 5], [60; 5], [900; 5], [3_600; 5]].concat();
    assert_eq!(waits, table);
    for ms in [0, DAY, YEAR - DAY] {
        let later = Timestamp::from_ms(now.ms() + ms);
        let closed = Admission::Closed { everywhere: false };
        assert_eq!(ledger.admit(&Lane::Unrecognised, later), closed);
    }
}

/// CS-RL-03, CS-RL-04: a stranger closes the strangers' lane, the person's device goes on.
#[test]
fn a_closed_lane_closes_no_other() {
    let ledger = missed(&Lane::Unrecognised, (0..20).map(|n| n * 2 * HOUR));
    let now = after(50 * HOUR);
    assert_eq!(ledger.admit(&Lane::Unrecognised, now), Admission::Closed { everywhere: false });
    assert_eq!(ledger.admit(&device("laptop"), now), Admission::Admit);
}

/// CS-RL-03: ten on a recognised device, with the waits of its own lane.
#[test]
fn a_device_is_closed_after_ten() {
    let laptop = device("laptop");
    let ledger = missed(&laptop, (0..9).map(|n| n * HOUR));
    let wait = Admission::Wait { until: after(8 * HOUR + MINUTE) };
    assert_eq!(ledger.admit(&laptop, after(8 * HOUR)), wait);
    assert_eq!(ledger.admit(&laptop, after(9 * HOUR)), Admission::Admit);
    let ledger = missed(&laptop, (0..10).map(|n| n * HOUR));
    let closed = Admission::Closed { everywhere: false };
    assert_eq!(ledger.admit(&laptop, after(10 * HOUR)), closed);
    assert_eq!(ledger.admit(&device("phone"), after(10 * HOUR)), Admission::Admit);
    assert_eq!(ledger.admit(&Lane::Unrecognised, after(10 * HOUR)), Admission::Admit);
}

/// CS-RL-03: thirty in all close every lane, also one that never missed.
#[test]
fn thirty_in_all_close_everywhere() {
    let mut ledger = missed(&Lane::Unrecognised, (0..20).map(|n| n * 2 * HOUR));
    for n in 0..10 {
        assert_eq!(ledger.admit(&device("phone"), after((50 + n) * HOUR)), Admission::Admit);
        ledger.charge(device("laptop"), &challenge_id('1'), after((50 + n) * HOUR));
    }
    let now = after(100 * HOUR);
    for lane in [Lane::Unrecognised, device("laptop"), device("phone")] {
        assert_eq!(ledger.admit(&lane, now), Admission::Closed { everywhere: true });
    }
}

/// A miss counts 365 days to the millisecond, whether or not anybody prunes.
#[test]
fn a_miss_counts_for_a_year() {
    let mut ledger = missed(&Lane::Unrecognised, vec![0; 20]);
    let closed = Admission::Closed { everywhere: false };
    assert_eq!(ledger.admit(&Lane::Unrecognised, after(YEAR - 1)), closed);
    assert_eq!(ledger.admit(&Lane::Unrecognised, after(YEAR)), Admission::Admit);
    ledger.prune(after(YEAR - 1));
    assert_eq!(ledger.misses(&Lane::Unrecognised, after(0)), 20);
    ledger.prune(after(YEAR));
    assert_eq!(ledger, GuessLedger::default());
}

/// A clock that was set back opens no lane and forgets nothing.
#[test]
fn misses_of_the_future_count() {
    let mut ledger = missed(&Lane::Unrecognised, vec![DAY; 20]);
    let closed = Admission::Closed { everywhere: false };
    assert_eq!(ledger.admit(&Lane::Unrecognised, NOW), closed);
    ledger.prune(NOW);
    assert_eq!(ledger.admit(&Lane::Unrecognised, NOW), closed);
}

/// CS-RL-03: a success forgives its own challenge only; nothing hides behind it.
#[test]
fn a_success_forgives_its_own_challenge_only() {
    let (mut ledger, mine, theirs) = (GuessLedger::default(), challenge_id('1'), challenge_id('2'));
    for n in 0..4 {
        ledger.charge(Lane::Unrecognised, &mine, after(n));
        ledger.charge(Lane::Unrecognised, &theirs, after(n));
    }
    assert!(ledger.forgive(&mine));
    assert_eq!(ledger.misses(&Lane::Unrecognised, NOW), 4);
    assert!(!ledger.forgive(&mine), "nothing left to forgive, nothing to write");
    assert!(!ledger.forgive(&challenge_id('3')));
    assert_eq!(ledger.misses(&Lane::Unrecognised, NOW), 4);
}

/// A right code that came late, or a used step, gives back one try and not the misses before it.
#[test]
fn what_was_no_guess_is_taken_back_alone() {
    let (mut ledger, mine, theirs) = (GuessLedger::default(), challenge_id('1'), challenge_id('2'));
    for (n, challenge) in (0..).zip([&mine, &mine, &theirs]) {
        ledger.charge(Lane::Unrecognised, challenge, after(n));
    }
    assert!(ledger.take_back(&mine));
    let expected = {
        let mut ledger = GuessLedger::default();
        ledger.charge(Lane::Unrecognised, &mine, after(0));
        ledger.charge(Lane::Unrecognised, &theirs, after(2));
        ledger
    };
    assert_eq!(ledger, expected);
    assert!(!ledger.take_back(&challenge_id('3')));
}

/// A device is named by the portal, in whatever letters.
#[test]
fn the_column_keeps_every_name_of_a_device() {
    let mut ledger = GuessLedger::default();
    for name in ["", " ", "a b", "x\ny", "u", "Büro-PC 😀", "\0", "-"] {
        ledger.charge(device(name), &challenge_id('1'), NOW);
        assert_eq!(GuessLedger::from_column(&ledger.to_column()), Ok(ledger.clone()), "{name:?}");
    }
    assert_eq!(GuessLedger::from_column(""), Ok(GuessLedger::default()));
    assert_eq!(GuessLedger::default().to_column(), "");
}

/// A column that cannot be read forgives nothing: it is an error.
#[test]
fn a_damaged_column_is_no_empty_ledger() {
    let good = missed(&device("x"), [0]).to_column();
    let id = challenge_id('1');
    let odd = [
        " ",
        "\n",
        "x",
        "1",
        "1 ",
        &format!("x {id}"),
        &format!(" 1 {id}"),
        &format!("1 {id} %"),
        &format!("1 {id}  "),
        &format!("1  {id}"),
        &format!("1 {id} eA x"),
        "1 ord_1",
        &format!("{good}\n"),
        &format!("\n{good}"),
        &good[..good.len() - 4],
        &good[3..20],
    ]
    .map(str::to_owned);
    for column in odd {
        assert_eq!(GuessLedger::from_column(&column), Err(LedgerUnreadable), "{column:?}");
    }
}

/// What anybody may do to a ledger.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody guesses wrong from this lane, in this challenge, as soon as admitted.
    Guess { lane: usize, challenge: u8 },
    /// The person answers this challenge rightly.
    Pass { challenge: u8 },
    /// A used step, or a late code.
    TakeBack { challenge: u8 },
    /// Time goes by.
    Later { ms: i64 },
    /// The nightly job.
    Prune,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0usize..4, 0u8..6).prop_map(|(lane, challenge)| Step::Guess { lane, challenge }),
        1 => (0u8..6).prop_map(|challenge| Step::Pass { challenge }),
        1 => (0u8..6).prop_map(|challenge| Step::TakeBack { challenge }),
        6 => prop_oneof![0i64..MINUTE, 0i64..HOUR, 0i64..30 * DAY, 0i64..200 * DAY]
            .prop_map(|ms| Step::Later { ms }),
        1 => Just(Step::Prune),
    ]
}

/// The same ledger without its structure: all charges ever made, and a flag.
#[derive(Default)]
struct Model {
    charges: Vec<(i64, usize, u8, bool)>,
}

impl Model {
    fn live(&self, now: i64) -> impl Iterator<Item = &(i64, usize, u8, bool)> {
        self.charges.iter().filter(move |(at, _, _, forgiven)| !forgiven && now - at < YEAR)
    }

    fn admit(&self, lane: usize, now: i64) -> Admission {
        let own: Vec<i64> =
            self.live(now).filter(|(_, of, _, _)| *of == lane).map(|(at, ..)| *at).collect();
        if self.live(now).count() >= 30 {
            return Admission::Closed { everywhere: true };
        }
        if own.len() >= if lane == 0 { 20 } else { 10 } {
            return Admission::Closed { everywhere: false };
        }
        let wait = [0, MINUTE, 15 * MINUTE, HOUR][own.len() / 5];
        match own.iter().max() {
            Some(last) if now < last + wait => {
                Admission::Wait { until: Timestamp::from_ms(last + wait) }
            }
            _ => Admission::Admit,
        }
    }
}

fn lanes() -> [Lane; 4] {
    [Lane::Unrecognised, device("laptop"), device("phone"), device("tablet")]
}

fn challenge(n: u8) -> ChallengeId {
    challenge_id(char::from(b'0' + n))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever happens in whatever order, the ledger answers as the model does, and is the same
    /// after a walk through its column.
    #[test]
    fn the_ledger_does_what_the_model_does(steps in proptest::collection::vec(step(), 1..160)) {
        let (mut ledger, mut model, mut now) = (GuessLedger::default(), Model::default(), NOW.ms());
        for step in steps {
            let at = Timestamp::from_ms(now);
            match step {
                Step::Guess { lane, challenge: of } => {
                    let admission = ledger.admit(&lanes()[lane], at);
                    prop_assert_eq!(admission, model.admit(lane, now));
                    if admission == Admission::Admit {
                        ledger.charge(lanes()[lane].clone(), &challenge(of), at);
                        model.charges.push((now, lane, of, false));
                    }
                }
                Step::Pass { challenge: of } => {
                    ledger.forgive(&challenge(of));
                    model.charges.iter_mut().filter(|charge| charge.2 == of).for_each(|charge| charge.3 = true);
                }
                Step::TakeBack { challenge: of } => {
                    ledger.prune(at);
                    let newest = model.charges.iter_mut().rev()
                        .find(|charge| charge.2 == of && !charge.3 && now - charge.0 < YEAR);
                    prop_assert_eq!(ledger.take_back(&challenge(of)), newest.is_some());
                    if let Some(charge) = newest {
                        charge.3 = true;
                    }
                }
                Step::Later { ms } => now += ms,
                Step::Prune => ledger.prune(at),
            }
            ledger = GuessLedger::from_column(&ledger.to_column()).expect("its own column");
        }
    }

    /// CS-RL-03: somebody who guesses in every lane as early as admitted, for three years,
    /// while the person signs in every day, has at most 20, 10 and 30 guesses compared in any 365
    /// days.
    #[test]
    fn no_year_compares_more_than_thirty(order in proptest::collection::vec(0usize..4, 40), pause in 24i64..400) {
        let (mut ledger, mut now) = (GuessLedger::default(), NOW.ms());
        let (theirs, mine) = (challenge_id('1'), challenge_id('2'));
        let mut compared: Vec<(i64, usize)> = Vec::new();
        let end = now + 3 * YEAR;
        while now < end {
            for lane in &order {
                let at = Timestamp::from_ms(now);
                match ledger.admit(&lanes()[*lane], at) {
                    Admission::Admit => {
                        ledger.charge(lanes()[*lane].clone(), &theirs, at);
                        compared.push((now, *lane));
                    }
                    Admission::Wait { until } => now = until.ms(),
                    Admission::Closed { .. } => {}
                }
            }
            // The person mistypes on the laptop and then gets it right: that forgives nothing else.
            if ledger.admit(&lanes()[1], Timestamp::from_ms(now)) == Admission::Admit {
                ledger.charge(lanes()[1].clone(), &mine, Timestamp::from_ms(now));
                ledger.forgive(&mine);
            }
            now += pause * HOUR;
        }
        for (first, (from, _)) in compared.iter().enumerate() {
            let year: Vec<usize> =
                compared[first..].iter().take_while(|(at, _)| at - from < YEAR).map(|(_, lane)| *lane).collect();
            prop_assert!(year.len() <= 30);
            for (lane, most) in [20, 10, 10, 10].into_iter().enumerate() {
                prop_assert!(year.iter().filter(|of| **of == lane).count() <= most);
            }
        }
        prop_assert!(compared.len() > 30, "the second year opens again");
    }
}

/// The column stays small: a spent ledger is about two kilobytes.
#[test]
fn a_full_column_is_small() {
    let mut ledger = missed(&Lane::Unrecognised, vec![0; 20]);
    for _ in 0..10 {
        ledger.charge(device("b1946ac92492d234"), &challenge_id('1'), NOW);
    }
    assert!(ledger.to_column().len() < 2_048, "{}", ledger.to_column().len());
    assert_eq!(GuessLedger::MEMORY, Duration::from_hours(8_760));
}
