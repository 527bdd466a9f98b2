//! What confirming one number or address may cost it in a day, whoever asks: sends and tries over all persons.

use std::time::Duration;

use super::password_tries::TriesUnreadable;
use crate::ports::Timestamp;

/// The span both are counted in.
const DAY: Duration = Duration::from_hours(24);

/// Sends and tries of codes that confirm one value, over all persons and accounts (CS-ENR-12).
///
/// It is apart from everything else that is counted: strangers who aim at a number spend this budget and no other, so that
/// codes of whoever has confirmed it go on arriving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactBudget {
    sends: Vec<Timestamp>,
    tries: Vec<Timestamp>,
}

impl ContactBudget {
    /// Sends in any 24 hours.
    pub const SENDS: usize = 5;
    /// Tries that are compared, in any 24 hours.
    pub const TRIES: usize = 15;

    /// Counts a send; false: the day's are used up, and nothing was counted.
    pub fn send(&mut self, now: Timestamp) -> bool {
        charge(&mut self.sends, Self::SENDS, now)
    }

    /// Counts a try before it is compared; false: the day's are used up, and nothing was counted.
    pub fn try_once(&mut self, now: Timestamp) -> bool {
        charge(&mut self.tries, Self::TRIES, now)
    }

    /// Gives a send back that no provider took.
    pub fn give_send_back(&mut self, at: Timestamp) {
        if let Some(place) = self.sends.iter().position(|sent| *sent == at) {
            self.sends.remove(place);
        }
    }

    /// Gives a try back: a right code that came late guessed nothing.
    pub fn give_try_back(&mut self, at: Timestamp) {
        if let Some(place) = self.tries.iter().rposition(|tried| *tried == at) {
            self.tries.remove(place);
        }
    }

    /// Milliseconds of the sends, a bar, milliseconds of the tries.
    pub fn to_column(&self) -> String {
        let words = |times: &[Timestamp]| {
            times.iter().map(|at| at.ms().to_string()).collect::<Vec<_>>().join(" ")
        };
        format!("{}|{}", words(&self.sends), words(&self.tries))
    }

    /// Reads [`ContactBudget::to_column`]; empty: nothing yet.
    pub fn from_column(column: &str) -> Result<Self, TriesUnreadable> {
        if column.is_empty() {
            return Ok(Self::default());
        }
        let (sends, tries) = column.split_once('|').ok_or(TriesUnreadable)?;
        Ok(Self { sends: times(sends)?, tries: times(tries)? })
    }
}

fn charge(times: &mut Vec<Timestamp>, limit: usize, now: Timestamp) -> bool {
    times.retain(|at| now.since(*at) < DAY);
    if times.len() >= limit {
        return false;
    }
    times.push(now);
    true
}

fn times(words: &str) -> Result<Vec<Timestamp>, TriesUnreadable> {
    let read = |word: &str| word.parse().map(Timestamp::from_ms).map_err(|_| TriesUnreadable);
    words.split_ascii_whitespace().map(read).collect()
}
