//! Answers an order's challenge: authorises it and signs its receipt.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::challenge::Grant;
use countersign_core::ids::ReceiptId;
use countersign_core::order::Order;
use countersign_store::{Authorisation, Meter, StoreError, Tx};

use crate::challenge::{Answer, Effect, answer};
use crate::jobs::NoticeIds;
use crate::signing::{Signer, claims_of};
use crate::{Asked, Ctx, Outcome};

/// What a passed order challenge gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderGrant {
    /// When; milliseconds.
    pub at: i64,
    /// The order.
    pub order: String,
}

/// Answers a challenge of purpose `order`.
pub async fn answer_order(ctx: &Ctx, asked: &Asked, given: Answer) -> Outcome<OrderGrant> {
    answer::<Order, _>(ctx, asked, given, Authorise::of(ctx)).await
}

/// Moves the order to authorised. The receipt is signed here, in memory, so that what the person confirmed and what the
/// receipt says are one commit.
pub(crate) struct Authorise {
    signer: Signer,
    receipt: ReceiptId,
    issuer: String,
    audience: String,
    claim_lasts: Duration,
    notice: NoticeIds,
}

impl Authorise {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self {
            signer: ctx.signer.clone(),
            receipt: ctx.random(ReceiptId::generate),
            issuer: ctx.portal.origin.clone(),
            audience: ctx.portal.audience.clone(),
            claim_lasts: ctx.policy.claim_lifetime,
            notice: NoticeIds::draw(ctx),
        }
    }
}

impl Effect<Order> for Authorise {
    type Gives = OrderGrant;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<Order>,
        meter: &Meter,
    ) -> Result<OrderGrant, StoreError> {
        // The charge locked the order and read it; a grant for other words is a fault, and everything is taken back.
        let charged = meter.order.as_ref().ok_or(StoreError::Busy)?;
        let authorised = charged.order.clone().authorise(grant).map_err(|_| corrupt_digest())?;
        let target = meter.target.as_deref();
        let claims = claims_of(&authorised, &self.receipt, &self.issuer, &self.audience, target);
        let receipt = self.signer.sign(&claims).map_err(|_| StoreError::Busy)?;
        let authorisation = Authorisation {
            at: authorised.at,
            claim_by: authorised.at.plus(self.claim_lasts),
            method: authorised.method,
            target: meter.target.clone(),
            receipt,
        };
        if !tx.order_authorise(&authorised.order.id, &authorisation).await? {
            return Err(StoreError::Conflict);
        }
        self.notice.order_confirmed(tx, &authorised.order.id, authorised.at).await?;
        Ok(OrderGrant { at: authorised.at.ms(), order: authorised.order.id.to_string() })
    }
}

fn corrupt_digest() -> StoreError {
    StoreError::Corrupt { statement: "ORDER_CHARGE", column: "digest".to_owned() }
}
