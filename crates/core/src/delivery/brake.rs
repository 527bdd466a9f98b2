//! The brake on pumping fraud: caps, and how many sends of a prefix must be answered.

use std::time::Duration;

use crate::ports::Timestamp;

/// Numbers that share so many digits after the plus share a range.
const RANGE_DIGITS: usize = 7;
/// The newest sends of a prefix that are judged.
pub const JUDGED: usize = 100;
/// A prefix that never had an answer is judged from so many sends on; each answer of the last seven days lets one more pass,
/// up to [`JUDGED`]: a country that is busy in earnest is judged by its whole share.
const JUDGED_WITHOUT_HISTORY: usize = 20;
/// The least share of answered sends, in percent.
const LEAST_VERIFIED: usize = 25;
/// A send that is younger is not yet judged: its person may be typing.
const TYPING: Duration = Duration::from_mins(2);
/// A tap that closes stays closed so long.
pub const CLOSED_FOR: Duration = Duration::from_hours(1);
/// A surge is so many times the usual hour, …
const SURGE: u32 = 5;
/// … at least so many sends, …
const SURGE_FROM: u32 = 50;
/// … of which fewer than this share are answered, in percent: a campaign that people answer is none.
const SURGE_VERIFIED: u32 = 50;

/// The most that is sent, whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Messages to one number or address in an hour.
    pub recipient_per_hour: u64,
    /// Phone messages asked for from one address, or one /64, in an hour.
    pub address_per_hour: u64,
    /// Phone messages to numbers that share their first seven digits, in an hour.
    pub range_per_hour: u64,
    /// Messages that one provider is given in a day; `None`: any number.
    pub provider_per_day: Option<u64>,
    /// What all messages of a day may cost, in millionths of the currency; `None`: any amount.
    pub money_micros_per_day: Option<u64>,
    /// Whether a prefix whose sends are not answered is closed, or only told of.
    pub only_records: bool,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            recipient_per_hour: 10,
            address_per_hour: 10,
            range_per_hour: 20,
            provider_per_day: None,
            money_micros_per_day: None,
            only_records: false,
        }
    }
}

/// Whether so much money calls for the alarm: four fifths of the day's.
pub fn nears(spent: u64, cap: u64) -> bool {
    u128::from(spent) * 5 >= u128::from(cap) * 4
}

/// The first digits that a number shares with its range.
pub fn range(number: &str) -> &str {
    let end = number.char_indices().nth(RANGE_DIGITS + 1).map_or(number.len(), |(at, _)| at);
    &number[..end]
}

/// One send of a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendSeen {
    /// When.
    pub at: Timestamp,
    /// Whether its code was answered.
    pub verified: bool,
}

/// Why a tap closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// Too few of the newest sends were answered.
    Unanswered,
    /// Far more was sent than usual, and too little of it answered.
    Surge,
}

impl Close {
    /// The name in columns and alarms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Surge => "surge",
        }
    }
}

/// Whether the newest sends of a prefix close its tap. `verified_before`: answered sends of its last seven days.
pub fn closes(newest_first: &[SendSeen], verified_before: usize, now: Timestamp) -> Option<Close> {
    let settled: Vec<_> = newest_first
        .iter()
        .filter(|send| send.verified || now.since(send.at) >= TYPING)
        .take(JUDGED)
        .collect();
    let judged_from = JUDGED_WITHOUT_HISTORY.saturating_add(verified_before).min(JUDGED);
    let verified = settled.iter().filter(|send| send.verified).count();
    let few = verified * 100 < settled.len() * LEAST_VERIFIED;
    (settled.len() >= judged_from && few).then_some(Close::Unanswered)
}

/// Whether the last hour of a prefix is a surge. `hours`: what was sent in each of the last 168 hours, those without a send
/// left out or zero.
pub fn surges(sent: u32, verified: u32, hours: &[u32]) -> Option<Close> {
    let mut of_week: Vec<u32> = hours.to_vec();
    of_week.resize(of_week.len().max(168), 0);
    of_week.sort_unstable();
    let usual = of_week.get(of_week.len() / 2).copied().unwrap_or(0);
    let most = usual.saturating_mul(SURGE).max(SURGE_FROM);
    let few = u64::from(verified) * 100 < u64::from(sent) * u64::from(SURGE_VERIFIED);
    (sent > most && few).then_some(Close::Surge)
}
