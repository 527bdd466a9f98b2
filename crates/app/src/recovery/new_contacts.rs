//! New contacts in place of those the person no longer has: typed by one agent, approved by another.

use countersign_core::delivery::Desk;
use countersign_core::ids::ContactId;
use countersign_core::people::{Contact, ContactKind, EmailAddress, Person, PhoneNumber};
use countersign_core::policy::ways_of;
use countersign_core::support::RecoveryKind;
use countersign_store::{ReadTx, StoreError, StoredRecovery};
use serde::{Deserialize, Serialize};

use super::Requested;
use crate::contact::may_hold;

/// A new address, a new number, or both.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContacts {
    /// The address; it takes the place of the one the person signs in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NewNumber>,
}

/// A new number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNumber {
    /// In E.164.
    pub value: String,
    /// The number whose place it takes; `None`: it is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
    /// That number, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<String>,
}

impl std::fmt::Debug for NewContacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewContacts(..)")
    }
}

impl std::fmt::Debug for NewNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewNumber(..)")
    }
}

impl NewContacts {
    /// Reads what an agent typed; empty fields are none.
    pub(super) fn read(email: &str, number: &str, instead_of: &str) -> Result<Self, Requested> {
        let email = match email.trim() {
            "" => None,
            text => Some(EmailAddress::read(text).map_err(|_| Requested::BadContact)?),
        };
        let number = match number.trim() {
            "" => None,
            text => Some(PhoneNumber::read(text, None).map_err(|_| Requested::BadNumber)?),
        };
        let instead_of = Some(instead_of.to_owned()).filter(|id| !id.is_empty());
        Ok(Self {
            email: email.map(|address| address.as_str().to_owned()),
            number: number.map(|number| NewNumber {
                value: number.e164().to_owned(),
                instead_of,
                former: None,
            }),
        })
    }

    /// Those that the second agent approved.
    pub(super) fn of(stored: &StoredRecovery) -> Result<Self, StoreError> {
        match stored.asked.new_contact.as_deref() {
            None => Ok(Self::default()),
            // Never done as if nothing had been approved.
            Some(text) => serde_json::from_str(text).map_err(|_| StoreError::Conflict),
        }
    }

    /// With the name of the number that is replaced, for the second agent. False: the person does not have it.
    pub(super) fn names_former(&mut self, person: &Person) -> bool {
        let Some(number) = &mut self.number else { return true };
        number.former = number.old(person).map(Contact::masked);
        number.former.is_some() == number.instead_of.is_some()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.email.is_none() && self.number.is_none()
    }

    /// The address, read.
    pub(super) fn address(&self) -> Option<EmailAddress> {
        self.email.as_deref().and_then(|text| EmailAddress::read(text).ok())
    }

    /// Whether they can be this person's: looked at when they are asked for, and again when their time has come.
    pub(super) async fn fit(
        &self,
        tx: &mut ReadTx,
        person: &Person,
        kind: RecoveryKind,
        (desk, id): (&Desk, &ContactId),
    ) -> Result<Result<(), Requested>, StoreError> {
        if let Some(address) = self.address()
            && tx.sign_in_is_taken(&address.key()).await?
        {
            return Ok(Err(Requested::BadContact));
        }
        let Some(number) = &self.number else { return Ok(Ok(())) };
        let old = number.old(person);
        if kind == RecoveryKind::Contact
            && old.is_some_and(|old| !ways_of(person, &old.id).is_empty())
        {
            return Ok(Err(Requested::SignsInThere));
        }
        number.fits(tx, person, (desk, id)).await
    }
}

impl NewNumber {
    /// As it will stand on the list of contacts.
    pub(super) fn contact(&self, id: &ContactId) -> Contact {
        let number = PhoneNumber::read_confirmed(&self.value, None);
        let kind = number.map_or(ContactKind::Mobile, |number| number.kind());
        Contact { id: id.clone(), kind, value: self.value.clone(), confirmed_at: None }
    }

    /// The number whose place it takes, if the person still has it.
    pub(super) fn old<'p>(&self, person: &'p Person) -> Option<&'p Contact> {
        let id = self.instead_of.as_deref()?;
        let of = |one: &&Contact| one.kind != ContactKind::Email && one.id.as_str() == id;
        person.contacts.iter().find(of)
    }

    async fn fits(
        &self,
        tx: &mut ReadTx,
        person: &Person,
        (desk, id): (&Desk, &ContactId),
    ) -> Result<Result<(), Requested>, StoreError> {
        let new = self.contact(id);
        let known = person.contacts.iter().find(|one| one.value == new.value);
        if known.is_some_and(|one| one.confirmed_at.is_some()) {
            return Ok(Err(Requested::KnownNumber));
        }
        let goes = desk.permits(new.kind.way(), &new.value).is_ok();
        let may = goes && may_hold(tx, &person.id, &new).await?;
        Ok(if may { Ok(()) } else { Err(Requested::BadNumber) })
    }
}
