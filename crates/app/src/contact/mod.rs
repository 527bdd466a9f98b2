//! Contacts: numbers and addresses that a person adds, confirms, changes and removes, each by a change of its own.

mod confirm;
mod edit;
mod enter;
mod list;
mod remove;
mod share;
mod trial;

pub use confirm::{Confirm, Confirmed};
pub use edit::{prefer, rename, still_mine, use_first};
pub use enter::{Entered, enter};
pub use list::{ContactsView, contacts, ways_to_confirm};
pub use remove::{loss, remove};
pub(crate) use share::Falls;
pub use share::{can_share, share, stop_sharing};
pub use trial::send_trial;
pub(crate) use trial::{TRIAL, deliver as deliver_trial};

pub use countersign_store::ListedContact;

use std::time::Duration;

/// How long a contact that was replaced or removed hears of changes (CS-ENR-08).
const HEARS: Duration = Duration::from_hours(7 * 24);
