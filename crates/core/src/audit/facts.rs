//! The personal part of a record: where it came from, and names. It can be erased without breaking the chain.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::order::{Json, canonical};
use crate::session::{Client, harmless};

/// Longest value, in characters.
const LONGEST: usize = 500;

/// Facts of one record that name or trace a person; everything else of a record is ids and slugs. Debug hides them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, String)>);

impl Facts {
    /// Where the request came from.
    pub fn of(client: &Client) -> Self {
        let mut facts = Self::default();
        if let Some(address) = client.address() {
            facts = facts.with("address", &address.to_string());
        }
        match client.agent() {
            Some(agent) => facts.with("browser", agent),
            None => facts,
        }
    }

    /// A further fact, cut and cleaned so that no text can forge a line (CS-AUD-05).
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, harmless(value, LONGEST)));
        self
    }

    /// The facts as canonical JSON (RFC 8785); `None`: there are none.
    pub fn text(&self) -> Option<String> {
        let member = |(name, value): &(&str, String)| ((*name).to_owned(), Json::text(value));
        let members: Vec<_> = self.0.iter().map(member).collect();
        (!members.is_empty()).then(|| canonical(&Json::Object(members)))
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Facts(..)")
    }
}

/// What the chain covers of the personal part: SHA-256 over salt and text, each behind its length, in hexadecimal. Once
/// the salt is erased, nobody can try addresses or names against it.
pub fn facts_hash(salt: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    for part in ["countersign/audit-facts/v1", salt, text] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-AUD-05
    #[test]
    fn a_value_cannot_add_a_member_or_a_line() {
        let facts = Facts::default().with("name", "x\",\"outcome\":\"success\r\n\u{2028}");
        let text = facts.text().expect("facts");
        assert_eq!(
            text,
            "{\"name\":\"x\\\",\\\"outcome\\\":\\\"success\u{FFFD}\u{FFFD}\u{FFFD}\"}"
        );
        let long = Facts::default().with("name", &"n".repeat(1 << 20)).text().expect("facts");
        assert!(long.len() < 600);
    }

    #[test]
    fn the_hash_hangs_on_the_salt() {
        assert_ne!(facts_hash("a", "{}"), facts_hash("b", "{}"));
        assert_ne!(facts_hash("a", "b{}"), facts_hash("ab", "{}"));
    }
}
