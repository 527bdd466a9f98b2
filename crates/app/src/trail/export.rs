//! Exports the trail as JSON Lines, with all that somebody else needs to verify it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use countersign_core::Timestamp;
use countersign_core::audit::{Entry, Personal};
use countersign_core::order::{Json, canonical};
use countersign_store::{ReadTx, Store};

use crate::AppError;
use crate::signing::rfc3339;

/// Records read at once.
const PAGE: i64 = 500;
/// More than ever wait while the sealer runs.
const MOST_WAITING: i64 = 10_000;

/// One line of an export. Signed heads come first, so that whoever reads once can compare.
#[derive(Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "kebab-case")]
pub(super) enum Line {
    /// A signed head.
    SignedHead {
        /// A compact JWS.
        statement: String,
    },
    /// Where the trail begins since it was pruned; before every record.
    Checkpoint {
        /// A compact JWS.
        statement: String,
    },
    /// A record in its place.
    Entry(Box<Exported>),
    /// A record that is not chained yet.
    Unsealed(Box<Exported>),
}

/// A record as it is exported.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Exported {
    sequence: i64,
    link: String,
    id: String,
    at: i64,
    pub(super) time: String,
    #[serde(rename = "type")]
    kind: String,
    outcome: String,
    person: Option<String>,
    actor: String,
    subject: Option<String>,
    session: Option<String>,
    method: Option<String>,
    reason: Option<String>,
    request: Option<String>,
    digest: Option<String>,
    facts_hash: Option<String>,
    account: Option<String>,
    salt: Option<String>,
    facts: Option<Map<String, Value>>,
    /// The personal part is there and did not open.
    facts_shut: bool,
}

impl Exported {
    fn of(sequence: i64, link: String, entry: Entry, personal: Personal) -> Self {
        let (salt, facts, facts_shut) = match personal {
            Personal::There { salt, text } => (Some(salt), serde_json::from_str(&text).ok(), false),
            Personal::Gone => (None, None, false),
            Personal::Shut => (None, None, true),
        };
        Self {
            sequence,
            link,
            time: rfc3339(Timestamp::from_ms(entry.at)),
            id: entry.id,
            at: entry.at,
            kind: entry.kind,
            outcome: entry.outcome,
            person: entry.person,
            actor: entry.actor,
            subject: entry.subject,
            session: entry.session,
            method: entry.method,
            reason: entry.reason,
            request: entry.request,
            digest: entry.digest,
            facts_hash: entry.facts_hash,
            account: entry.account,
            salt,
            facts,
            facts_shut,
        }
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            at: self.at,
            kind: self.kind.clone(),
            outcome: self.outcome.clone(),
            person: self.person.clone(),
            actor: self.actor.clone(),
            subject: self.subject.clone(),
            session: self.session.clone(),
            method: self.method.clone(),
            reason: self.reason.clone(),
            request: self.request.clone(),
            digest: self.digest.clone(),
            facts_hash: self.facts_hash.clone(),
            account: self.account.clone(),
        }
    }

    /// Place, link, entry and personal part, as the walk takes them.
    pub(super) fn parts(self) -> (i64, String, Entry, Personal) {
        let entry = self.entry();
        let personal = match (self.facts_shut, self.salt, self.facts) {
            (true, _, _) => Personal::Shut,
            (false, Some(salt), Some(facts)) => {
                Personal::There { salt, text: canonical(&json(Value::Object(facts))) }
            }
            (false, ..) => Personal::Gone,
        };
        (self.sequence, self.link, entry, personal)
    }
}

/// What a line holds, as it was hashed: facts are texts, so that there is one way of writing them.
fn json(value: Value) -> Json {
    match value {
        Value::Object(members) => {
            Json::Object(members.into_iter().map(|(name, value)| (name, json(value))).collect())
        }
        Value::String(text) => Json::Text(text),
        other => Json::Text(other.to_string()),
    }
}

/// Hands every line to `write`, the newline not among it. What is chained while it runs comes with it.
pub async fn export(
    store: &Store,
    mut write: impl FnMut(&str) -> std::io::Result<()> + Send,
) -> Result<std::io::Result<u64>, AppError> {
    let mut lines = 0;
    let mut put = |line: &Line| -> Result<std::io::Result<()>, AppError> {
        let text = serde_json::to_string(line).map_err(|_| AppError::Internal("export-line"))?;
        lines += 1;
        Ok(write(&text))
    };
    for head in store.read(async |tx: &mut ReadTx| tx.heads().await).await? {
        if let Err(error) = put(&Line::SignedHead { statement: head.statement })? {
            return Ok(Err(error));
        }
    }
    let mut behind = 0;
    if let Some(checkpoint) = store.read(async |tx: &mut ReadTx| tx.checkpoint().await).await? {
        behind = checkpoint.sequence;
        if let Err(error) = put(&Line::Checkpoint { statement: checkpoint.statement })? {
            return Ok(Err(error));
        }
    }
    loop {
        let page = async move |tx: &mut ReadTx| tx.chain_page(behind, PAGE).await;
        let page = store.read(page).await?;
        if page.is_empty() {
            break;
        }
        for chained in page {
            behind = chained.sequence;
            let exported =
                Exported::of(chained.sequence, chained.link, chained.entry, chained.personal);
            if let Err(error) = put(&Line::Entry(Box::new(exported)))? {
                return Ok(Err(error));
            }
        }
    }
    let waiting = async move |tx: &mut ReadTx| tx.chain_waiting(MOST_WAITING).await;
    for entry in store.read(waiting).await? {
        let exported = Exported::of(0, String::new(), entry, Personal::Gone);
        if let Err(error) = put(&Line::Unsealed(Box::new(exported)))? {
            return Ok(Err(error));
        }
    }
    Ok(Ok(lines))
}
