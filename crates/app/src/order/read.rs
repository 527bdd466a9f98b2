//! Shows orders to their portal.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::ids::{OrderId, PersonId};
use countersign_store::{ReadTx, StoredOrder};

use crate::challenge::PriceView;
use crate::{Ctx, Outcome, Refused};

/// An order as the API shows it. Times in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderView {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: String,
    /// Who confirms it.
    pub person: String,
    /// The session it came from.
    pub session: Option<String>,
    /// Machine name of the action.
    pub action: String,
    /// What is done.
    pub title: String,
    /// To what.
    pub object: String,
    /// Further lines: label, value.
    pub details: Vec<(String, String)>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<PriceView>,
    /// SHA-256 over its canonical form, hexadecimal.
    pub digest: String,
    /// Where the hosted page leads back to.
    pub return_to: Option<String>,
    /// When it was created.
    pub created_at: i64,
    /// When it lapses.
    pub expires_at: i64,
    /// When it was confirmed.
    pub authorised_at: Option<i64>,
    /// How it was confirmed.
    pub method: Option<String>,
    /// The masked contact it was confirmed with.
    pub target: Option<String>,
    /// Wrong tries that are left.
    pub attempts_left: u32,
    /// The order it took the place of.
    pub replaces: Option<String>,
    /// The order that took its place.
    pub replaced_by: Option<String>,
}

/// How the API shows an order at `now`.
pub(crate) fn order_view(stored: &StoredOrder, now: Timestamp) -> OrderView {
    let order = &stored.order;
    OrderView {
        id: order.id.to_string(),
        state: stored.state_at(now).as_str().to_owned(),
        person: order.person.to_string(),
        session: stored.session.as_ref().map(ToString::to_string),
        action: order.action.clone(),
        title: order.title.clone(),
        object: order.object.clone(),
        details: order.details.iter().map(|d| (d.label.clone(), d.value.clone())).collect(),
        destructive: order.destructive,
        amount: order.amount.as_ref().map(|amount| PriceView {
            value: amount.value.clone(),
            currency: amount.currency.clone(),
        }),
        digest: stored.digest.to_hex(),
        return_to: stored.return_to.clone(),
        created_at: order.created_at.ms(),
        expires_at: order.expires_at.ms(),
        authorised_at: stored.authorised_at.map(Timestamp::ms),
        method: stored.method.map(|method| method.as_str().to_owned()),
        target: stored.target.clone(),
        attempts_left: stored.tries_left(),
        replaces: stored.replaces.as_ref().map(ToString::to_string),
        replaced_by: stored.replaced_by.as_ref().map(ToString::to_string),
    }
}

/// Reads an order.
pub async fn read(ctx: &Ctx, id: &OrderId, now: Timestamp) -> Outcome<OrderView> {
    let id = id.clone();
    let order = ctx.store.read(async move |tx: &mut ReadTx| tx.order_read(&id).await).await?;
    Ok(order.map(|order| order_view(&order, now)).ok_or(Refused::NotFound))
}

/// Orders of a person, newest first; `before` is the (time in milliseconds, id) of the last one seen. At most 101.
pub async fn list(
    ctx: &Ctx,
    person: &PersonId,
    before: Option<(i64, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<OrderView>> {
    let before = before.map(|(at, id)| (Timestamp::from_ms(at), id));
    let person = person.clone();
    let limit = i64::from(limit.clamp(1, 101));
    let orders = ctx
        .store
        .read(async move |tx: &mut ReadTx| {
            tx.orders_of_person(&person, before.clone(), limit).await
        })
        .await?;
    Ok(Ok(orders.iter().map(|order| order_view(order, now)).collect()))
}
