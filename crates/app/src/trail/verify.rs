//! Verifies the trail offline: over the database, or over an export and the public keys.

use std::collections::BTreeMap;

use serde::Serialize;

use countersign_core::Timestamp;
use countersign_core::audit::{Broken, Entry, Fault, Personal, Walk};
use countersign_store::{ReadTx, Store};

use super::export::Line;
use super::head::read_head;
use super::prune::read_checkpoint;
use crate::AppError;
use crate::operate::public_keys::public_keys_of;
use crate::signing::{PublicKeys, rfc3339};

/// Records read at once.
const PAGE: i64 = 500;
/// More than ever wait while the sealer runs.
const MOST_WAITING: i64 = 10_000;

/// What stands in front of the sealer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unsealed {
    /// How many records.
    pub records: i64,
    /// When the oldest was written, RFC 3339.
    pub oldest: Option<String>,
}

/// The first broken place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BrokenView {
    /// Its place in the sequence.
    pub sequence: i64,
    /// The record that stands there, or the next one where it is missing.
    pub id: Option<String>,
    /// `missing`, `altered`, `facts-altered`, `facts-gone`, `cut`, `head-altered`, `signed-head-differs` or
    /// `checkpoint-altered`.
    pub fault: &'static str,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the trail holds.
    pub holds: bool,
    /// The place of the last record that was found in order; those that were pruned count.
    pub records: i64,
    /// Where it begins, if it was pruned.
    pub pruned: Option<PrunedView>,
    /// The link of the last of them.
    pub link: String,
    /// Records whose personal part was erased with its person.
    pub erased: u64,
    /// Signed heads that fit.
    pub signed_heads: usize,
    /// What is not chained yet.
    pub unsealed: Unsealed,
    /// The first broken place.
    pub broken: Option<BrokenView>,
}

/// Where a trail begins that was pruned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrunedView {
    /// The place of the last record that is gone.
    pub sequence: i64,
    /// When it was pruned, RFC 3339.
    pub at: String,
}

/// A verification under way: what the trail must say where.
#[derive(Default)]
pub struct Verifier {
    walk: Walk,
    anchors: BTreeMap<i64, (String, Fault)>,
    signed: usize,
    pruned: Option<PrunedView>,
}

impl Verifier {
    /// Takes a signed head that was kept elsewhere or lies beside the trail.
    pub fn expect_head(&mut self, statement: &str, keys: &PublicKeys) -> Result<(), String> {
        let claims = read_head(statement, keys).map_err(|refused| refused.to_string())?;
        self.anchor(claims.sequence, &claims.link, Fault::SignedHeadDiffers);
        self.signed += 1;
        Ok(())
    }

    /// Begins behind a signed checkpoint instead of at the beginning. Only before the first record.
    pub fn begin_behind(&mut self, statement: &str, keys: &PublicKeys) -> Result<(), String> {
        let claims = read_checkpoint(statement, keys).map_err(|refused| refused.to_string())?;
        if self.walk.at().0 != 0 {
            return Err("a checkpoint stands behind the first record".to_owned());
        }
        self.walk = Walk::behind(claims.sequence, &claims.link);
        let at = rfc3339(Timestamp::from_ms(claims.iat.saturating_mul(1_000)));
        self.pruned = Some(PrunedView { sequence: claims.sequence, at });
        // A head about that very place says the same, or one of the two is not ours.
        match self.anchors.get(&claims.sequence) {
            Some((link, _)) if *link != claims.link => Err("a signed head differs".to_owned()),
            _ => Ok(()),
        }
    }

    fn anchor(&mut self, sequence: i64, link: &str, fault: Fault) {
        // Two that disagree about one place cannot both fit; the one that stays tells so when it is reached.
        let known = self.anchors.entry(sequence).or_insert_with(|| (link.to_owned(), fault));
        if known.0 != link {
            *known = (String::new(), Fault::SignedHeadDiffers);
        }
    }

    fn step(
        &mut self,
        sequence: i64,
        link: &str,
        entry: &Entry,
        personal: &Personal,
    ) -> Result<(), Broken> {
        self.walk.step(sequence, link, entry, personal)?;
        match self.anchors.get(&sequence) {
            Some((expected, fault)) if expected != link => {
                Err(Broken { sequence, id: Some(entry.id.clone()), fault: *fault })
            }
            _ => Ok(()),
        }
    }

    /// Ends the walk: nothing that was noted or signed may stand behind it.
    fn end(&self) -> Result<u64, Broken> {
        let (sequence, _, erased) = self.walk.end()?;
        match self.anchors.keys().next_back() {
            Some(last) if *last > sequence => {
                Err(Broken { sequence: sequence + 1, id: None, fault: Fault::Cut })
            }
            _ => Ok(erased),
        }
    }

    fn report(&self, found: Result<u64, Broken>, unsealed: Unsealed) -> Report {
        let (records, link) = self.walk.at();
        let (erased, broken) = match found {
            Ok(erased) => (erased, None),
            Err(broken) => (0, Some(broken)),
        };
        Report {
            holds: broken.is_none(),
            records,
            pruned: self.pruned.clone(),
            link: link.to_owned(),
            erased,
            signed_heads: self.signed,
            unsealed,
            broken: broken.map(|broken| BrokenView {
                sequence: broken.sequence,
                id: broken.id,
                fault: broken.fault.as_str(),
            }),
        }
    }
}

