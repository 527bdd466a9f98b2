//! Limits: the guess ledger, wrong passwords, sends, and what confirming a contact costs.

mod contact_budget;
mod guess_ledger;
mod new_numbers;
mod password_tries;
mod reset_lane;
mod sends;

pub use contact_budget::ContactBudget;
pub use guess_ledger::{Admission, GuessLedger, Lane, LedgerUnreadable};
pub use new_numbers::{NEW_NUMBERS_SPAN, may_add_number};
pub use password_tries::{
    AddressTries, PasswordTries, TicketsWritten, TriesUnreadable, UnlockMails,
};
pub use reset_lane::{RESET_LANE_MEMORY, RESET_LANES, opens_reset_lane};
pub use sends::{SendLimits, SendRefused};
