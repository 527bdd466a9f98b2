//! Tells a person by mail what happened to an order.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, OrderId};
use countersign_core::people::Method;
use countersign_store::{Job, Lane, Meter, NewJob, ReadTx, StoreError, Tx};

use super::did::Did;
use super::message::send;
use crate::wording::{NoticeFacts, OrderFacts};
use crate::{AppError, Ctx};

/// The kind of job that sends a notice.
pub(crate) const NOTICE: &str = "notice";
const CONFIRMED: &str = "order-confirmed";
const STOPPED: &str = "order-stopped";
/// A notice is worth sending for a day; then it would confuse more than it tells.
const WORTH: Duration = Duration::from_hours(24);

/// What writing a notice needs, drawn before the plan.
#[derive(Clone)]
pub(crate) struct NoticeIds(JobId);

impl NoticeIds {
    pub(crate) fn draw(ctx: &Ctx) -> Self {
        Self(ctx.random(JobId::generate))
    }

    /// Three wrong codes stopped the order.
    pub(crate) async fn order_stopped(
        &self,
        tx: &mut Tx,
        meter: &Meter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match &meter.order {
            Some(order) => self.insert(tx, &order.order.id, STOPPED, now).await,
            None => Ok(()),
        }
    }

    /// The order was confirmed.
    pub(crate) async fn order_confirmed(
        &self,
        tx: &mut Tx,
        order: &OrderId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.insert(tx, order, CONFIRMED, now).await
    }

    async fn insert(
        &self,
        tx: &mut Tx,
        order: &OrderId,
        event: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tx.job_insert(&NewJob {
            id: self.0.clone(),
            kind: NOTICE,
            lane: Lane::Mail,
            subject: order.to_string(),
            detail: Some(event.to_owned()),
            created_at: now,
            useless_after: now.plus(WORTH),
        })
        .await
    }
}

/// Sends the notice to the person's address, confirmed or not: a notice grants nothing.
pub(super) async fn deliver(ctx: &Ctx, job: &Job) -> Result<Did, AppError> {
    let Ok(id) = OrderId::parse(&job.subject) else {
        return Ok(Did::Failed("no order".to_owned()));
    };
    let read = async move |tx: &mut ReadTx| {
        let Some(order) = tx.order_read(&id).await? else { return Ok(None) };
        let person = tx.person_read(&order.order.person).await?;
        Ok(person.map(|stored| (order, stored.person)))
    };
    let Some((stored, person)) = ctx.store.read(read).await? else {
        return Ok(Did::Failed("the order is gone".to_owned()));
    };
    let Some(address) = person.email() else {
        return Ok(Did::Failed("the person has no address".to_owned()));
    };
    let order = OrderFacts::of(&stored.order);
    let facts = match (job.detail.as_deref(), stored.method) {
        (Some(CONFIRMED), Some(method)) => NoticeFacts::OrderConfirmed {
            order,
            at: stored.authorised_at.unwrap_or(job.created_at),
            method,
            target: stored.target,
            person: person.name.clone(),
        },
        (Some(STOPPED), _) => NoticeFacts::OrderStopped { order, at: job.created_at },
        _ => return Ok(Did::Failed("unknown notice".to_owned())),
    };
    let rendered = ctx.wording.notice(&facts, person.language);
    let way = (Method::Email, address.value.clone());
    let message = rendered.message(job, way, "notice", person.language);
    send(ctx, &message, Some(&person.id), ctx.clock.now()).await
}
