//! Stops an order that was not claimed.

use countersign_core::ids::OrderId;
use countersign_core::order::OrderState;
use countersign_store::Tx;

use super::read::{OrderView, order_view};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// Stops an order: its codes are dead. Stopping a stopped order changes nothing and is no error.
pub async fn cancel(ctx: &Ctx, asked: &Asked, id: OrderId) -> Outcome<OrderView> {
    let (event, frame) = (ctx.event_id(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let stopped = tx.order_cancel(&id, frame.now).await?;
        let Some(order) = tx.order_read(&id).await? else { return Ok(Err(Refused::NotFound)) };
        let state = order.state_at(frame.now);
        if !stopped && state != OrderState::Cancelled {
            return Ok(Err(Refused::OrderClosed { state: state.as_str().to_owned() }));
        }
        if stopped {
            tx.challenges_of_order_close(&id).await?;
            let record = frame
                .record(event.clone(), "order.cancelled")
                .about(&order.order.person, id.as_str(), order.session.as_ref())
                .of_order(&order.digest);
            tx.audit_insert(&record).await?;
        }
        Ok(Ok(order_view(&order, frame.now)))
    })
    .await
}
