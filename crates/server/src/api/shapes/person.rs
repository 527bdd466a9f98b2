//! Persons on the wire.

use countersign_app::people::{ContactView, PersonView};
use serde::Serialize;
use utoipa::ToSchema;

use super::time;

/// A contact, masked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Contact {
    /// Its id.
    id: String,
    /// `email`, `mobile` or `landline`.
    kind: String,
    /// The contact, masked.
    target: String,
    /// When it was confirmed; missing: it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<String>,
}

impl From<ContactView> for Contact {
    fn from(contact: ContactView) -> Self {
        Self {
            id: contact.id,
            kind: contact.kind,
            target: contact.target,
            confirmed_at: contact.confirmed_at.map(time),
        }
    }
}

/// A person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    /// Its id.
    id: String,
    /// The sign-in address.
    email: String,
    /// The name.
    name: String,
    /// A language tag.
    language: String,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// `none`, `totp`, …
    second_factor: String,
    /// All contacts, confirmed or not.
    contacts: Vec<Contact>,
    /// When it was registered.
    created_at: String,
}

impl From<PersonView> for Person {
    fn from(person: PersonView) -> Self {
        Self {
            id: person.id,
            email: person.email,
            name: person.name,
            language: person.language,
            country: person.country,
            second_factor: person.second_factor,
            contacts: person.contacts.into_iter().map(Into::into).collect(),
            created_at: time(person.created_at),
        }
    }
}
