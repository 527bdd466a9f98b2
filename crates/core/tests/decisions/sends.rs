//! How many messages a person gets, and how far apart.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::limits::{SendLimits, SendRefused};
use proptest::prelude::*;

use crate::samples::NOW;

/// A moment so many seconds before now.
fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_ms(NOW.ms() - seconds * 1_000)
}

fn may_send(history: &[i64], last: Option<i64>) -> Result<(), SendRefused> {
    let history: Vec<_> = history.iter().map(|seconds| ago(*seconds)).collect();
    SendLimits::default().may_send(&history, last.map(ago), NOW)
}

/// CS-SMS-04: at 29 s refused with the wait, at 30 s sent.
#[test]
fn sends_of_a_challenge_are_thirty_seconds_apart() {
    let too_soon = |seconds: i64| Err(SendRefused::TooSoon { until: ago(-seconds) });
    assert_eq!(may_send(&[0], Some(0)), too_soon(30));
    assert_eq!(may_send(&[29], Some(29)), too_soon(1));
    assert_eq!(may_send(&[30], Some(30)), Ok(()));
    assert_eq!(may_send(&[5], None), Ok(()), "another challenge: another way, at once");
}

/// CS-SMS-02: five in any hour; the sixth waits for the first to leave it.
#[test]
fn the_sixth_in_an_hour_waits() {
    let history = [10, 600, 1_200, 1_800, 3_599];
    let refused = SendRefused::TooMany { until: ago(-1), since: ago(3_599), count: 5 };
    assert_eq!(may_send(&history, Some(10)), Err(refused), "the longer wait is told");
    assert_eq!(may_send(&[10, 600, 1_200, 1_800, 3_600], None), Ok(()));
    assert_eq!(may_send(&history[..4], None), Ok(()));
}

/// CS-SMS-02: ten in any day, also where the hour has room.
#[test]
fn the_eleventh_in_a_day_waits() {
    let history: Vec<i64> = (0..10).map(|n| 7_000 + n * 8_000).collect();
    let refused = SendRefused::TooMany { until: ago(-7_400), since: ago(79_000), count: 10 };
    assert_eq!(may_send(&history, None), Err(refused));
    assert_eq!(may_send(&history[1..], None), Ok(()));
    let mut shuffled = history.clone();
    shuffled.reverse();
    assert_eq!(may_send(&shuffled, None), Err(refused), "the order of the history is no matter");
    // The hour is full too, and over sooner than the day.
    let both = [1, 2, 3, 4, 5, 40_000, 50_000, 60_000, 70_000, 80_000];
    let refused = SendRefused::TooMany { until: ago(-6_400), since: ago(80_000), count: 10 };
    assert_eq!(may_send(&both, None), Err(refused));
}

/// A clock that was set back opens nothing.
#[test]
fn sends_of_the_future_count() {
    assert!(matches!(may_send(&[-60; 5], None), Err(SendRefused::TooMany { count: 5, .. })));
    assert!(matches!(may_send(&[-60], Some(-60)), Err(SendRefused::TooSoon { .. })));
}

proptest! {
    /// Whoever asks at any times gets at most five messages in any hour and ten in any day, and the
    /// moment that was told is the first that works.
    #[test]
    fn never_more_than_five_an_hour_and_ten_a_day(pauses in proptest::collection::vec(0u64..9_000, 1..120)) {
        let limits = SendLimits::default();
        let (mut sent, mut now): (Vec<Timestamp>, _) = (Vec::new(), NOW);
        for pause in pauses {
            now = now.plus(Duration::from_secs(pause));
            let history: Vec<_> = sent.iter().rev().copied().collect();
            match limits.may_send(&history, history.first().copied(), now) {
                Ok(()) => sent.push(now),
                Err(SendRefused::TooSoon { until } | SendRefused::TooMany { until, .. }) => {
                    prop_assert!(until > now);
                    let early = Timestamp::from_ms(until.ms() - 1);
                    let last = history.first().copied();
                    prop_assert!(limits.may_send(&history, last, early).is_err());
                    prop_assert_eq!(limits.may_send(&history, last, until), Ok(()));
                }
            }
        }
        for (span, most) in [(3_600, 5), (86_400, 10)] {
            for (at, first) in sent.iter().enumerate() {
                let end = first.plus(Duration::from_secs(span));
                prop_assert!(sent[at..].iter().filter(|sent| **sent < end).count() <= most);
            }
        }
    }
}
