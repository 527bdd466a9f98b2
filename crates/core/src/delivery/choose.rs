//! Chooses the provider that a message goes to next, from what came of its hand-overs so far.

use std::time::Duration;

use super::{AttemptState, Hop, Trip};
use crate::ports::Timestamp;

/// How often a provider is asked when nobody knows whether it took the message: a person gets it twice at worst.
const ASKED_WHEN_UNKNOWN: usize = 2;
/// How long all providers of a route rest when every one of them has put a message off; doubled each round.
const FIRST_REST: Duration = Duration::from_secs(2);
/// The longest rest.
const LONGEST_REST: Duration = Duration::from_mins(1);

/// How a provider stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub provider: String,
    /// Whether the operator lets it be used.
    pub is_on: bool,
    /// Whether its breaker is open, why, and until when it is left out; from then on one message may probe it.
    pub open: Option<(Trip, Timestamp)>,
}

/// One hand-over of the message so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The provider.
    pub provider: String,
    /// What came of it.
    pub state: AttemptState,
    /// When it was over, or began.
    pub at: Timestamp,
    /// From when on the provider wants to be asked again, if it said so.
    pub again_at: Option<Timestamp>,
}

/// What is done with the message now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A provider has taken it: nothing.
    Taken,
    /// Hand it to this provider.
    Ask {
        /// It, as the route has it.
        hop: Hop,
        /// Its breaker is half open: the message goes only if it is the one that probes.
        probes: bool,
    },
    /// Nobody may be asked before then.
    Wait {
        /// The moment.
        until: Timestamp,
    },
    /// It will not go out; a sentence for the operator.
    Never(&'static str),
}

/// Chooses. `hops`: the route; `tried`: the hand-overs so far, oldest first.
///
/// A provider of which nobody knows whether it took the message is asked once more, and no other: the second one could make
/// it two. Otherwise each provider of the route is asked in turn, those left out by their breaker last of all or not at all;
/// when all have put it off, they rest and begin again. One refusal for good ends it.
pub fn choose(hops: &[Hop], standings: &[Standing], tried: &[Tried], now: Timestamp) -> Next {
    if tried.iter().any(|one| one.state.was_taken()) {
        return Next::Taken;
    }
    if tried.iter().any(|one| one.state == AttemptState::Failed) {
        return Next::Never("a provider refused it for good");
    }
    let standing = |name: &str| standings.iter().find(|standing| standing.provider == name);
    if let Some(unsure) = tried.iter().rev().find(|one| one.state.is_open()) {
        let open = tried.iter().filter(|one| one.state.is_open()).count();
        if open >= ASKED_WHEN_UNKNOWN {
            return Next::Never("nobody can say whether the provider took it");
        }
        if !standing(&unsure.provider).is_some_and(|standing| standing.is_on) {
            return Next::Never("the only provider that may be asked is switched off");
        }
        let asked = tried.iter().filter(|one| one.provider == unsure.provider).count();
        let until = rested(unsure, asked);
        if now < until {
            return Next::Wait { until };
        }
        let hop = hops.iter().find(|hop| hop.provider == unsure.provider);
        let hop = hop.cloned().unwrap_or_else(|| Hop::plain(&unsure.provider));
        return Next::Ask { hop, probes: false };
    }
    among(hops, &standing, tried, now)
}

/// Chooses among the providers of a route, none of which is in doubt. Each is asked once before any is asked again.
fn among<'s>(
    hops: &[Hop],
    standing: &dyn Fn(&str) -> Option<&'s Standing>,
    tried: &[Tried],
    now: Timestamp,
) -> Next {
    let mut waits: Vec<Timestamp> = Vec::new();
    let mut asks: Vec<(bool, usize, &Hop, bool)> = Vec::new();
    for hop in hops {
        let Some(standing) = standing(&hop.provider).filter(|standing| standing.is_on) else {
            continue;
        };
        let asked = tried.iter().filter(|one| one.provider == hop.provider).count();
        let of_it = tried.iter().rev().find(|one| one.provider == hop.provider);
        let rests = of_it.map(|one| rested(one, asked)).filter(|until| now < *until);
        match (rests, standing.open) {
            (None, None) => asks.push((false, asked, hop, false)),
            (None, Some((_, until))) if until <= now => asks.push((false, asked, hop, true)),
            // A provider whose messages often do not arrive is better than none.
            (None, Some((Trip::Delivery, _))) => asks.push((true, asked, hop, false)),
            (Some(until), _) | (None, Some((Trip::Errors, until))) => waits.push(until),
        }
    }
    // The sort is stable: of those asked equally often the one that stands first on the route.
    asks.sort_by_key(|(last_resort, asked, ..)| (*last_resort, *asked));
    match (asks.first(), waits.into_iter().min()) {
        (Some((_, _, hop, probes)), _) => Next::Ask { hop: (*hop).clone(), probes: *probes },
        (None, Some(until)) => Next::Wait { until },
        (None, None) => Next::Never("no provider of its route is switched on"),
    }
}

/// When a provider that put the message off may be asked again.
fn rested(last: &Tried, asked: usize) -> Timestamp {
    let doublings = u32::try_from(asked.saturating_sub(1)).unwrap_or(10).min(10);
    let rest = FIRST_REST.saturating_mul(1 << doublings).min(LONGEST_REST);
    let ours = last.at.plus(rest);
    // Whatever it asks for, it is asked again within the longest rest: a code is no use tomorrow.
    last.again_at.map_or(ours, |theirs| theirs.min(last.at.plus(LONGEST_REST)))
}

/// Whether any provider of the route would be asked now, for the list of ways.
pub fn is_served(hops: &[Hop], standings: &[Standing], now: Timestamp) -> bool {
    matches!(choose(hops, standings, &[], now), Next::Ask { .. })
}
