//! An order: an unchangeable snapshot of what a person is about to confirm.

use super::digest::{Json, OrderDigest};
use crate::challenge::Grant;
use crate::ids::{OrderId, PersonId};
use crate::people::Method;
use crate::ports::Timestamp;

/// A price: a decimal and an ISO 4217 code, kept as the portal wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// A decimal with a point, at most 12 digits before and 4 after: `12.50`.
    pub value: String,
    /// Three upper-case letters (ISO 4217).
    pub currency: String,
}

/// One line of the slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What the line says the value of.
    pub label: String,
    /// The value.
    pub value: String,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Waits for the person.
    Open,
    /// Confirmed; the portal has not claimed it.
    Authorised,
    /// Confirmed and handed to the portal, once.
    Claimed,
    /// Stopped by the person or the portal.
    Cancelled,
    /// Waited too long.
    Expired,
    /// Stopped by three wrong codes, or not claimed in time.
    Void,
    /// Another order took its place.
    Replaced,
}

impl OrderState {
    /// Every state.
    pub const ALL: [OrderState; 7] = [
        Self::Open,
        Self::Authorised,
        Self::Claimed,
        Self::Cancelled,
        Self::Expired,
        Self::Void,
        Self::Replaced,
    ];

    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Authorised => "authorised",
            Self::Claimed => "claimed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Void => "void",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the name in a column.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// An order. Nothing of it changes after it was created; to change one, another replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Who confirms it, and nobody else.
    pub person: PersonId,
    /// Machine name of the action: `restore-snapshot`.
    pub action: String,
    /// What is done, in the portal's words: "Restore snapshot".
    pub title: String,
    /// To what: "web-1".
    pub object: String,
    /// Further lines of the slip.
    pub details: Vec<Detail>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<Amount>,
    /// When it was created.
    pub created_at: Timestamp,
    /// From then on it cannot be confirmed.
    pub expires_at: Timestamp,
}

/// A grant for another order, or for other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the grant is for another order")]
pub struct WrongOrder;

/// An order that its person confirmed.
#[derive(Debug)]
pub struct AuthorisedOrder {
    /// The order.
    pub order: Order,
    /// SHA-256 over its canonical form.
    pub digest: OrderDigest,
    /// How it was confirmed.
    pub method: Method,
    /// When.
    pub at: Timestamp,
}

impl Order {
    /// SHA-256 over the RFC 8785 form of the words as shown; the published vectors stand in docs/integrators/orders.md.
    pub fn digest(&self) -> OrderDigest {
        OrderDigest::of(&self.canonical_value())
    }

    /// The value whose canonical form is hashed: id, person, action, title, object, details, destructive, amount.
    pub fn canonical_value(&self) -> Json {
        let mut members = vec![
            ("order".to_owned(), Json::text(self.id.as_str())),
            ("person".to_owned(), Json::text(self.person.as_str())),
            ("action".to_owned(), Json::text(&self.action)),
            ("title".to_owned(), Json::text(&self.title)),
            ("object".to_owned(), Json::text(&self.object)),
            (
                "details".to_owned(),
                Json::Array(
                    self.details
                        .iter()
                        .map(|detail| {
                            Json::Object(vec![
                                ("label".to_owned(), Json::text(&detail.label)),
                                ("value".to_owned(), Json::text(&detail.value)),
                            ])
                        })
                        .collect(),
                ),
            ),
            ("destructive".to_owned(), Json::Bool(self.destructive)),
        ];
        if let Some(amount) = &self.amount {
            members.push((
                "amount".to_owned(),
                Json::Object(vec![
                    ("value".to_owned(), Json::text(&amount.value)),
                    ("currency".to_owned(), Json::text(&amount.currency)),
                ]),
            ));
        }
        Json::Object(members)
    }

    /// The last four characters of the number, as messages and slips name it.
    pub fn reference(&self) -> &str {
        let id = self.id.as_str();
        &id[id.len().saturating_sub(4)..]
    }

    /// Confirms the order with the grant of its own purpose.
    #[expect(clippy::needless_pass_by_value, reason = "an effect uses its grant up")]
    pub fn authorise(self, grant: Grant<Order>) -> Result<AuthorisedOrder, WrongOrder> {
        let digest = self.digest();
        let (order, promised) = grant.payload();
        if *order != self.id || *promised != digest || *grant.person() != self.person {
            return Err(WrongOrder);
        }
        Ok(AuthorisedOrder { digest, method: grant.method(), at: grant.at(), order: self })
    }
}
