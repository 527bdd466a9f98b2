//! A sliding count that fits into one column: how much happened in the last hour or day.

use std::time::Duration;

use crate::ports::Timestamp;

/// Spans are counted in this many slots: a count lets go of what is old at most a twelfth of its span late, never early.
const SLOTS: u64 = 12;

/// What was counted, by slots of a span. Text form: `slot:amount` joined by `;`, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauge {
    slot_ms: i64,
    counted: Vec<(i64, u64)>,
}

/// A column that holds no gauge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a gauge")]
pub struct GaugeUnreadable;

impl Gauge {
    /// Reads a column; an empty text is an empty gauge. `span`: what it counts over, at least a second.
    pub fn read(text: &str, span: Duration) -> Result<Self, GaugeUnreadable> {
        let slot_ms =
            i64::try_from(span.as_millis() / u128::from(SLOTS)).unwrap_or(i64::MAX).max(1);
        let mut counted = Vec::new();
        for entry in text.split(';').filter(|entry| !entry.is_empty()) {
            let (slot, amount) = entry.split_once(':').ok_or(GaugeUnreadable)?;
            let slot = slot.parse().map_err(|_| GaugeUnreadable)?;
            counted.push((slot, amount.parse().map_err(|_| GaugeUnreadable)?));
        }
        Ok(Self { slot_ms, counted })
    }

    /// What was counted in the span that ends at `now`.
    pub fn total(&self, now: Timestamp) -> u64 {
        self.within(now).map(|(_, amount)| *amount).fold(0, u64::saturating_add)
    }

    /// Counts `amount` at `now` and lets go of what is older than the span.
    #[must_use]
    pub fn plus(&self, amount: u64, now: Timestamp) -> Self {
        let slot = now.ms().div_euclid(self.slot_ms);
        let mut counted: Vec<_> = self.within(now).copied().collect();
        match counted.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, sum)) => *sum = sum.saturating_add(amount),
            None => counted.push((slot, amount)),
        }
        Self { slot_ms: self.slot_ms, counted }
    }

    /// The text form.
    pub fn written(&self) -> String {
        let entries: Vec<_> =
            self.counted.iter().map(|(slot, amount)| format!("{slot}:{amount}")).collect();
        entries.join(";")
    }

    /// When room for more is made at the earliest; `now` if nothing is counted.
    pub fn frees_at(&self, now: Timestamp) -> Timestamp {
        let oldest = self.within(now).map(|(slot, _)| *slot).min();
        let slots = i64::try_from(SLOTS).unwrap_or(i64::MAX);
        oldest.map_or(now, |slot| Timestamp::from_ms((slot + slots + 1) * self.slot_ms))
    }

    /// The slots of the span, and the one that reaches into it.
    fn within(&self, now: Timestamp) -> impl Iterator<Item = &(i64, u64)> {
        let newest = now.ms().div_euclid(self.slot_ms);
        let oldest = newest - i64::try_from(SLOTS).unwrap_or(i64::MAX);
        self.counted.iter().filter(move |(slot, _)| *slot >= oldest)
    }
}
