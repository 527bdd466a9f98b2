//! A person: a human with a sign-in, never shared.

use super::{Authenticator, AuthenticatorKind, Contact, ContactKind, Method, Staff};
use crate::ids::{ContactId, PersonId};

/// The language a person is written to in. Formal German is the default German.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German, formal.
    De,
}

impl Language {
    /// The primary subtag (RFC 5646).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Reads `de`, `de-AT`, `EN_us`; `None` for a language that has no texts here.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "de" => Some(Self::De),
            _ => None,
        }
    }
}

/// A person with everything that offers and challenges are decided from. Debug hides contact values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The name as the person or portal wrote it; shown, never compared.
    pub name: String,
    /// The language messages are written in.
    pub language: Language,
    /// All contacts, confirmed or not, in the order they were added.
    pub contacts: Vec<Contact>,
    /// Active authenticators.
    pub authenticators: Vec<Authenticator>,
    /// Recovery codes that are not used.
    pub recovery_codes: u32,
    /// Where the person wants codes to go first while there is no second factor.
    pub preferred: Option<(Method, ContactId)>,
    /// Works for the operator; `None`: a customer of the portal.
    pub staff: Option<Staff>,
}

impl Person {
    /// Whether the person has a real second factor: an app, a passkey, or SMS or call turned on for sign-in
    /// (docs/requirements.md, "The numbers"). A confirmed number alone is a contact.
    pub fn has_second_factor(&self) -> bool {
        !self.authenticators.is_empty()
    }

    /// Whether an authenticator app is enrolled.
    pub fn has_totp(&self) -> bool {
        self.authenticators
            .iter()
            .any(|authenticator| authenticator.kind == AuthenticatorKind::Totp)
    }

    /// The contact with this id, if it is this person's.
    pub fn contact(&self, id: &ContactId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == *id)
    }

    /// The e-mail address the person signs in and is written to with: the first one.
    pub fn email(&self) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.kind == ContactKind::Email)
    }
}
