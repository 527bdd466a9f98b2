//! The chain over the trail: what a link covers, and the walk that finds the first broken place.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::facts::facts_hash;

/// What stands before the first record.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The type of the record that an erasure leaves.
pub const ERASED: &str = "person.erased";

/// A record as the chain covers it. Times are milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// When.
    pub at: i64,
    /// What happened.
    pub kind: String,
    /// `success` or `refused`.
    pub outcome: String,
    /// Whom it concerns.
    pub person: Option<String>,
    /// Who did it.
    pub actor: String,
    /// The thing it was done to.
    pub subject: Option<String>,
    /// In which session.
    pub session: Option<String>,
    /// By which method.
    pub method: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The request's id.
    pub request: Option<String>,
    /// The digest of the order it is about.
    pub digest: Option<String>,
    /// The hash of the personal part; it stays when the part is erased.
    pub facts_hash: Option<String>,
    /// For which account it was done.
    pub account: Option<String>,
}

impl Entry {
    /// The link after this entry: SHA-256 over the link before, the place in the sequence and every field, each behind its
    /// length, in hexadecimal. An absent field is framed with the length 2^64 - 1, so that it is no empty one. The account stands
    /// last and only where there is one: links of records from before there were accounts stay what they are.
    pub fn link(&self, before: &str, sequence: i64) -> String {
        let mut hash = Sha256::new();
        let (sequence, at) = (sequence.to_string(), self.at.to_string());
        for field in [
            Some("countersign/audit/v1"),
            Some(before),
            Some(&sequence),
            Some(&self.id),
            Some(&at),
            Some(&self.kind),
            Some(&self.outcome),
            self.person.as_deref(),
            Some(&self.actor),
            self.subject.as_deref(),
            self.session.as_deref(),
            self.method.as_deref(),
            self.reason.as_deref(),
            self.request.as_deref(),
            self.digest.as_deref(),
            self.facts_hash.as_deref(),
        ]
        .into_iter()
        .chain(self.account.as_deref().map(Some))
        {
            match field {
                Some(text) => {
                    hash.update((text.len() as u64).to_be_bytes());
                    hash.update(text.as_bytes());
                }
                None => hash.update(u64::MAX.to_be_bytes()),
            }
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }
}

/// The personal part of an entry, as it was found.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal {
    /// There never was one, or it was erased.
    Gone,
    /// Readable.
    There {
        /// The salt.
        salt: String,
        /// The facts, canonical JSON.
        text: String,
    },
    /// There, but it does not open: moved, altered, or its key is gone.
    Shut,
}

/// What is wrong with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A record is missing: the next one stands further on.
    Missing,
    /// The record, or the one before it, is not what was chained here.
    Altered,
    /// Its personal part is not the one that was chained.
    FactsAltered,
    /// Its personal part is gone, and no record says that the person was erased.
    FactsGone,
    /// The trail ends before the head that was noted or signed.
    Cut,
    /// The noted head does not fit its seal.
    HeadAltered,
    /// A signed head names another link.
    SignedHeadDiffers,
    /// What says where the pruned trail begins is not signed by us, or stands elsewhere.
    CheckpointAltered,
}

impl Fault {
    /// A stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::FactsAltered => "facts-altered",
            Self::FactsGone => "facts-gone",
            Self::Cut => "cut",
            Self::HeadAltered => "head-altered",
            Self::SignedHeadDiffers => "signed-head-differs",
            Self::CheckpointAltered => "checkpoint-altered",
        }
    }
}

/// The first broken place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its place in the sequence.
    pub sequence: i64,
    /// The record that stands there, or the next one where it is missing.
    pub id: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// Walks the chain from its beginning, in sequence.
#[derive(Clone, Debug)]
pub struct Walk {
    sequence: i64,
    link: String,
    erased: u64,
    /// Persons whose parts are gone, and the first place, until the record of their erasure is met.
    unexplained: BTreeMap<String, (i64, String)>,
}

impl Default for Walk {
    fn default() -> Self {
        Self { sequence: 0, link: BEGINNING.to_owned(), erased: 0, unexplained: BTreeMap::new() }
    }
}

impl Walk {
    /// A walk that begins behind a checkpoint: what stood before was pruned, and there the trail had this link.
    pub fn behind(sequence: i64, link: &str) -> Self {
        Self { sequence, link: link.to_owned(), ..Self::default() }
    }

