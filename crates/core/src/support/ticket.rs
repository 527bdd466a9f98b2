//! Tickets: what somebody who cannot get in, or whose details are out of date, writes to support.

use crate::ids::TicketId;

/// Longest line and longest text, in characters.
const LONGEST_LINE: usize = 200;
/// The same of a text of several lines.
pub const LONGEST_TEXT: usize = 2_000;
/// Characters of an id that its number shows: 40 bits, so that two tickets share one about never.
const NUMBER_CHARS: usize = 8;

/// What a ticket is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketKind {
    /// "I cannot use any of these."
    NoWayIn,
    /// "My details are out of date."
    Outdated,
}

impl TicketKind {
    /// Each kind.
    pub const ALL: [Self; 2] = [Self::NoWayIn, Self::Outdated];

    /// The name in columns, forms and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoWayIn => "no-way-in",
            Self::Outdated => "outdated",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketState {
    /// Nobody has taken it.
    Open,
    /// An agent has it.
    InWork,
    /// It is done.
    Closed,
}

impl TicketState {
    /// Each state.
    pub const ALL: [Self; 3] = [Self::Open, Self::InWork, Self::Closed];

    /// The name in columns, addresses and answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InWork => "in-work",
            Self::Closed => "closed",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What somebody wrote, cleaned. Debug hides it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TicketWords {
    /// E-mail, sign-in name or customer number, as it was typed; empty where we know who writes.
    pub who: String,
    /// How to reach them.
    pub reach: String,
    /// What is wrong.
    pub text: String,
}

impl std::fmt::Debug for TicketWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TicketWords(..)")
    }
}

/// What is missing or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketProblem {
    /// Who it is about.
    Who,
    /// How to reach them.
    Reach,
    /// What is wrong.
    Text,
}

impl TicketWords {
    /// Reads a form. `known`: we know who writes, and they need not say it. The first field that is empty or too long is refused.
    pub fn read(known: bool, who: &str, reach: &str, text: &str) -> Result<Self, TicketProblem> {
        Ok(Self {
            who: if known { String::new() } else { line(who).ok_or(TicketProblem::Who)? },
            reach: line(reach).ok_or(TicketProblem::Reach)?,
            text: plain_text(text).ok_or(TicketProblem::Text)?,
        })
    }
}

fn line(typed: &str) -> Option<String> {
    let cleaned: String = typed
        .chars()
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| !turns_text(*c))
        .collect();
    let cleaned = cleaned.trim();
    (1..=LONGEST_LINE).contains(&cleaned.chars().count()).then(|| cleaned.to_owned())
}

/// A text of several lines as it is kept: lines end with one line feed, and what could hide or turn its words is left out.
/// `None`: it is empty or longer than [`LONGEST_TEXT`].
pub fn plain_text(typed: &str) -> Option<String> {
    let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
    let cleaned: String = typed
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| (*c == '\n' || !c.is_control()) && !turns_text(*c))
        .collect();
    let cleaned = cleaned.trim();
    (1..=LONGEST_TEXT).contains(&cleaned.chars().count()).then(|| cleaned.to_owned())
}

/// Marks that change the order of what stands behind them, or are not seen: an agent reads what was written, in its order.
const fn turns_text(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The number that people say and write: `T-7K3M-Q2WD`. It is no secret and opens nothing.
pub fn ticket_number(id: &TicketId) -> String {
    let text = id.as_str();
    let end = text[text.len() - NUMBER_CHARS..].to_uppercase();
    format!("T-{}-{}", &end[..4], &end[4..])
}

/// What was typed as a ticket's number, as [`ticket_number`] writes it; `None`: it is none of ours. Case, spaces and hyphens do not
/// matter, O is 0, I and L are 1.
pub fn read_ticket_number(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    // A T with something behind it to part it from the rest is the prefix, also of a number that is too short.
    let typed = typed.trim();
    let parted = typed.strip_prefix(['T', 't']).filter(|rest| rest.starts_with(['-', ' ']));
    let plain = parted.unwrap_or(typed).chars().filter(|c| !c.is_whitespace() && *c != '-');
    let mut plain: String = plain.map(|c| c.to_ascii_uppercase()).collect();
    if plain.len() == NUMBER_CHARS + 1 && plain.starts_with('T') {
        plain.remove(0);
    }
    let plain = plain.replace('O', "0").replace(['I', 'L'], "1");
    let fits = plain.len() == NUMBER_CHARS
        && plain.bytes().all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b));
    fits.then(|| format!("T-{}-{}", &plain[..4], &plain[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(who: &str, reach: &str, text: &str) -> Result<TicketWords, TicketProblem> {
        TicketWords::read(false, who, reach, text)
    }

    /// CS-WEB-06: what could hide or turn the words of a ticket, or put a line of its own into another system, is left out.
    #[test]
    fn what_hides_or_turns_words_is_left_out() {
        let words = read(
            "\u{202e}moc.elpmaxe@anna\u{202c}\r\nBcc: all@example.com",
            " anna@new.example\t",
            "\u{feff}one\r\ntwo\rthree\u{2066}\u{0}\u{1b}[2J\u{200b}\tfour \n",
        )
        .expect("whole");
        assert_eq!(words.who, "moc.elpmaxe@anna  Bcc: all@example.com");
        assert_eq!(words.reach, "anna@new.example");
        assert_eq!(words.text, "one\ntwo\nthree[2J four");
        assert_eq!(format!("{words:?}"), "TicketWords(..)");
    }

    #[test]
    fn every_field_is_there_and_none_is_endless() {
        assert_eq!(read("", "b", "c"), Err(TicketProblem::Who));
        assert_eq!(read("\u{202e}", "b", "c"), Err(TicketProblem::Who));
        assert_eq!(read("a", " ", "c"), Err(TicketProblem::Reach));
        assert_eq!(read("a", "b", "\n"), Err(TicketProblem::Text));
        assert!(TicketWords::read(true, "ignored", "b", "c").expect("known").who.is_empty());
        assert!(read(&"ä".repeat(200), "b", &"ä".repeat(2_000)).is_ok());
        assert_eq!(read(&"a".repeat(201), "b", "c"), Err(TicketProblem::Who));
        assert_eq!(read("a", &"b".repeat(201), "c"), Err(TicketProblem::Reach));
        assert_eq!(read("a", "b", &"c".repeat(2_001)), Err(TicketProblem::Text));
    }

    #[test]
    fn a_number_is_read_as_people_say_it() {
        let id = TicketId::parse("tic_000000000000000000k7rm2wqd").expect("an id");
        assert_eq!(ticket_number(&id), "T-K7RM-2WQD");
        for typed in ["T-K7RM-2WQD", "t k7rm 2wqd", " k7rm2wqd ", "tk7rm2wqd"] {
            assert_eq!(read_ticket_number(typed).as_deref(), Some("T-K7RM-2WQD"), "{typed}");
        }
        assert_eq!(read_ticket_number("T-OIL0-0000").as_deref(), Some("T-0110-0000"));
        for typed in
            ["", "T-77", "4711", "T-K7RM-2WQ", "T-K7RM-2WQDD", "T-K7RM-2WQ*", "T-<b>0-0000"]
        {
            assert_eq!(read_ticket_number(typed), None, "{typed}");
        }
    }
}
