//! The guess ledger: how many wrong short codes a person's browsers may still enter.

use std::fmt::Write as _;
use std::time::Duration;

use crate::ids::ChallengeId;
use crate::ports::Timestamp;

/// Where a guess comes from. Each recognised device is a lane, everything unrecognised is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Every browser in which the person completed no sign-in, taken together.
    Unrecognised,
    /// A recognised device, by its name. Never a bearer value: it stands in the column as it is.
    Device(String),
    /// A browser in which a password was set by a mailed link while the strangers' lane was closed; by the link's id.
    Reset(String),
}

impl Lane {
    /// Misses after which the lane is closed: 20 unrecognised, 10 on a recognised device, 5 after a mailed reset.
    pub const fn limit(&self) -> usize {
        match self {
            Self::Unrecognised => 20,
            Self::Device(_) => 10,
            Self::Reset(_) => 5,
        }
    }
}

/// Whether a guess may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may: charge it, then compare.
    Admit,
    /// Too early. It is neither looked at nor counted.
    Wait {
        /// The earliest moment of the next one.
        until: Timestamp,
    },
    /// Used up: a right code is refused too, and nothing is counted.
    Closed {
        /// All 30 are spent, so that no other browser helps.
        everywhere: bool,
    },
}

/// The wrong short codes of one person in a rolling 365 days, over all endpoints.
///
/// Every guess is charged before it is compared; a success takes back what its own challenge was
/// charged. 30 guesses at three acceptable app codes of a million are 9 in 100,000: whoever has the
/// password gets in below once in 10,000 years of a person (CS-RL-03).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuessLedger {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    at: Timestamp,
    challenge: ChallengeId,
    lane: Lane,
}

/// The column holds no ledger. The caller fails: an empty ledger in its place would forgive all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the guess ledger cannot be read")]
pub struct LedgerUnreadable;

impl GuessLedger {
    /// Misses over all lanes after which nothing but a recovery code, a passkey or an assisted
    /// recovery helps.
    pub const LIMIT: usize = 30;
    /// How long a miss counts.
    pub const MEMORY: Duration = Duration::from_hours(365 * 24);

    /// Says whether a guess from `lane` may be compared at `now`.
    ///
    /// In a lane the 1st to 5th guess come at once, the 6th to 10th no earlier than 60 s after the
    /// lane's last miss, the 11th to 15th 15 min after it, the 16th to 20th 1 h after it (CS-RL-06).
    pub fn admit(&self, lane: &Lane, now: Timestamp) -> Admission {
        if self.counted(now).count() >= Self::LIMIT {
            return Admission::Closed { everywhere: true };
        }
        let misses = self.misses(lane, now);
        if misses >= lane.limit() {
            return Admission::Closed { everywhere: false };
        }
        let last =
            self.counted(now).filter(|entry| entry.lane == *lane).map(|entry| entry.at).max();
        match last.map(|last| last.plus(wait_after(misses))) {
            Some(until) if now < until && misses >= FIRST_WAIT => Admission::Wait { until },
            _ => Admission::Admit,
        }
    }

    /// Counts a guess, before it is compared.
    pub fn charge(&mut self, lane: Lane, challenge: &ChallengeId, now: Timestamp) {
        self.entries.push(Entry { at: now, challenge: challenge.clone(), lane });
    }

    /// Takes back everything this challenge was charged: it was passed. Says whether that changed
    /// anything.
    ///
    /// Other challenges keep theirs, so that nobody's guesses hide behind another's success
    /// (CS-RL-03).
    pub fn forgive(&mut self, challenge: &ChallengeId) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.challenge != *challenge);
        self.entries.len() != before
    }

    /// Takes back the newest guess of this challenge only: it was compared, but nothing was guessed
    /// (a right code that came late, an app code whose step was used). Says whether there was one.
    pub fn take_back(&mut self, challenge: &ChallengeId) -> bool {
        let newest = self.entries.iter().rposition(|entry| entry.challenge == *challenge);
        newest.map(|at| self.entries.remove(at)).is_some()
    }

    /// Drops what no longer counts. [`GuessLedger::admit`] does not depend on it: this only keeps
    /// the column short.
    pub fn prune(&mut self, now: Timestamp) {
        self.entries.retain(|entry| counts(entry, now));
    }

    /// Misses of this lane that count at `now`.
    pub fn misses(&self, lane: &Lane, now: Timestamp) -> usize {
        self.counted(now).filter(|entry| entry.lane == *lane).count()
    }

    /// The newest misses of this lane: those of the last `span`.
    pub fn recent_misses(&self, lane: &Lane, span: Duration, now: Timestamp) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.lane == *lane && now.since(entry.at) < span)
            .count()
    }

    /// One line an entry, oldest first: milliseconds, challenge, and the device in base64url for
    /// the entries of a recognised device; behind `=` the link, for those after a mailed reset.
    /// Empty: no misses.
    pub fn to_column(&self) -> String {
        let mut column = String::new();
        for Entry { at, challenge, lane } in &self.entries {
            let separator = if column.is_empty() { "" } else { "\n" };
            let _ = write!(column, "{separator}{} {challenge}", at.ms());
            // Portals name devices freely; base64url keeps spaces and line ends out, and the sign of a reset.
            let written = |name: &str| data_encoding::BASE64URL_NOPAD.encode(name.as_bytes());
            let _ = match lane {
                Lane::Unrecognised => Ok(()),
                Lane::Device(device) => write!(column, " {}", written(device)),
                Lane::Reset(link) => write!(column, " ={}", written(link)),
            };
        }
        column
    }

    /// Reads [`GuessLedger::to_column`].
    pub fn from_column(column: &str) -> Result<Self, LedgerUnreadable> {
        let entries = column.split('\n').filter(|_| !column.is_empty()).map(entry);
        Ok(Self { entries: entries.collect::<Option<_>>().ok_or(LedgerUnreadable)? })
    }

    fn counted(&self, now: Timestamp) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| counts(entry, now))
    }
}

/// Misses in a lane that bring no wait yet.
const FIRST_WAIT: usize = 5;

/// How long after a lane's last miss the next guess may come, by the misses in the lane.
const fn wait_after(misses: usize) -> Duration {
    match misses {
        ..FIRST_WAIT => Duration::ZERO,
        FIRST_WAIT..10 => Duration::from_mins(1),
        10..15 => Duration::from_mins(15),
        _ => Duration::from_hours(1),
    }
}

/// An entry of the future counts: a clock that was set back must not open the lane.
fn counts(entry: &Entry, now: Timestamp) -> bool {
    now.since(entry.at) < GuessLedger::MEMORY
}

fn named(word: &str) -> Option<String> {
    String::from_utf8(data_encoding::BASE64URL_NOPAD.decode(word.as_bytes()).ok()?).ok()
}

fn entry(line: &str) -> Option<Entry> {
    let mut words = line.split(' ');
    let at = Timestamp::from_ms(words.next()?.parse().ok()?);
    let challenge = ChallengeId::parse(words.next()?).ok()?;
    let lane = match words.next() {
        None => Lane::Unrecognised,
        Some(word) => match word.strip_prefix('=') {
            Some(link) => Lane::Reset(named(link)?),
            None => Lane::Device(named(word)?),
        },
    };
    words.next().is_none().then_some(Entry { at, challenge, lane })
}