/// Verifies the trail of a database. `heads`: signed heads that were kept elsewhere; with them a trail that was cut together
/// with its noted head is found out too.
pub async fn verify(store: &Store, heads: &[String]) -> Result<Report, AppError> {
    let keys = public_keys_of(store).await?;
    let mut verifier = Verifier::default();
    let read = async move |tx: &mut ReadTx| {
        let checkpoint = tx.checkpoint().await?;
        Ok((tx.chain_head().await?, tx.heads().await?, tx.chain_tail().await?, checkpoint))
    };
    let (head, signed, tail, checkpoint) = store.read(read).await?;
    let unsealed = Unsealed { records: tail.records, oldest: tail.oldest.map(rfc3339) };
    let stored = signed.iter().map(|head| head.statement.as_str());
    for statement in stored.chain(heads.iter().map(String::as_str)) {
        if verifier.expect_head(statement, &keys).is_err() {
            let broken = Broken { sequence: 0, id: None, fault: Fault::SignedHeadDiffers };
            return Ok(verifier.report(Err(broken), unsealed));
        }
    }
    if let Some(checkpoint) = checkpoint
        && verifier.begin_behind(&checkpoint.statement, &keys).is_err()
    {
        let sequence = checkpoint.sequence;
        let broken = Broken { sequence, id: None, fault: Fault::CheckpointAltered };
        return Ok(verifier.report(Err(broken), unsealed));
    }
    let altered = |sequence| Broken { sequence, id: None, fault: Fault::HeadAltered };
    let mut head_fault = None;
    match head {
        Some(head) if !head.sealed => head_fault = Some(altered(head.sequence)),
        Some(head) if head.sequence > 0 => {
            verifier.anchor(head.sequence, &head.link, Fault::HeadAltered);
        }
        _ => {}
    }
    let headless = verifier.anchors.is_empty() && head_fault.is_none();
    let mut found = walk(store, &mut verifier).await?;
    if found.is_ok() && headless && verifier.walk.at().0 > 0 {
        found = Err(altered(0));
    }
    // The first broken record tells more than the head that no longer fits it.
    if let (true, Some(broken)) = (found.is_ok(), head_fault) {
        found = Err(broken);
    }
    Ok(verifier.report(found, unsealed))
}

async fn walk(store: &Store, verifier: &mut Verifier) -> Result<Result<u64, Broken>, AppError> {
    loop {
        let behind = verifier.walk.at().0;
        let page = async move |tx: &mut ReadTx| tx.chain_page(behind, PAGE).await;
        let page = store.read(page).await?;
        if page.is_empty() {
            break;
        }
        for chained in &page {
            let stepped =
                verifier.step(chained.sequence, &chained.link, &chained.entry, &chained.personal);
            if let Err(broken) = stepped {
                return Ok(Err(broken));
            }
        }
    }
    // An erasure of this very second explains what is gone although it is not chained yet.
    let waiting = async move |tx: &mut ReadTx| tx.chain_waiting(MOST_WAITING).await;
    for entry in store.read(waiting).await? {
        verifier.walk.explain(&entry);
    }
    Ok(verifier.end())
}

/// Verifies an export: its lines in order, and the public keys. Needs neither database nor secret. The error names the line
/// that cannot be read.
pub fn verify_export<'a>(
    lines: impl Iterator<Item = std::io::Result<std::borrow::Cow<'a, str>>>,
    keys: &PublicKeys,
    heads: &[String],
) -> Result<Report, String> {
    let mut verifier = Verifier::default();
    for statement in heads {
        verifier.expect_head(statement, keys)?;
    }
    let mut found = Ok(());
    let mut unsealed = Unsealed::default();
    for (number, line) in (1..).zip(lines) {
        let line = line.map_err(|error| format!("line {number}: {error}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Line =
            serde_json::from_str(&line).map_err(|error| format!("line {number}: {error}"))?;
        match line {
            Line::Entry(exported) if found.is_ok() => {
                let (sequence, link, entry, personal) = (*exported).parts();
                if let Err(broken) = verifier.step(sequence, &link, &entry, &personal) {
                    found = Err(broken);
                }
            }
            Line::Entry(_) => {}
            Line::Unsealed(entry) => {
                unsealed.records += 1;
                unsealed.oldest.get_or_insert_with(|| entry.time.clone());
                verifier.walk.explain(&entry.entry());
            }
            Line::Checkpoint { statement } => {
                if found.is_ok() && verifier.begin_behind(&statement, keys).is_err() {
                    let sequence = verifier.walk.at().0;
                    let fault = Fault::CheckpointAltered;
                    found = Err(Broken { sequence, id: None, fault });
                }
            }
            Line::SignedHead { statement } => {
                if found.is_ok() && verifier.expect_head(&statement, keys).is_err() {
                    let fault = Fault::SignedHeadDiffers;
                    found = Err(Broken { sequence: 0, id: None, fault });
                }
            }
        }
    }
    let ended = found.and_then(|()| verifier.end());
    Ok(verifier.report(ended, unsealed))
}
