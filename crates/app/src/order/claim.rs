//! Hands an authorised order to the portal, once, with its receipt.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use countersign_core::ids::OrderId;
use countersign_core::order::OrderState;
use countersign_store::{StoreError, Tx};

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What a claim gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claimed {
    /// The receipt, a compact JWS.
    pub receipt: String,
}

/// Claims an order. Looks again at authorisation, digest, time, session and person; of any number of callers one gets it.
pub async fn claim(ctx: &Ctx, asked: &Asked, id: OrderId) -> Outcome<Claimed> {
    let (event, frame) = (ctx.event_id(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(claimed) = tx.order_claim(&id, frame.now).await? else {
            return why_not(tx, &id, &frame).await.map(Err);
        };
        if claimed.order.digest() != claimed.digest {
            return Err(StoreError::Corrupt {
                statement: "ORDER_CLAIM",
                column: "digest".to_owned(),
            });
        }
        let receipt = claimed.receipt.ok_or(StoreError::Corrupt {
            statement: "ORDER_CLAIM",
            column: "receipt".to_owned(),
        })?;
        let receipt_hash = HEXLOWER.encode(&Sha256::digest(receipt.as_bytes()));
        let record = frame
            .record(event.clone(), "order.claimed")
            .about(&claimed.order.person, id.as_str(), claimed.session.as_ref())
            .of_order(&claimed.digest)
            .because(receipt_hash);
        tx.audit_insert(&record).await?;
        Ok(Ok(Claimed { receipt }))
    })
    .await
}

async fn why_not(tx: &mut Tx, id: &OrderId, asked: &Asked) -> Result<Refused, StoreError> {
    Ok(match tx.order_read(id).await? {
        None => Refused::NotFound,
        Some(order) => match order.state_at(asked.now) {
            OrderState::Claimed => Refused::AlreadyClaimed,
            state => Refused::NotAuthorised { state: state.as_str().to_owned() },
        },
    })
}
