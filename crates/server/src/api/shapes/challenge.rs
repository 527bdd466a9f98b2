//! Challenges, grants and windows on the wire.

use countersign_app::challenge::{ChallengeCreated, OfferView};
use countersign_app::order::OrderGrant;
use countersign_app::step_up::WindowGrant;
use serde::Serialize;
use utoipa::ToSchema;

use super::order::Money;
use super::time;

/// One way to answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct MethodOffer {
    /// The method.
    #[schema(example = "sms")]
    method: String,
    /// Whether it can be used now.
    available: bool,
    /// Why not, for one: `landline`, `unconfirmed`, `number-too-new`, `number-kind-refused`, `country-not-served`, `opted-out`,
    /// `provider-outage` (for now), `second-factor-required`, `not-for-orders`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// From then on it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    available_from: Option<String>,
    /// The contact a code goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// `email`, `mobile` or `landline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// The contact, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// What it costs the person.
    price: Money,
}

impl From<OfferView> for MethodOffer {
    fn from(offer: OfferView) -> Self {
        Self {
            method: offer.method,
            available: offer.available,
            reason: offer.reason,
            available_from: offer.available_from.map(time),
            contact: offer.contact,
            kind: offer.kind,
            target: offer.target,
            price: offer.price.into(),
        }
    }
}

/// A new challenge.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct NewChallenge {
    /// Its id.
    id: String,
    /// `open`.
    state: &'static str,
    /// From then on a right answer is refused.
    expires_at: String,
    /// The hosted page; its handle works once. Missing for challenges of orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_url: Option<String>,
    /// The ways to answer, one row per contact.
    methods: Vec<MethodOffer>,
}

impl From<ChallengeCreated> for NewChallenge {
    fn from(created: ChallengeCreated) -> Self {
        Self {
            id: created.id,
            state: "open",
            expires_at: time(created.expires_at),
            confirm_url: created.confirm_url.map(|link| link.reveal().to_owned()),
            methods: created.methods.into_iter().map(Into::into).collect(),
        }
    }
}

/// Areas that are open until a time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Window {
    /// The areas.
    pub(crate) areas: Vec<String>,
    /// Until when; use does not move it.
    pub(crate) until: String,
}

/// What a right answer gave.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Grant {
    /// `step-up` or `order`.
    purpose: &'static str,
    /// When the code was right.
    at: String,
    /// What is open, after a step-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<Window>,
    /// The order that was authorised.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<String>,
}

impl From<WindowGrant> for Grant {
    fn from(grant: WindowGrant) -> Self {
        let window = Window { areas: grant.areas, until: time(grant.until) };
        Self { purpose: "step-up", at: time(grant.at), window: Some(window), order: None }
    }
}

impl From<OrderGrant> for Grant {
    fn from(grant: OrderGrant) -> Self {
        Self { purpose: "order", at: time(grant.at), window: None, order: Some(grant.order) }
    }
}
