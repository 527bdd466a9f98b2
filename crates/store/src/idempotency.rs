//! Remembers the outcomes of requests that must not run twice, in the transaction of their effect.

use countersign_core::Timestamp;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Of equal requests at once one writes the row; the others wait for its transaction and then find the outcome.
    IDEMPOTENCY_CLAIM = "INSERT INTO idempotency (owner, key_hash, request_hash, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (owner, key_hash) DO NOTHING";
    IDEMPOTENCY_READ = "SELECT request_hash, outcome_sealed FROM idempotency WHERE owner = $1 AND key_hash = $2";
    IDEMPOTENCY_KEEP = "UPDATE idempotency SET outcome_sealed = $3 WHERE owner = $1 AND key_hash = $2";
    IDEMPOTENCY_FORGET = "DELETE FROM idempotency WHERE (owner, key_hash) IN \
        (SELECT owner, key_hash FROM idempotency WHERE created_at < $1 ORDER BY created_at, key_hash LIMIT 500)";
}

/// Which request: whose, its key, and what it asked for. The key is kept hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// The API key or the visit that sent it.
    pub owner: String,
    /// SHA-256 of the key, in hexadecimal.
    pub key_hash: String,
    /// SHA-256 over method, path and body, in hexadecimal.
    pub request_hash: String,
}

/// What is known of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// It runs for the first time.
    First,
    /// It ran; this was its outcome.
    Before(String),
    /// Another request carried the same key.
    OtherRequest,
}

impl Tx {
    /// Claims the request for this transaction, or finds what came of it before.
    pub async fn idempotency_claim(
        &mut self,
        once: &Once,
        now: Timestamp,
    ) -> Result<Seen, StoreError> {
        let args = [
            once.owner.as_str().into(),
            once.key_hash.as_str().into(),
            once.request_hash.as_str().into(),
            now.into(),
        ];
        if self.execute(&IDEMPOTENCY_CLAIM, &args).await? == 1 {
            return Ok(Seen::First);
        }
        match self.idempotency_seen(once).await? {
            Seen::First => Err(StoreError::Conflict),
            seen => Ok(seen),
        }
    }

    /// Keeps the outcome, sealed: it may hold a one-time link.
    pub async fn idempotency_keep(&mut self, once: &Once, outcome: &str) -> Result<(), StoreError> {
        let sealed =
            self.sealer().seal("idempotency", "outcome", &row_name(once), outcome.as_bytes());
        let args = [once.owner.as_str().into(), once.key_hash.as_str().into(), sealed.into()];
        self.execute(&IDEMPOTENCY_KEEP, &args).await?;
        Ok(())
    }

    /// Forgets outcomes older than `before`; at most 500 a call.
    pub async fn idempotency_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&IDEMPOTENCY_FORGET, &[before.into()]).await
    }
}

impl ReadTx {
    /// What is known of the request, without claiming it: of one that charges before it runs.
    pub async fn idempotency_seen(&mut self, once: &Once) -> Result<Seen, StoreError> {
        let args = [once.owner.as_str().into(), once.key_hash.as_str().into()];
        let Some(row) = self.fetch_optional(&IDEMPOTENCY_READ, &args).await? else {
            return Ok(Seen::First);
        };
        if row.text("request_hash")? != once.request_hash {
            return Ok(Seen::OtherRequest);
        }
        let sealed =
            row.opt_text("outcome_sealed")?.ok_or_else(|| row.corrupt("outcome_sealed"))?;
        let plain = self.sealer().unseal("idempotency", "outcome", &row_name(once), &sealed)?;
        let outcome =
            String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("outcome_sealed"))?;
        Ok(Seen::Before(outcome))
    }
}

fn row_name(once: &Once) -> String {
    format!("{}/{}", once.owner, once.key_hash)
}
