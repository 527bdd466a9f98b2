//! Who may go on after strangers used up the codes of every browser that is not recognised: whoever holds the mailbox, seldom.

use std::time::Duration;

use super::guess_ledger::{Admission, GuessLedger, Lane};
use crate::ports::Timestamp;

/// How long an opening counts.
pub const RESET_LANE_MEMORY: Duration = GuessLedger::MEMORY;
/// Openings in that time.
pub const RESET_LANES: usize = 2;

/// Whether a password that was set by a mailed link opens a lane of its own for the browser that used it (CS-RL-04).
///
/// Only where the lane of strangers is closed and the ledger is not spent: so password and mailbox together are worth ten more
/// guesses a year, and they are among the thirty.
pub fn opens_reset_lane(ledger: &GuessLedger, opened: usize, now: Timestamp) -> bool {
    let closed = Admission::Closed { everywhere: false };
    opened < RESET_LANES && ledger.admit(&Lane::Unrecognised, now) == closed
}
