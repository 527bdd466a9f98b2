//! A few of something by person and span, counted where it is decided.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_store::{StoreError, Tx};

/// Takes one of `most` places, each of which is free again after `span`.
pub(crate) async fn may(
    tx: &mut Tx,
    person: &PersonId,
    kind: &str,
    (most, span): (u32, Duration),
    now: Timestamp,
) -> Result<bool, StoreError> {
    for place in 1..=most {
        if tx.notice_pause(person, &format!("{kind}-{place}"), now, span).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
