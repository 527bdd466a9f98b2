//! Sends: how many messages a person gets for one purpose, and how far apart.

use std::time::Duration;

use crate::ports::Timestamp;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Limits of the sends of one person and purpose that are not yet answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendLimits {
    /// Sends in any 60 minutes.
    pub per_hour: u32,
    /// Sends in any 24 hours.
    pub per_day: u32,
    /// The least time between two sends alike: of one challenge, or by one way to one contact.
    pub spacing: Duration,
}

impl Default for SendLimits {
    fn default() -> Self {
        Self { per_hour: 5, per_day: 10, spacing: Duration::from_secs(30) }
    }
}

/// Why nothing may be sent. Nothing was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendRefused {
    /// A message like this one was sent a moment ago.
    #[error("a message was sent a moment ago")]
    TooSoon {
        /// The earliest moment of the next send.
        until: Timestamp,
    },
    /// The hour's or the day's sends are used up.
    #[error("{count} messages were sent already")]
    TooMany {
        /// The earliest moment of the next send.
        until: Timestamp,
        /// The oldest send that counts against it.
        since: Timestamp,
        /// How many were sent since then.
        count: u32,
    },
}

impl SendLimits {
    /// Says whether a message may be sent at `now`.
    ///
    /// `history`: the sends of this person and purpose that count (not answered, taken by a
    /// provider), in any order. `last_alike`: the last send of the challenge at hand, or of
    /// another one by the same way to the same contact, so that starting anew is no way round (CS-STEP-11).
    /// Of two limits reached the one that lasts longer is told.
    pub fn may_send(
        &self,
        history: &[Timestamp],
        last_alike: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), SendRefused> {
        let mut newest_first = history.to_vec();
        newest_first.sort_unstable_by(|a, b| b.cmp(a));
        let hour = full(&newest_first, self.per_hour, HOUR, now);
        let day = full(&newest_first, self.per_day, DAY, now);
        match hour.into_iter().chain(day).max_by_key(|(until, _)| *until) {
            Some((_, refused)) => Err(refused),
            None => self.spaced(last_alike, now),
        }
    }

    fn spaced(&self, last: Option<Timestamp>, now: Timestamp) -> Result<(), SendRefused> {
        match last.map(|last| last.plus(self.spacing)) {
            Some(until) if now < until => Err(SendRefused::TooSoon { until }),
            _ => Ok(()),
        }
    }
}

/// Until when `limit` sends in `span` are used up, if they are.
fn full(
    newest_first: &[Timestamp],
    limit: u32,
    span: Duration,
    now: Timestamp,
) -> Option<(Timestamp, SendRefused)> {
    let within = newest_first.partition_point(|sent| now.since(*sent) < span);
    let count = u32::try_from(within).unwrap_or(u32::MAX);
    // The send whose leaving the span makes room: the `limit`-th newest.
    let leaves = usize::try_from(limit).ok()?.checked_sub(1)?;
    let until = newest_first[..within].get(leaves)?.plus(span);
    let since = *newest_first[..within].last()?;
    Some((until, SendRefused::TooMany { until, since, count }))
}
