//! A contact person of an account: reached, and never signed in.

use super::Contact;
use crate::ids::{AccountId, ContactPersonId};
use crate::ports::Timestamp;

/// What a contact person is reached for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Invoices and payments.
    Billing,
    /// Servers, domains, outages.
    Technical,
}

impl Matter {
    /// Every matter.
    pub const ALL: [Self; 2] = [Self::Billing, Self::Technical];

    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Billing => "billing",
            Self::Technical => "technical",
        }
    }

    /// Reads [`Matter::as_str`]; exact.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.as_str() == text)
    }
}

/// Somebody who stands beside an account without a sign-in. Debug hides name and contacts.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPerson {
    /// The id.
    pub id: ContactPersonId,
    /// The account.
    pub account: AccountId,
    /// What they are reached for.
    pub matter: Matter,
    /// The name.
    pub name: String,
    /// Numbers and addresses; a confirmed one counts for reuse inside the account.
    pub contacts: Vec<Contact>,
    /// Since when.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for ContactPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContactPerson({}, {})", self.id, self.matter.as_str())
    }
}
