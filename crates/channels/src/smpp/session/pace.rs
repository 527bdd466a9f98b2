//! How fast messages may go out: the rate that was agreed, and the centre's own wish for a pause.

use std::time::Duration;

use tokio::time::Instant;

/// The pause after the first throttling answer, and the longest after doubling.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(16);
/// How far behind its rate a link may catch up at once: what a timer is late.
const CATCH_UP: Duration = Duration::from_millis(10);

pub(super) struct Pace {
    /// Between two messages; zero: as fast as it goes.
    gap: Duration,
    /// None goes out before.
    next: Instant,
    hold: Instant,
    pause: Duration,
}

impl Pace {
    pub fn new(per_second: Option<u32>, now: Instant) -> Self {
        let gap = per_second.map_or(Duration::ZERO, |rate| Duration::from_secs(1) / rate);
        Self { gap, next: now, hold: now, pause: FIRST_PAUSE }
    }

    /// From when on the next message may go.
    pub fn free_at(&self) -> Instant {
        self.next.max(self.hold)
    }

    /// A message went out.
    pub fn sent(&mut self, now: Instant) {
        let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
        self.next = self.next.max(earliest) + self.gap;
    }

    /// A message was taken: the centre keeps up.
    pub fn taken(&mut self) {
        self.pause = FIRST_PAUSE;
    }

    /// A message was put off for being too many. Of several that were under way together the first decides how long.
    pub fn throttled(&mut self, now: Instant) {
        if now >= self.hold {
            self.hold = now + self.pause;
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// How long a message that was put off had better wait.
    pub fn pause(&self, now: Instant) -> Duration {
        self.hold.saturating_duration_since(now).max(FIRST_PAUSE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_rate_spreads_messages_and_forgives_a_late_timer_only() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(100), start);
        pace.sent(start);
        assert_eq!(pace.free_at(), start + 10 * MS);
        // Three milliseconds late: the next one is due as if it had been in time.
        pace.sent(start + 13 * MS);
        assert_eq!(pace.free_at(), start + 20 * MS);
        // An hour of silence buys no burst.
        let later = start + Duration::from_hours(1);
        pace.sent(later);
        assert_eq!(pace.free_at(), later);
        pace.sent(later);
        assert_eq!(pace.free_at(), later + 10 * MS);
    }

    #[test]
    fn pauses_double_until_the_centre_keeps_up() {
        let mut now = Instant::now();
        let mut pace = Pace::new(None, now);
        for seconds in [1, 2, 4, 8, 16, 16] {
            // All of a window are refused together: that is one pause.
            for _ in 0..10 {
                pace.throttled(now);
            }
            assert_eq!(pace.pause(now), Duration::from_secs(seconds));
            now += Duration::from_secs(seconds);
            assert!(pace.free_at() <= now);
        }
        pace.taken();
        pace.throttled(now);
        assert_eq!(pace.pause(now), Duration::from_secs(1));
    }
}
