//! Step-up: answered, redeemed, read, closed.

mod answer;
mod close;
mod complete;
mod enter;
mod here;
mod windows;

pub(crate) use answer::{HoldResult, OpenWindow};
pub use answer::{WindowGrant, answer_step_up};
pub use close::close;
pub use complete::complete;
pub use enter::enter;
pub use here::{BegunHere, HereAsk, begin_here};
pub use windows::{WindowView, windows, windows_for};
