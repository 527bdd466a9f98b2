//! What the list is narrowed to, as its address says it: a kind, and days.

use countersign_app::trail::Wanted;
use countersign_core::Timestamp;

use super::words::Kind;
use crate::locale::Texts;
use crate::pages::browser::Browser;
use crate::pages::view::{ActivityFilter, DateProblem};

/// What is wanted, and how the form shows it.
pub struct Narrowed {
    /// The form.
    pub shown: ActivityFilter,
    kinds: Vec<&'static str>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Narrowed {
    /// Reads the query. Days are of the zone that the page tells its times in, both inclusive.
    pub fn read(browser: &Browser, texts: &Texts) -> Self {
        let kind = browser.query("kind").and_then(Kind::parse);
        let given = |name| browser.query(name).map(str::trim).unwrap_or_default().to_owned();
        let (from, to) = (given("from"), given("to"));
        let first = texts.day(&from);
        let last = texts.day(&to);
        let problem = if first.is_none() && !from.is_empty() {
            Some(DateProblem::From)
        } else if last.is_none() && !to.is_empty() {
            Some(DateProblem::To)
        } else if first.zip(last).is_some_and(|(first, last)| first.0 > last.0) {
            Some(DateProblem::Order)
        } else {
            None
        };
        Self {
            kinds: Kind::records(kind),
            since: first.map(|(begins, _)| begins),
            until: last.map(|(_, ends)| ends),
            shown: ActivityFilter { kind, from, to, problem },
        }
    }

    /// The records; `most` of them, behind a place.
    pub fn wanted(&self, after: Option<countersign_app::trail::Place>, most: u32) -> Wanted<'_> {
        let Self { kinds, since, until, .. } = self;
        Wanted { kinds, since: *since, until: *until, after, most }
    }
}
