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

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
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

/// The languages of an installation: never empty, the default among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages {
    default: Language,
    offered: Vec<Language>,
}

impl Languages {
    /// `None` if the default is not among those offered.
    pub fn new(default: Language, offered: Vec<Language>) -> Option<Self> {
        offered.contains(&default).then_some(Self { default, offered })
    }

    /// That of whoever chose none.
    pub const fn usual(&self) -> Language {
        self.default
    }

    /// Those that can be chosen, in the operator's order.
    pub fn offered(&self) -> &[Language] {
        &self.offered
    }

    /// The language a tag names, if it is offered.
    pub fn parse(&self, tag: &str) -> Option<Language> {
        Language::parse(tag).and_then(|language| self.fit(language))
    }

    /// The language itself, if it is offered.
    pub fn fit(&self, language: Language) -> Option<Language> {
        self.offered.contains(&language).then_some(language)
    }
}

impl Default for Languages {
    fn default() -> Self {
        Self { default: Language::En, offered: vec![Language::En, Language::De] }
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
    /// An assisted recovery took every way away: a second factor is set up before anything else.
    pub must_enrol: bool,
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

    /// The mailbox that links go to: the first address that was confirmed with the person. A link acts, so it goes to no other.
    pub fn mailbox(&self) -> Option<&Contact> {
        let is_one = |one: &&Contact| one.kind == ContactKind::Email && one.confirmed_at.is_some();
        self.contacts.iter().find(is_one)
    }

    /// The e-mail address the person signs in and is written to with: the first one.
    pub fn email(&self) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.kind == ContactKind::Email)
    }
}
