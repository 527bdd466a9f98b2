//! Sessions: the portal's own, by reference, and ours.

mod end;
mod end_others;
pub mod hosted;
mod live;
mod open;

pub use end::end;
pub use end_others::end_others;
pub(crate) use live::session_of;
pub use open::{NewSessionAsk, OwedView, SessionView, open};
