//! The lane that a mailed reset opens: five guesses, twice a year, among the thirty.

use std::time::Duration;

use countersign_core::ids::ChallengeId;
use countersign_core::limits::{Admission, GuessLedger, Lane, RESET_LANES, opens_reset_lane};

use crate::samples::{NOW, Seeded, challenge_id};

fn with_strangers_misses(misses: usize) -> GuessLedger {
    let (mut ledger, mut rng) = (GuessLedger::default(), Seeded(7));
    for _ in 0..misses {
        ledger.charge(Lane::Unrecognised, &ChallengeId::generate(&mut rng), NOW);
    }
    ledger
}

/// CS-RL-04: only where it is needed, and not a third time.
#[test]
fn it_opens_where_the_strangers_lane_is_closed() {
    let later = NOW.plus(Duration::from_hours(2));
    assert!(!opens_reset_lane(&with_strangers_misses(19), 0, later));
    let closed = with_strangers_misses(20);
    assert!(opens_reset_lane(&closed, 0, later) && opens_reset_lane(&closed, 1, later));
    assert!(!opens_reset_lane(&closed, RESET_LANES, later));
    let mut spent = closed;
    for _ in 0..10 {
        spent.charge(Lane::Device("laptop".to_owned()), &challenge_id('1'), NOW);
    }
    assert!(!opens_reset_lane(&spent, 0, later), "thirty are thirty");
}

/// CS-RL-04: five at once, then closed; they count among the thirty, and survive the column.
#[test]
fn it_takes_five_and_they_count() {
    let mut ledger = with_strangers_misses(20);
    let lane = Lane::Reset("lnk_1".to_owned());
    for _ in 0..5 {
        assert_eq!(ledger.admit(&lane, NOW), Admission::Admit);
        ledger.charge(lane.clone(), &challenge_id('1'), NOW);
        ledger = GuessLedger::from_column(&ledger.to_column()).expect("it is read back");
    }
    assert_eq!(ledger.admit(&lane, NOW), Admission::Closed { everywhere: false });
    assert_eq!(ledger.misses(&lane, NOW), 5);
    let second = Lane::Reset("lnk_2".to_owned());
    for _ in 0..5 {
        ledger.charge(second.clone(), &challenge_id('2'), NOW);
    }
    let device = Lane::Device("laptop".to_owned());
    assert_eq!(ledger.admit(&device, NOW), Admission::Closed { everywhere: true });
}

/// A device that a portal names like a link is no such lane.
#[test]
fn a_device_of_the_same_name_is_another_lane() {
    let mut ledger = GuessLedger::default();
    ledger.charge(Lane::Device("lnk_1".to_owned()), &challenge_id('1'), NOW);
    let ledger = GuessLedger::from_column(&ledger.to_column()).expect("it is read back");
    assert_eq!(ledger.misses(&Lane::Reset("lnk_1".to_owned()), NOW), 0);
    assert_eq!(ledger.misses(&Lane::Device("lnk_1".to_owned()), NOW), 1);
}