    /// Takes the next entry, at the place and with the link that are noted with it.
    pub fn step(
        &mut self,
        sequence: i64,
        link: &str,
        entry: &Entry,
        personal: &Personal,
    ) -> Result<(), Broken> {
        let expected = self.sequence + 1;
        let broken = |fault| Broken { sequence: expected, id: Some(entry.id.clone()), fault };
        if sequence > expected {
            return Err(broken(Fault::Missing));
        }
        if sequence < expected || entry.link(&self.link, sequence) != link {
            return Err(broken(Fault::Altered));
        }
        match (personal, &entry.facts_hash) {
            (Personal::Gone, None) => {}
            (Personal::Gone, Some(_)) => {
                self.erased += 1;
                // A record of nobody has no erasure that could explain it.
                let person = entry.person.clone().unwrap_or_default();
                self.unexplained.entry(person).or_insert((sequence, entry.id.clone()));
            }
            (Personal::There { salt, text }, Some(hash)) if facts_hash(salt, text) == *hash => {}
            (Personal::There { .. } | Personal::Shut, _) => {
                return Err(broken(Fault::FactsAltered));
            }
        }
        self.explain(entry);
        self.sequence = sequence;
        link.clone_into(&mut self.link);
        Ok(())
    }

    /// Takes note of an erasure, chained or still waiting to be.
    pub fn explain(&mut self, entry: &Entry) {
        if entry.kind == ERASED
            && let Some(person) = &entry.person
        {
            self.unexplained.remove(person);
        }
    }

    /// The end of the walk: the place of the last entry, its link, and how many personal parts were erased.
    pub fn end(&self) -> Result<(i64, &str, u64), Broken> {
        match self.unexplained.values().min() {
            Some((sequence, id)) => {
                Err(Broken { sequence: *sequence, id: Some(id.clone()), fault: Fault::FactsGone })
            }
            None => Ok((self.sequence, &self.link, self.erased)),
        }
    }

    /// Where the walk stands.
    pub fn at(&self) -> (i64, &str) {
        (self.sequence, &self.link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, person: Option<&str>) -> Entry {
        Entry {
            id: id.to_owned(),
            at: 5,
            kind: "order.created".to_owned(),
            outcome: "success".to_owned(),
            person: person.map(str::to_owned),
            actor: "system".to_owned(),
            ..Entry::default()
        }
    }

    fn chained(entries: &[Entry]) -> Vec<(i64, String, Entry)> {
        let mut before = BEGINNING.to_owned();
        let mut chain = Vec::new();
        for (sequence, entry) in (1..).zip(entries) {
            before = entry.link(&before, sequence);
            chain.push((sequence, before.clone(), entry.clone()));
        }
        chain
    }

    fn walk(chain: &[(i64, String, Entry)]) -> Result<u64, Broken> {
        let mut walk = Walk::default();
        for (sequence, link, entry) in chain {
            walk.step(*sequence, link, entry, &Personal::Gone)?;
        }
        walk.end().map(|(_, _, erased)| erased)
    }

    /// CS-AUD-03
    #[test]
    fn every_field_is_covered_and_the_first_broken_place_is_named() {
        let chain = chained(&[entry("a", None), entry("b", None), entry("c", None)]);
        assert_eq!(walk(&chain), Ok(0));
        let fields: [fn(&mut Entry); 11] = [
            |e| e.id.push('x'),
            |e| e.at += 1,
            |e| e.kind.push('x'),
            |e| e.outcome.push('x'),
            |e| e.person = Some(String::new()),
            |e| e.actor.push('x'),
            |e| e.subject = Some(String::new()),
            |e| e.session = Some(String::new()),
            |e| e.method = Some(String::new()),
            |e| e.reason = Some(String::new()),
            |e| e.digest = Some(String::new()),
        ];
        for (at, edit) in fields.iter().enumerate() {
            let mut edited = chain.clone();
            edit(&mut edited[1].2);
            let broken = walk(&edited).expect_err("edited");
            assert_eq!((broken.sequence, broken.fault), (2, Fault::Altered), "field {at}");
        }
        let mut deleted = chain.clone();
        deleted.remove(1);
        let broken = walk(&deleted).expect_err("deleted");
        assert_eq!((broken.sequence, broken.fault), (2, Fault::Missing));
        let mut swapped = chain;
        let (one, two) = (swapped[0].2.clone(), swapped[1].2.clone());
        (swapped[0].2, swapped[1].2) = (two, one);
        let broken = walk(&swapped).expect_err("swapped");
        assert_eq!((broken.sequence, broken.fault), (1, Fault::Altered));
    }

    /// CS-AUD-03: what was erased is explained by the record of the erasure, and by nothing else.
    #[test]
    fn a_part_that_is_gone_needs_an_erasure() {
        let with_facts =
            |id, person| Entry { facts_hash: Some("h".to_owned()), ..entry(id, person) };
        let erasure = Entry { kind: ERASED.to_owned(), ..entry("z", Some("anna")) };
        let one = with_facts("a", Some("anna"));
        assert_eq!(walk(&chained(&[one.clone(), erasure.clone()])), Ok(1));
        let broken = walk(&chained(&[one])).expect_err("nobody was erased");
        assert_eq!((broken.sequence, broken.fault), (1, Fault::FactsGone));
        let other = with_facts("b", Some("berta"));
        assert!(walk(&chained(&[other, erasure.clone()])).is_err());
        assert!(walk(&chained(&[with_facts("c", None), erasure])).is_err());
    }
}
