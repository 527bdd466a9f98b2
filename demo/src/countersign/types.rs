//! The bodies of the service API, as far as a portal needs them.

use serde::{Deserialize, Serialize};

/// A person to create.
#[derive(Serialize)]
pub struct NewPerson {
    /// The address; unique.
    pub email: String,
    /// Whether the portal has seen that the address reaches its person.
    pub email_confirmed: bool,
    /// The name.
    pub name: String,
    /// For the sign-in on Countersign's own pages.
    pub password: String,
    /// A BCP 47 tag: `de`.
    pub language: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Phone numbers.
    pub phones: Vec<NewPhone>,
}

/// A phone number of a new person.
#[derive(Serialize)]
pub struct NewPhone {
    /// E.164.
    pub number: String,
    /// When the portal confirmed it (RFC 3339); absent if it never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<String>,
}

/// A person.
#[derive(Deserialize)]
pub struct Person {
    /// `per_…`
    pub id: String,
}

/// A session of the portal's.
#[derive(Serialize)]
pub struct NewSession {
    /// The portal's own name for it.
    pub reference: String,
    /// The browser, as far as the portal recognises it.
    pub device: String,
    /// Where the person sits.
    pub client: Client,
    /// The account it is for; without one it is for all that the person belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// The person's browser, as the portal sees it.
#[derive(Serialize)]
pub struct Client {
    /// IP address.
    pub ip: String,
    /// `User-Agent`, as sent.
    pub user_agent: String,
}

/// A named session.
#[derive(Deserialize)]
pub struct Session {
    /// `ses_…`
    pub id: String,
}

/// A sign-in on Countersign's own pages, once its result was redeemed.
#[derive(Deserialize)]
pub struct HostedSignIn {
    /// `per_…`
    pub person: String,
    /// `ses_…`: Countersign's own session.
    pub session: String,
}

/// An open step-up.
#[derive(Clone, Deserialize)]
pub struct Window {
    /// The areas it opens.
    pub areas: Vec<String>,
    /// Its fixed end (RFC 3339).
    pub until: String,
}

#[derive(Deserialize)]
pub(super) struct WindowList {
    pub(super) windows: Vec<Window>,
}

/// A price.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amount {
    /// A decimal with a point: `4.90`.
    pub value: String,
    /// ISO 4217.
    pub currency: String,
}

impl Amount {
    /// Whether nothing is charged.
    pub fn is_free(&self) -> bool {
        self.value.chars().all(|c| matches!(c, '0' | '.'))
    }
}

/// One way to answer; one row per contact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MethodRow {
    /// `sms`, `call`, `email`, …
    pub method: String,
    /// Whether it can be used now.
    pub available: bool,
    /// Why not.
    #[serde(default)]
    pub reason: Option<String>,
    /// `con_…`
    #[serde(default)]
    pub contact: Option<String>,
    /// `mobile`, `landline`, `email`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The masked number or address.
    #[serde(default)]
    pub target: Option<String>,
    /// What a message costs the person.
    #[serde(default)]
    pub price: Option<Amount>,
}

/// A challenge.
#[derive(Deserialize)]
pub struct Challenge {
    /// `chl_…`
    pub id: String,
    /// Where the person answers it, if not in the portal.
    #[serde(default)]
    pub confirm_url: Option<String>,
    /// The ways to answer.
    #[serde(default)]
    pub methods: Vec<MethodRow>,
}

/// A code went out.
#[derive(Deserialize)]
pub struct Sent {
    /// The masked recipient.
    #[serde(default)]
    pub target: Option<String>,
    /// When the code ends.
    #[serde(default)]
    pub expires_at: Option<String>,
}

/// A right answer.
#[derive(Deserialize)]
pub struct Answer {
    /// `passed`.
    pub state: String,
}

/// A redeemed result.
#[derive(Deserialize)]
pub struct Completed {
    /// What the answer gave.
    pub grant: Grant,
}

/// What a passed challenge gives.
#[derive(Deserialize)]
pub struct Grant {
    /// `step-up` or `order`.
    pub purpose: String,
}

/// A line of the slip.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Detail {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// An order to place.
#[derive(Clone, Serialize)]
pub struct NewOrder {
    /// Who has to confirm it.
    pub person: String,
    /// The session it comes from.
    pub session: String,
    /// The machine name: `restore-snapshot`.
    pub action: String,
    /// What is done, in the person's language.
    pub title: String,
    /// To what.
    pub object: String,
    /// Further lines.
    pub details: Vec<Detail>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Where the browser goes afterwards.
    pub return_to: String,
    /// The order whose place it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// An order that was just placed.
#[derive(Deserialize)]
pub struct Order {
    /// `ord_…`
    pub id: String,
    /// SHA-256 over the canonical form of what was sent, in hexadecimal.
    pub digest: String,
    /// Until when it waits.
    pub expires_at: String,
    /// Where the person confirms it.
    pub confirm_url: String,
    /// The ways to confirm it.
    pub methods: Vec<MethodRow>,
}

/// Where an order stands.
#[derive(Deserialize)]
pub struct OrderView {
    /// `open`, `authorised`, `claimed`, `cancelled`, `expired`, `void`, `replaced`.
    pub state: String,
}

/// A claimed order.
#[derive(Deserialize)]
pub struct Claim {
    /// The compact JWS.
    pub receipt: String,
}
