//! Who asks, when, and whether it may run twice.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use countersign_core::Timestamp;
use countersign_core::audit::Facts;
use countersign_core::ids::{ApiKeyId, EventId, PersonId, SessionId, VisitId};
use countersign_core::session::Client;
pub use countersign_store::Once;
use countersign_store::{AuditRecord, Seen, StoreError, Tx};

use crate::{AppError, Ctx, Outcome, Refused};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A portal, by its API key.
    ApiKey(ApiKeyId),
    /// A person at the hosted pages, in one visit.
    Visitor(PersonId, VisitId),
    /// A person at our own pages, in a session of theirs.
    Person(PersonId, SessionId),
    /// A browser that nobody is known of.
    Nobody,
    /// The operator, at the command line.
    Operator,
    /// Countersign itself.
    System,
}

impl Actor {
    /// How the audit trail names it.
    pub fn name(&self) -> String {
        match self {
            Self::ApiKey(id) => id.to_string(),
            Self::Visitor(person, _) | Self::Person(person, _) => person.to_string(),
            Self::Nobody => "nobody".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::System => "system".to_owned(),
        }
    }
}

/// The frame of one request. Time is taken once, at the door.
#[derive(Clone, Debug)]
pub struct Asked {
    /// When it came in.
    pub now: Timestamp,
    /// Who asks.
    pub by: Actor,
    /// The request's id, as in the logs.
    pub request: String,
    /// Where it came from: goes into the trail, and into mails that tell the person.
    pub client: Client,
    /// It carries an Idempotency-Key or a one-time form token: run once, answer alike afterwards.
    pub once: Option<Once>,
}

impl Asked {
    /// Nobody's request: the server does it, for the reason that stands in its place.
    pub(crate) fn of_nobody(why: &str, now: Timestamp) -> Self {
        let (by, request, client) = (Actor::System, why.to_owned(), Client::default());
        Self { now, by, request, client, once: None }
    }

    /// The beginning of an audit record of this request: a success that concerns nobody yet.
    pub(crate) fn record(&self, id: EventId, kind: &'static str) -> AuditRecord {
        AuditRecord {
            request: Some(self.request.clone()),
            facts: Facts::of(&self.client),
            ..AuditRecord::new(id, self.now, kind, self.by.name())
        }
    }
}

/// The mark of a request that may run once: `owner` is the API key or visit that sent it, `asked` verb, path and body.
///
/// Both hashes are keyed outside the database: a body holds a code or a password, which a plain hash would give away to
/// whoever reads a copy (CS-CRY-04).
pub fn marked_once(ctx: &Ctx, owner: &str, key: &str, asked: &[&[u8]]) -> Once {
    let mut hash = Sha256::new();
    for field in asked {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    let sealer = ctx.store.sealer();
    Once {
        owner: owner.to_owned(),
        key_hash: sealer.blind_index("idempotency-key", key),
        request_hash: sealer.blind_index("idempotent-request", &HEXLOWER.encode(&hash.finalize())),
    }
}

/// Runs a plan in one transaction, and at most once for what carries a key: the outcome is kept, sealed, in the
/// transaction of its effect, and a repetition is answered from it. A refusal is an outcome like any other.
pub(crate) async fn run<T, F>(ctx: &Ctx, asked: &Asked, plan: F) -> Outcome<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: AsyncFn(&mut Tx) -> Result<Result<T, Refused>, StoreError> + Send + 'static,
{
    let ran = once(ctx, asked, plan).await;
    if let Err(StoreError::Sealed { table, column }) = &ran {
        note_broken_seal(ctx, asked, format!("{table}.{column}")).await?;
    }
    Ok(ran?)
}

async fn once<T, F>(ctx: &Ctx, asked: &Asked, plan: F) -> Result<Result<T, Refused>, StoreError>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    F: AsyncFn(&mut Tx) -> Result<Result<T, Refused>, StoreError> + Send + 'static,
{
    let Some(once) = asked.once.clone() else { return ctx.store.write(plan).await };
    let now = asked.now;
    ctx.store
        .write(async move |tx: &mut Tx| {
            match tx.idempotency_claim(&once, now).await? {
                Seen::OtherRequest => return Ok(Err(Refused::IdempotencyMismatch)),
                Seen::Before(outcome) => return kept(&outcome),
                Seen::First => {}
            }
            let outcome = plan(tx).await?;
            let text = serde_json::to_string(&outcome).map_err(|_| StoreError::Busy)?;
            tx.idempotency_keep(&once, &text).await?;
            Ok(outcome)
        })
        .await
}

/// A sealed value that does not open was moved, altered, or its key is gone. The request failed and left nothing; the trail
/// says so (CS-CRY-01).
async fn note_broken_seal(ctx: &Ctx, asked: &Asked, place: String) -> Result<(), AppError> {
    let record = asked.record(ctx.event_id(), "seal.broken").refused().because(place);
    Ok(ctx.store.write(async move |tx: &mut Tx| tx.audit_insert(&record).await).await?)
}

/// An outcome as it was kept.
pub(crate) fn kept<T: DeserializeOwned>(outcome: &str) -> Result<Result<T, Refused>, StoreError> {
    serde_json::from_str(outcome).map_err(|_| StoreError::Corrupt {
        statement: "IDEMPOTENCY_READ",
        column: "outcome_sealed".to_owned(),
    })
}
