//! Wrong passwords: how many more a browser may send, by person, device and address.

use std::fmt::Write as _;
use std::time::Duration;

use crate::ports::Timestamp;

/// The span in which a burst is counted.
const BURST: Duration = Duration::from_mins(10);
/// The span in which the persons of one address are counted.
const HOUR: Duration = Duration::from_hours(1);

/// Wrong passwords for one person from browsers that are not recognised, or from one that is; also for a name that is nobody's,
/// so that nothing tells the two apart (CS-RL-09, CS-ENUM-01).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordTries {
    in_a_row: u32,
    newest: Vec<Timestamp>,
}

/// The column holds no counter. The caller fails: an empty counter in its place would forgive all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the counter of wrong passwords cannot be read")]
pub struct TriesUnreadable;

impl PasswordTries {
    /// In any 10 minutes.
    pub const BURST_LIMIT: usize = 10;
    /// Without a right one in between.
    pub const ROW_LIMIT: u32 = 100;

    /// Counts a password before it is compared; false: it may not be, and nothing was counted.
    pub fn charge(&mut self, now: Timestamp) -> bool {
        self.newest.retain(|at| counts(*at, now, BURST));
        if self.newest.len() >= Self::BURST_LIMIT || self.in_a_row >= Self::ROW_LIMIT {
            return false;
        }
        self.in_a_row += 1;
        self.newest.push(now);
        true
    }

    /// A right one: what was wrong before is forgotten.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The number in a row, then the newest in milliseconds.
    pub fn to_column(&self) -> String {
        let mut column = self.in_a_row.to_string();
        for at in &self.newest {
            let _ = write!(column, " {}", at.ms());
        }
        column
    }

    /// Reads [`PasswordTries::to_column`]; empty: none yet.
    pub fn from_column(column: &str) -> Result<Self, TriesUnreadable> {
        if column.is_empty() {
            return Ok(Self::default());
        }
        let mut words = column.split(' ');
        let in_a_row = words.next().and_then(|word| word.parse().ok()).ok_or(TriesUnreadable)?;
        Ok(Self { in_a_row, newest: times(words)? })
    }
}

/// Wrong passwords from one address, over all persons (CS-RL-08).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressTries {
    entries: Vec<(Timestamp, String)>,
}

impl AddressTries {
    /// In any 10 minutes.
    pub const BURST_LIMIT: usize = 20;
    /// Persons in any hour.
    pub const PERSONS_LIMIT: usize = 50;

    /// Counts a password before it is compared; false: it may not be, and nothing was counted. `whose`: a short mark of the
    /// person or name, without spaces.
    pub fn charge(&mut self, whose: &str, now: Timestamp) -> bool {
        self.entries.retain(|(at, _)| counts(*at, now, HOUR));
        let burst = self.entries.iter().filter(|(at, _)| counts(*at, now, BURST)).count();
        let mut persons: Vec<&str> = self.entries.iter().map(|(_, mark)| mark.as_str()).collect();
        persons.sort_unstable();
        persons.dedup();
        let is_known = persons.contains(&whose);
        if burst >= Self::BURST_LIMIT || !is_known && persons.len() >= Self::PERSONS_LIMIT {
            return false;
        }
        self.entries.push((now, whose.to_owned()));
        true
    }

    /// A right one: the newest of this person was no failure.
    pub fn take_back(&mut self, whose: &str) {
        if let Some(at) = self.entries.iter().rposition(|(_, mark)| mark == whose) {
            self.entries.remove(at);
        }
    }

    /// Milliseconds and mark of each, oldest first.
    pub fn to_column(&self) -> String {
        let entries = self.entries.iter().map(|(at, mark)| format!("{}:{mark}", at.ms()));
        entries.collect::<Vec<_>>().join(" ")
    }

    /// Reads [`AddressTries::to_column`]; empty: none yet.
    pub fn from_column(column: &str) -> Result<Self, TriesUnreadable> {
        let entry = |word: &str| {
            let (at, mark) = word.split_once(':')?;
            Some((Timestamp::from_ms(at.parse().ok()?), mark.to_owned()))
        };
        let entries = column.split(' ').filter(|_| !column.is_empty()).map(entry);
        Ok(Self { entries: entries.collect::<Option<_>>().ok_or(TriesUnreadable)? })
    }
}

/// Mails with a link that lets one browser go on, by person: strangers cause them, so they are few (CS-RL-09).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnlockMails(Vec<Timestamp>);

impl UnlockMails {
    /// In any 24 hours.
    pub const LIMIT: usize = 3;
    const DAY: Duration = Duration::from_hours(24);
    const SPACING: Duration = Duration::from_mins(5);

