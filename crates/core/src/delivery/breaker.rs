//! The circuit breaker of a provider: when it is left out of routes, and when it is tried again.

use std::time::Duration;

use super::AttemptState;
use crate::ports::Timestamp;

/// So many hand-overs in a row that a provider did not answer, or put off, and it is left out.
const PUT_OFF_IN_A_ROW: usize = 3;
/// Of so many hand-overs whose fate is known, …
const JUDGED: usize = 20;
/// … at least this share must arrive, in percent.
const LEAST_DELIVERED: usize = 50;
/// A report that has not come by then does not come: the message counts as not delivered.
const REPORT_COMES_WITHIN: Duration = Duration::from_mins(3);
/// How long a provider is left out the first time; doubled each time its probe fails.
const FIRST_PAUSE: Duration = Duration::from_secs(30);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(15);
/// How long a provider is left out whose messages do not arrive.
const DELIVERY_PAUSE: Duration = Duration::from_mins(10);

/// Why a provider is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// It does not answer, puts off or refuses what it is given.
    Errors,
    /// It takes messages that do not arrive.
    Delivery,
}

impl Trip {
    /// The name in columns and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Delivery => "delivery",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Errors, Self::Delivery].into_iter().find(|trip| trip.as_str() == text)
    }
}

/// A hand-over as the breaker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it stands.
    pub state: AttemptState,
    /// When it began.
    pub at: Timestamp,
}

/// Whether a provider is to be left out. `newest_first`: its hand-overs since the breaker last changed.
pub fn trips(newest_first: &[Seen], now: Timestamp) -> Option<Trip> {
    let told = |seen: &&Seen| !matches!(seen.state, AttemptState::Begun | AttemptState::Failed);
    let ended = || newest_first.iter().filter(told);
    let in_a_row =
        |bad: fn(AttemptState) -> bool| ended().take_while(|seen| bad(seen.state)).count();
    let put_off = |state| matches!(state, AttemptState::PutOff | AttemptState::Unknown);
    // A message that was refused for good is the message's fault: whoever adds wrong numbers must not close a provider for all.
    if in_a_row(put_off) >= PUT_OFF_IN_A_ROW {
        return Some(Trip::Errors);
    }
    // A provider that has never reported an arrival may be one that does not report.
    let reports = newest_first.iter().any(|seen| seen.state == AttemptState::Delivered);
    let arrived: Vec<bool> = newest_first
        .iter()
        .filter_map(|seen| match seen.state {
            AttemptState::Delivered | AttemptState::Declined => Some(true),
            AttemptState::Undelivered => Some(false),
            AttemptState::HandedOver if now.since(seen.at) >= REPORT_COMES_WITHIN => Some(false),
            _ => None,
        })
        .take(JUDGED)
        .collect();
    let few = arrived.iter().filter(|arrived| **arrived).count() * 100 < LEAST_DELIVERED * JUDGED;
    (reports && arrived.len() == JUDGED && few).then_some(Trip::Delivery)
}

/// How long a provider is left out; `before`: how often it was, one after the other.
pub fn pause(trip: Trip, before: u32) -> Duration {
    match trip {
        Trip::Errors => FIRST_PAUSE.saturating_mul(1 << before.min(10)).min(LONGEST_PAUSE),
        Trip::Delivery => DELIVERY_PAUSE,
    }
}
