//! The brake: sliding counts, and which prefixes close.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::delivery::Gauge;
use countersign_core::delivery::brake::{Close, SendSeen, closes, nears, range, surges};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_ms(1_767_225_600_000);
const HOUR: Duration = Duration::from_hours(1);

fn sends(verified: usize, unanswered: usize, ago: Duration) -> Vec<SendSeen> {
    let one = |verified| SendSeen { at: NOW.minus(ago), verified };
    std::iter::repeat_n(one(false), unanswered)
        .chain(std::iter::repeat_n(one(true), verified))
        .collect()
}

#[test]
fn numbers_of_a_range_share_seven_digits() {
    assert_eq!(range("+4915123456789"), range("+4915123999999"));
    assert_ne!(range("+4915123456789"), range("+4915124456789"));
    assert_eq!(range("+491"), "+491");
}

/// CS-SMS-05
#[test]
fn a_prefix_without_answers_closes_and_one_with_answers_does_not() {
    let minutes = Duration::from_mins(5);
    assert_eq!(closes(&sends(0, 19, minutes), 0, NOW), None, "too few to judge");
    assert_eq!(closes(&sends(0, 20, minutes), 0, NOW), Some(Close::Unanswered));
    assert_eq!(closes(&sends(0, 100, minutes), 500, NOW), Some(Close::Unanswered));
    assert_eq!(closes(&sends(24, 76, minutes), 500, NOW), Some(Close::Unanswered));
    assert_eq!(closes(&sends(25, 75, minutes), 500, NOW), None);
    assert_eq!(closes(&sends(0, 100, Duration::from_secs(10)), 0, NOW), None, "people are typing");
    // A country with a history is judged by its hundred newest, so that one bad quarter of an hour closes nothing.
    assert_eq!(closes(&sends(0, 60, minutes), 70, NOW), None);
}

/// CS-SMS-05
#[test]
fn a_surge_closes_unless_people_answer() {
    let usual = vec![30; 168];
    assert_eq!(surges(150, 0, &usual), None, "five times the usual");
    assert_eq!(surges(151, 0, &usual), Some(Close::Surge));
    assert_eq!(surges(1_000, 700, &usual), None, "a campaign that is answered");
    assert_eq!(surges(50, 0, &[]), None);
    assert_eq!(surges(51, 0, &[]), Some(Close::Surge), "a country nobody ever wrote to");
}

#[test]
fn the_alarm_sounds_at_four_fifths() {
    assert!(!nears(79, 100) && nears(80, 100) && nears(u64::MAX, u64::MAX));
}

proptest! {
    /// A gauge never lets go of anything early, lets go of everything at last, and its column reads back.
    #[test]
    fn a_gauge_counts_what_happened_in_its_span(
        events in proptest::collection::vec((0u64..7_200_000, 1u64..5), 0..60),
    ) {
        let mut events = events;
        events.sort_unstable();
        let mut gauge = Gauge::read("", HOUR).expect("empty");
        let at = |ms: u64| NOW.plus(Duration::from_millis(ms));
        for (index, (ms, amount)) in events.iter().enumerate() {
            gauge = gauge.plus(*amount, at(*ms));
            prop_assert_eq!(&Gauge::read(&gauge.written(), HOUR).expect("its own text"), &gauge);
            let inside: u64 = events[..=index]
                .iter()
                .filter(|(then, _)| ms - then <= 3_600_000)
                .map(|(_, amount)| amount)
                .sum();
            prop_assert!(gauge.total(at(*ms)) >= inside);
        }
        let over = at(7_200_000).plus(HOUR + HOUR / 6);
        prop_assert_eq!(gauge.total(over), 0);
        let last = at(events.last().map_or(0, |(ms, _)| *ms));
        if gauge.total(last) > 0 {
            let frees = gauge.frees_at(last);
            prop_assert!(frees > last && gauge.total(frees) < gauge.total(last));
        }
    }

    #[test]
    fn odd_columns_are_refused_and_never_panic(text in ".{0,40}") {
        let _ = Gauge::read(&text, HOUR);
    }
}
