//! What a person loses with a contact, and which contacts must stay.

use crate::ids::{AuthenticatorId, ContactId};
use crate::people::{AuthenticatorKind, Contact, ContactKind, Method, Person};

/// Why a contact may not be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactKept {
    /// The person signs in with this address; it can be changed.
    #[error("the person signs in with this address")]
    SignInAddress,
    /// The last way of two-factor authentication hangs on it.
    #[error("it is the last way of two-factor authentication")]
    LastSecondFactor,
    /// Without it the person, who has no second factor, could not be reached at all.
    #[error("it is the last confirmed contact")]
    LastConfirmed,
}

/// What goes with a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactLoss {
    /// Ways to sign in that hang on it and go with it.
    pub ways: Vec<(AuthenticatorId, Method)>,
    /// No text message can confirm an order any more.
    pub orders_by_sms: bool,
    /// No call can confirm an order any more.
    pub orders_by_call: bool,
}

/// The ways to sign in that hang on a contact.
pub fn ways_of(person: &Person, contact: &ContactId) -> Vec<(AuthenticatorId, Method)> {
    let hangs = |kind: &AuthenticatorKind| match kind {
        AuthenticatorKind::Sms(number) | AuthenticatorKind::Call(number) => number == contact,
        AuthenticatorKind::Totp | AuthenticatorKind::Passkey => false,
    };
    let ways = person.authenticators.iter().filter(|known| hangs(&known.kind));
    ways.map(|known| (known.id.clone(), known.kind.method())).collect()
}

/// Whether a contact may be removed, and what goes with it. Of several reasons against it the one is told that the person
/// can do something about first.
pub fn may_remove_contact(person: &Person, contact: &Contact) -> Result<ContactLoss, ContactKept> {
    if person.email().is_some_and(|address| address.id == contact.id) {
        return Err(ContactKept::SignInAddress);
    }
    let ways = ways_of(person, &contact.id);
    if !ways.is_empty() && ways.len() == person.authenticators.len() {
        return Err(ContactKept::LastSecondFactor);
    }
    if contact.confirmed_at.is_none() {
        return Ok(ContactLoss { ways, ..ContactLoss::default() });
    }
    let others = || {
        let known = person.contacts.iter().filter(|other| other.id != contact.id);
        known.filter(|other| other.confirmed_at.is_some())
    };
    if !person.has_second_factor() && others().next().is_none() {
        return Err(ContactKept::LastConfirmed);
    }
    let is_number = contact.kind != ContactKind::Email;
    let is_mobile = contact.kind == ContactKind::Mobile;
    Ok(ContactLoss {
        ways,
        orders_by_sms: is_mobile && !others().any(|other| other.kind == ContactKind::Mobile),
        orders_by_call: is_number && !others().any(|other| other.kind != ContactKind::Email),
    })
}
