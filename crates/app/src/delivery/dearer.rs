//! A fail-over to a dearer provider: the day's money pays the difference, or the message does not go there.

use countersign_core::Timestamp;
use countersign_core::delivery::brake::Caps;
use countersign_core::delivery::{Gauge, Hop};
use countersign_store::{StoreError, StoredAttempt, Tx};

use super::brake::{DAY, MONEY, alarm};

/// What a hop takes beyond what the send was charged, in millionths: the send was charged the first hop of its route, and a
/// provider that is asked again is not charged again.
pub(super) fn beyond(route: &[Hop], before: &[StoredAttempt], hop: &Hop) -> u64 {
    let was_asked = before.iter().any(|attempt| attempt.provider == hop.provider);
    let charged = route.first().map_or(0, |first| first.cost_micros);
    if was_asked {
        return 0;
    }
    u64::try_from(hop.cost_micros.saturating_sub(charged)).unwrap_or(0)
}

/// The day's money, if it has enough left; the row stays locked, and nothing is charged before [`Bill::pay`].
pub(super) async fn bill(
    tx: &mut Tx,
    caps: &Caps,
    micros: u64,
    now: Timestamp,
) -> Result<Option<Bill>, StoreError> {
    let Some(cap) = caps.money_micros_per_day.filter(|_| micros > 0) else {
        return Ok(Some(Bill(None)));
    };
    let gauge = tx.gauge_lock(MONEY.0, MONEY.1, DAY, now).await?;
    if gauge.total(now).saturating_add(micros) > cap {
        alarm(MONEY.0, "a cap is reached");
        return Ok(None);
    }
    Ok(Some(Bill(Some(gauge.plus(micros, now)))))
}

/// What is left to write down.
pub(super) struct Bill(Option<Gauge>);

impl Bill {
    pub(super) async fn pay(self, tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
        match self.0 {
            Some(gauge) => tx.gauge_write(MONEY.0, MONEY.1, &gauge, now).await,
            None => Ok(()),
        }
    }
}
