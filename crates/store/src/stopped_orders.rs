//! Stops every order of a person that was not claimed.

use countersign_core::Timestamp;
use countersign_core::ids::{OrderId, PersonId};
use countersign_core::order::OrderDigest;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Guards like a single stop: an order that is claimed at the same moment is one or the other.
    ORDERS_STOP = "UPDATE orders SET state = 'cancelled', closed_at = $2 WHERE person = $1 AND state IN ('open', 'authorised') \
        RETURNING id, digest";
}

/// An order that was stopped.
#[derive(Clone, Debug)]
pub struct StoppedOrder {
    /// Which.
    pub id: OrderId,
    /// What it said.
    pub digest: OrderDigest,
}

impl Tx {
    /// Stops them; which ones. Their challenges are closed by whoever secures the person.
    pub async fn orders_stop(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<StoppedOrder>, StoreError> {
        let rows = self.fetch_all(&ORDERS_STOP, &[person.into(), now.into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(StoppedOrder {
                    id: OrderId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
                    digest: OrderDigest::from_hex(&row.text("digest")?)
                        .ok_or_else(|| row.corrupt("digest"))?,
                })
            })
            .collect()
    }
}
