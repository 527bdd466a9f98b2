//! Contacts: numbers and addresses that a person adds, confirms, changes and removes, each by a change of its own.

mod confirm;
mod edit;
mod enter;
mod leaves;
mod list;
mod remove;
mod share;
mod take_place;
mod trial;

pub use confirm::{Confirm, Confirmed};
pub use edit::{prefer, rename, still_mine, use_first};
pub use enter::{Entered, enter};
pub use list::{ContactsView, contacts, ways_to_confirm};
pub use remove::{loss, remove};
pub(crate) use share::Falls;
pub use share::{can_share, share, stop_sharing};
pub(crate) use take_place::TakePlace;
pub use trial::send_trial;
pub(crate) use trial::{TRIAL, again as trial_again, deliver as deliver_trial};

pub use countersign_store::ListedContact;

use std::time::Duration;

use countersign_core::ids::PersonId;
use countersign_core::people::{Contact, ContactKind};
use countersign_store::{ReadTx, StoreError};

/// Accounts that one number may be confirmed in (CS-SMS-06).
const MOST_ACCOUNTS: i64 = 5;
/// How long a contact that was replaced or removed hears of changes (CS-ENR-08).
const HEARS: Duration = Duration::from_hours(7 * 24);

/// Whether the number is confirmed in few enough accounts of others for this person to have it too.
pub(crate) async fn may_hold(
    tx: &mut ReadTx,
    person: &PersonId,
    contact: &Contact,
) -> Result<bool, StoreError> {
    Ok(contact.kind == ContactKind::Email
        || tx.contact_foreign_accounts(person, contact).await? < MOST_ACCOUNTS)
}
