//! API keys: made and shown once, known afterwards by their hash only.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use countersign_core::ids::{ApiKeyId, EventId};
use countersign_core::ports::Bearer;
use countersign_core::{Entropy, Timestamp};
pub use countersign_store::Scopes;
use countersign_store::api_keys::StoredApiKey;
use countersign_store::{AuditRecord, ReadTx, Store, Tx};

use crate::{AppError, Ctx};

/// What every key begins with, so that a leaked one is recognised by scanners.
pub const PREFIX: &str = "csk_";
/// Characters of the checksum at the end: a mistyped key is told from an unknown one without the database.
const CHECKSUM: usize = 6;
/// The shortest and longest life of a key (CS-API-01).
pub const DAYS: std::ops::RangeInclusive<u32> = 1..=365;
/// Its life unless asked otherwise.
pub const USUAL_DAYS: u32 = 90;

/// Every scope, with what it allows.
pub const SCOPES: [(&str, &str); 31] = [
    ("persons:read", "read persons and their masked contacts"),
    ("persons:write", "register persons"),
    ("persons:disable", "stop persons from signing in, and let them again"),
    ("persons:erase", "erase persons"),
    ("contacts:confirm", "vouch for addresses and numbers the portal has confirmed"),
    ("sessions:read", "see where a person is signed in"),
    ("sessions:write", "register and end sessions, close windows, redeem sign-ins"),
    ("windows:read", "see which areas a session may enter"),
    ("challenges:write", "start step-ups, send codes and relay answers, those of orders too"),
    ("orders:read", "read orders"),
    ("orders:write", "create and cancel orders, start their challenges"),
    ("orders:claim", "claim authorised orders and their receipts"),
    ("channels:read", "see providers, their traffic, what it costs and where messages would go"),
    ("channels:write", "switch providers, read routes again, open closed taps"),
    ("accounts:read", "read accounts and who belongs to them"),
    ("accounts:write", "register and close accounts"),
    ("members:write", "change and end memberships, on behalf of a member who may"),
    ("resources:read", "read every resource of an account, marked or not"),
    ("resources:write", "register and remove resources"),
    ("access:read", "ask what a person sees in a session; read groups and grants"),
    ("access:write", "change groups, grants and marks"),
    ("duties:read", "read whom an account requires to use a second factor"),
    ("duties:write", "require a second factor and lift it, on behalf of a member who may"),
    ("members:provision", "take persons into accounts and change roles in the portal's own name"),
    ("support:read", "see checks of callers, the state of support PINs and what agents ask"),
    ("support:call-codes", "make call codes to be shown in a session"),
    ("support:answers", "relay a person's answer to what an agent asks"),
    ("recoveries:read", "see where the assisted recovery of a person stands"),
    ("recoveries:stop", "relay that a person did not ask for their recovery"),
    ("tickets:read", "read what customers wrote to support"),
    ("tickets:close", "close tickets that are done in the operator's own system"),
];

/// Whether there is such a scope.
pub fn is_scope(name: &str) -> bool {
    SCOPES.iter().any(|(known, _)| *known == name)
}

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What the operator calls it: 1 to 60 characters.
    pub name: String,
    /// Its scopes; at least one.
    pub scopes: Vec<String>,
    /// Its life, in days.
    pub days: u32,
}

/// Why a key is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// The name.
    #[error("a key's name has 1 to 60 characters and no line breaks")]
    Name,
    /// A scope.
    #[error("there is no scope {0:?}; `countersign api-key create --help` lists them")]
    Scope(String),
    /// None at all.
    #[error("a key without a scope can do nothing: name at least one")]
    NoScope,
    /// The life.
    #[error("a key lives 1 to 365 days")]
    Days,
}

/// A key that was just made. Debug hides the secret.
#[derive(Debug)]
pub struct MadeKey {
    /// Its id: not secret.
    pub id: ApiKeyId,
    /// The key itself: `csk_`, 43 characters of base64url (256 bits), `_` and a checksum. Shown once.
    pub secret: Bearer,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Makes a key and remembers its hash.
pub async fn create(
    store: &Store,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    new: NewKey,
) -> Result<Result<MadeKey, KeyRefused>, AppError> {
    if let Err(refused) = check(&new) {
        return Ok(Err(refused));
    }
    let id = ApiKeyId::generate(entropy);
    let body = Bearer::long(entropy);
    let secret =
        Bearer::presented(format!("{PREFIX}{}_{}", body.reveal(), checksum(body.reveal())));
    let expires_at = now.plus(Duration::from_hours(24 * u64::from(new.days)));
    let stored = StoredApiKey {
        id: id.clone(),
        name: new.name,
        scopes: new.scopes.iter().collect(),
        expires_at,
        revoked_at: None,
    };
    let record = by_operator(EventId::generate(entropy), now, "api-key.created", &id);
    let hash = secret.hash();
    store
        .write(async move |tx: &mut Tx| {
            tx.api_key_insert(&stored, &hash, now).await?;
            tx.audit_insert(&record).await
        })
        .await?;
    Ok(Ok(MadeKey { id, secret, expires_at }))
}

fn check(new: &NewKey) -> Result<(), KeyRefused> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.contains(char::is_control) {
        return Err(KeyRefused::Name);
    }
    if let Some(unknown) = new.scopes.iter().find(|scope| !is_scope(scope)) {
        return Err(KeyRefused::Scope(unknown.clone()));
    }
    if new.scopes.is_empty() {
        return Err(KeyRefused::NoScope);
    }
    if DAYS.contains(&new.days) { Ok(()) } else { Err(KeyRefused::Days) }
}

/// Every key there ever was, oldest first, without its secret.
pub async fn list(store: &Store) -> Result<Vec<StoredApiKey>, AppError> {
    Ok(store.read(async |tx: &mut ReadTx| tx.api_keys_list().await).await?)
}

/// Revokes a key at once, on every node; false: there is no such key, or it was revoked before.
pub async fn revoke(
    store: &Store,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    id: &ApiKeyId,
) -> Result<bool, AppError> {
    let record = by_operator(EventId::generate(entropy), now, "api-key.revoked", id);
    let id = id.clone();
    let revoked = store
        .write(async move |tx: &mut Tx| {
            let revoked = tx.api_key_revoke(&id, now).await?;
            if revoked {
                tx.audit_insert(&record).await?;
            }
            Ok(revoked)
        })
        .await?;
    Ok(revoked)
}

fn by_operator(id: EventId, at: Timestamp, kind: &'static str, key: &ApiKeyId) -> AuditRecord {
    AuditRecord { subject: Some(key.to_string()), ..AuditRecord::new(id, at, kind, "operator") }
}

/// The key a caller presented, if it counts at `now`.
///
/// Looked up by its hash: 256 random bits leave nothing to guess, and an index over hashes tells a stopwatch nothing of
/// the key. Expired, revoked and unknown keys read alike.
pub async fn verify(
    ctx: &Ctx,
    presented: &str,
    now: Timestamp,
) -> Result<Option<StoredApiKey>, AppError> {
    if !is_well_formed(presented) {
        return Ok(None);
    }
    let hash = Bearer::presented(presented).hash();
    let key = ctx.store.api_key_by_hash(&hash).await?;
    Ok(key.filter(|key| key.revoked_at.is_none() && now < key.expires_at))
}

fn is_well_formed(presented: &str) -> bool {
    presented
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split_at_checked(43))
        .is_some_and(|(body, end)| end.strip_prefix('_') == Some(checksum(body).as_str()))
}

fn checksum(body: &str) -> String {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes()));
    digest[..CHECKSUM].to_owned()
}
