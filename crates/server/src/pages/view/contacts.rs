//! The pages of numbers and addresses.

mod entry;
mod list;
mod problem;
mod remove;

pub use entry::{ContactCode, ContactEntry, EntryFor};
pub use list::{ContactRow, ContactsDone, ContactsPage, PreferredRow};
pub use problem::ContactProblem;
pub use remove::ContactRemove;
