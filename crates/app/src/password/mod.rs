//! New passwords: by whoever knows the old one, or by a mailed link.

mod change;
mod forgot;
mod reset;
mod strength;
mod tries;

pub use change::{Changed, NewPasswordAsk, change};
pub use forgot::ask_reset;
pub(crate) use forgot::{RESET_ASKED, mail_link};
pub use reset::{reset, reset_link_works};
pub use strength::strength;
pub(crate) use tries::{MOST_WRONG, charge_in};
