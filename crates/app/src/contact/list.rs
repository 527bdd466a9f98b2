//! Reads what a person's contact pages show.

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::people::Person;
use countersign_store::{ListedContact, ReadTx};

use crate::challenge::{OfferView, Shown};
use crate::{AppError, Ctx};

/// The contacts of a person.
#[derive(Clone, Debug)]
pub struct ContactsView {
    /// In their order.
    pub contacts: Vec<ListedContact>,
    /// ISO 3166-1 alpha-2 of where the person is, if known: what the country of a new number begins with.
    pub country: Option<String>,
}

/// Reads the contacts of a person; empty for one who is gone.
pub async fn contacts(ctx: &Ctx, person: &PersonId) -> Result<ContactsView, AppError> {
    let person = person.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let contacts = tx.contacts_list(&person).await?;
        let country = tx.person_read(&person).await?.and_then(|stored| stored.country);
        Ok(ContactsView { contacts, country })
    });
    Ok(read.await?)
}

/// The ways by which this contact can be confirmed, each with its reason if it is closed.
pub fn ways_to_confirm(
    ctx: &Ctx,
    person: &Person,
    contact: &ContactId,
    now: Timestamp,
) -> Vec<OfferView> {
    let views = Shown::of(ctx).views(person, PurposeKind::ConfirmContact, false, now);
    views.into_iter().filter(|view| view.contact.as_deref() == Some(contact.as_str())).collect()
}
