//! Orders on the wire.

use countersign_app::challenge::PriceView;
use countersign_app::order::{OrderCreated, OrderView};
use countersign_core::order::{Amount, Detail};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::challenge::MethodOffer;
use super::time;

/// A decimal and its currency.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Money {
    /// A decimal with a point.
    #[schema(example = "12.50")]
    value: String,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
}

impl From<PriceView> for Money {
    fn from(price: PriceView) -> Self {
        Self { value: price.value, currency: price.currency }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { value: money.value, currency: money.currency }
    }
}

/// One line of an order's slip.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlipLine {
    /// What the line says the value of.
    #[schema(example = "Taken on")]
    label: String,
    /// The value.
    #[schema(example = "12 May 2026, 03:00")]
    value: String,
}

impl From<SlipLine> for Detail {
    fn from(line: SlipLine) -> Self {
        Self { label: line.label, value: line.value }
    }
}

/// A new order.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct NewOrder {
    /// Its id.
    pub(crate) id: String,
    /// `open`.
    state: &'static str,
    /// SHA-256 over its canonical form, hexadecimal.
    digest: String,
    /// Until when it waits.
    expires_at: String,
    /// The hosted page; its handle works once.
    confirm_url: String,
    /// The ways to confirm it, one row per contact.
    methods: Vec<MethodOffer>,
}

impl From<OrderCreated> for NewOrder {
    fn from(created: OrderCreated) -> Self {
        Self {
            id: created.id,
            state: "open",
            digest: created.digest,
            expires_at: time(created.expires_at),
            confirm_url: created.confirm_url.reveal().to_owned(),
            methods: created.methods.into_iter().map(Into::into).collect(),
        }
    }
}

/// An order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Order {
    /// Its id.
    id: String,
    /// `open`, `authorised`, `claimed`, `cancelled`, `expired`, `void` or `replaced`.
    state: String,
    /// Who confirms it.
    person: String,
    /// The session it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// Machine name of the action.
    action: String,
    /// What is done.
    title: String,
    /// To what.
    object: String,
    /// Further lines.
    details: Vec<SlipLine>,
    /// Whether data is deleted or overwritten.
    destructive: bool,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
    /// SHA-256 over its canonical form, hexadecimal.
    digest: String,
    /// Where the hosted page leads back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    return_to: Option<String>,
    /// When it was created.
    created_at: String,
    /// Until when it waits.
    expires_at: String,
    /// Wrong tries that are left.
    attempts_left: u32,
    /// When it was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorised_at: Option<String>,
    /// How it was confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The masked contact it was confirmed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// The order it took the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// The order that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
}

impl From<OrderView> for Order {
    fn from(order: OrderView) -> Self {
        let line = |(label, value)| SlipLine { label, value };
        Self {
            id: order.id,
            state: order.state,
            person: order.person,
            session: order.session,
            action: order.action,
            title: order.title,
            object: order.object,
            details: order.details.into_iter().map(line).collect(),
            destructive: order.destructive,
            amount: order.amount.map(Into::into),
            digest: order.digest,
            return_to: order.return_to,
            created_at: time(order.created_at),
            expires_at: time(order.expires_at),
            attempts_left: order.attempts_left,
            authorised_at: order.authorised_at.map(time),
            method: order.method,
            target: order.target,
            replaces: order.replaces,
            replaced_by: order.replaced_by,
        }
    }
}
