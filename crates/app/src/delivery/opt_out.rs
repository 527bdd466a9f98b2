//! STOP and START: numbers and addresses that want no messages by a method.

use countersign_channels::Wish;
use countersign_core::Timestamp;
use countersign_core::ids::EventId;
use countersign_core::people::Method;
use countersign_store::{AuditRecord, StoreError, Tx};

use crate::{Actor, AppError, Ctx};

/// Persons of one number for whom a wish is written down.
const MOST_TOLD: i64 = 16;

/// Notes that a number in E.164, or an address, wants no messages by a method: its holder wrote STOP. Other methods stay.
/// False: it was noted before.
pub async fn opt_out(ctx: &Ctx, method: Method, recipient: &str) -> Result<bool, AppError> {
    let (recipient, now) = (recipient.to_owned(), ctx.clock.now());
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&recipient);
        tx.opt_out(&index, method, now).await
    };
    Ok(ctx.store.write(plan).await?)
}

/// Notes that it wants them again: its holder wrote START. False: it had not opted out.
pub async fn opt_in(ctx: &Ctx, method: Method, recipient: &str) -> Result<bool, AppError> {
    let recipient = recipient.to_owned();
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&recipient);
        tx.opt_in(&index, method).await
    };
    Ok(ctx.store.write(plan).await?)
}

/// Notes what the holder of a number wrote to a provider. Numbers that nobody here uses are left aside: whoever writes to a
/// sender fills no table.
pub(crate) async fn wish(ctx: &Ctx, provider: &str, wish: Wish) -> Result<(), AppError> {
    let (now, events) = (ctx.clock.now(), event_ids(ctx));
    let Wish { from, method, wanted } = wish;
    let plan = async move |tx: &mut Tx| {
        let index = tx.recipient_index(&from);
        if tx.holders(&index, 1).await?.is_empty() {
            return Ok(false);
        }
        heed(tx, &index, (method, wanted), events.clone(), now).await
    };
    if ctx.store.write(plan).await? {
        let word = if wanted { "start" } else { "stop" };
        metrics::counter!("countersign_wishes_total", "provider" => provider.to_owned(),
            "method" => method.as_str(), "word" => word)
        .increment(1);
    }
    Ok(())
}

/// The records that a wish may need.
pub(super) fn event_ids(ctx: &Ctx) -> Vec<EventId> {
    (0..MOST_TOLD).map(|_| ctx.event_id()).collect()
}

/// Stops or takes up messages of a method to a number or address, by its keyed index, and writes it down for those who use it:
/// when codes stay away, they and support see since when and why. False: it was so before.
pub(super) async fn heed(
    tx: &mut Tx,
    index: &str,
    (method, wanted): (Method, bool),
    events: Vec<EventId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let is_new = if wanted {
        tx.opt_in(index, method).await?
    } else {
        tx.opt_out(index, method, now).await?
    };
    if !is_new {
        return Ok(false);
    }
    let kind = if wanted { "messages.wanted" } else { "messages.stopped" };
    for ((person, contact), event) in tx.holders(index, MOST_TOLD).await?.into_iter().zip(events) {
        let record = AuditRecord::new(event, now, kind, Actor::System.name())
            .about(&person, contact.as_str(), None)
            .by_method(Some(method));
        tx.audit_insert(&record).await?;
    }
    Ok(true)
}