    /// Counts a mail before it is sent; false: none may be.
    pub fn charge(&mut self, now: Timestamp) -> bool {
        self.0.retain(|at| counts(*at, now, Self::DAY));
        let too_soon = self.0.last().is_some_and(|at| counts(*at, now, Self::SPACING));
        if too_soon || self.0.len() >= Self::LIMIT {
            return false;
        }
        self.0.push(now);
        true
    }

    /// The newest in milliseconds.
    pub fn to_column(&self) -> String {
        let times = self.0.iter().map(|at| at.ms().to_string());
        times.collect::<Vec<_>>().join(" ")
    }

    /// Reads [`UnlockMails::to_column`]; empty: none yet.
    pub fn from_column(column: &str) -> Result<Self, TriesUnreadable> {
        times(column.split(' ').filter(|_| !column.is_empty())).map(Self)
    }
}

/// Tickets that strangers write from one address, or one person writes: each is read by somebody, so they are few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketsWritten(Vec<Timestamp>);

impl TicketsWritten {
    /// In any 24 hours.
    pub const LIMIT: usize = 5;
    const DAY: Duration = Duration::from_hours(24);

    /// Counts a ticket before it is written; false: none may be.
    pub fn charge(&mut self, now: Timestamp) -> bool {
        self.0.retain(|at| counts(*at, now, Self::DAY));
        let may = self.0.len() < Self::LIMIT;
        if may {
            self.0.push(now);
        }
        may
    }

    /// Each in milliseconds.
    pub fn to_column(&self) -> String {
        let times = self.0.iter().map(|at| at.ms().to_string());
        times.collect::<Vec<_>>().join(" ")
    }

    /// Reads [`TicketsWritten::to_column`]; empty: none yet.
    pub fn from_column(column: &str) -> Result<Self, TriesUnreadable> {
        times(column.split(' ').filter(|_| !column.is_empty())).map(Self)
    }
}

fn times<'w>(words: impl Iterator<Item = &'w str>) -> Result<Vec<Timestamp>, TriesUnreadable> {
    let time = |word: &str| word.parse().map(Timestamp::from_ms).map_err(|_| TriesUnreadable);
    words.map(time).collect()
}

/// An entry of the future counts: a clock that was set back opens nothing.
fn counts(at: Timestamp, now: Timestamp, span: Duration) -> bool {
    now.since(at) < span
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_ms(seconds * 1_000)
    }

    #[test]
    fn five_tickets_a_day_are_written() {
        let mut written = TicketsWritten::default();
        assert!((0..5).all(|second| written.charge(at(second))));
        let mut written = TicketsWritten::from_column(&written.to_column()).expect("readable");
        assert!(!written.charge(at(86_399)), "a day is not over");
        assert!(written.charge(at(86_400)) && !written.charge(at(86_400)));
    }

    /// CS-RL-09
    #[test]
    fn ten_in_ten_minutes_or_a_hundred_in_a_row_are_all_a_stranger_has() {
        let mut tries = PasswordTries::default();
        assert!((0..10).all(|second| tries.charge(at(second))));
        assert!(!tries.charge(at(599)), "the first still counts");
        assert!(tries.charge(at(600)));
        for round in 1..=89 {
            assert!(tries.charge(at(600 + round * 61)), "{round}");
        }
        assert!(!tries.charge(at(1_000_000)), "a hundred and one in a row");
        let kept = PasswordTries::from_column(&tries.to_column()).expect("readable");
        assert_eq!(kept, tries);
        tries.forget();
        assert!(tries.charge(at(1_000_000)));
        assert_eq!(PasswordTries::from_column("x"), Err(TriesUnreadable));
    }

    /// CS-RL-09
    #[test]
    fn three_unlock_mails_a_day_and_none_in_a_burst() {
        let mut mails = UnlockMails::default();
        assert!(mails.charge(at(0)) && !mails.charge(at(299)));
        assert!(mails.charge(at(300)) && mails.charge(at(600)));
        let mut mails = UnlockMails::from_column(&mails.to_column()).expect("readable");
        assert!(!mails.charge(at(24 * 3_600 - 1)));
        assert!(mails.charge(at(24 * 3_600)));
    }

    /// CS-RL-08
    #[test]
    fn an_address_has_twenty_in_ten_minutes_and_fifty_persons_an_hour() {
        let mut tries = AddressTries::default();
        assert!((0..20).all(|second| tries.charge("p0", at(second))));
        assert!(!tries.charge("p0", at(20)));
        tries.take_back("p0");
        assert!(tries.charge("p0", at(20)), "a right one was no failure");
        let mut many = AddressTries::default();
        assert!((0..50).all(|person| many.charge(&format!("p{person}"), at(person * 60))));
        assert!(!many.charge("p50", at(3_050)), "the fifty-first person");
        assert!(many.charge("p7", at(3_060)), "one of the fifty");
        assert_eq!(AddressTries::from_column(&many.to_column()), Ok(many));
        assert_eq!(AddressTries::from_column(""), Ok(AddressTries::default()));
    }
}
