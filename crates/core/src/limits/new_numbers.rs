//! How many new phone numbers a person may add: messages to numbers of one's choice are what pumping fraud wants (CS-SMS-06).

use std::time::Duration;

use crate::ports::Timestamp;

/// New numbers of one person in any 24 hours.
const PER_DAY: usize = 3;
/// New numbers of one person in any 30 days.
const PER_MONTH: usize = 5;
const DAY: Duration = Duration::from_hours(24);

/// The span over which they are counted.
pub const NEW_NUMBERS_SPAN: Duration = Duration::from_hours(30 * 24);

/// Whether another number may be added, after those that were added at these moments, removed ones included.
pub fn may_add_number(added: &[Timestamp], now: Timestamp) -> bool {
    let within = |span| added.iter().filter(|at| now.since(**at) < span).count();
    within(DAY) < PER_DAY && within(NEW_NUMBERS_SPAN) < PER_MONTH
}
