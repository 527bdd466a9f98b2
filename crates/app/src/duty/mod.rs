//! The duty to use a second factor: set and lifted by owners and administrators, told before it begins, held at every sign-in.

mod hold;
mod lift;
mod read;
mod set;
mod set_up_link;
mod tell;

pub use countersign_store::Reach;
pub use hold::Reads;
pub(crate) use hold::{keeps, let_in, owed_by, required_of, takes_phones};
pub use lift::lift;
pub use read::{DutyView, HitView, Preview, duties, of_person, preview, read_duty};
pub use set::{DutyAsk, DutySet, set};
pub use set_up_link::{SetUpLink, make_set_up_link};
pub use tell::tell;

/// What sessions end with that an owner or administrator ends.
pub(crate) const BY_OWNER: &str = "owner";
