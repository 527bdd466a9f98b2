//! Remembers the public keys that receipts were signed with, and when each was in use.

use countersign_core::Timestamp;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// A key that comes back, because an operator went back to an older key file, signs again: its span is open again.
    RECEIPT_KEY_INSERT = "INSERT INTO receipt_keys (kid, public_key, valid_from) VALUES ($1, $2, $3) \
        ON CONFLICT (kid) DO UPDATE SET valid_to = NULL";
    /// A key that is no longer the current one signs nothing more: its span ends.
    RECEIPT_KEYS_RETIRE = "UPDATE receipt_keys SET valid_to = $2 WHERE kid <> $1 AND valid_to IS NULL";
    RECEIPT_KEYS = "SELECT kid, public_key, valid_from, valid_to FROM receipt_keys ORDER BY valid_from, kid";
}

/// A public key with its span.
#[derive(Clone, Debug)]
pub struct ReceiptKey {
    /// RFC 7638 thumbprint.
    pub kid: String,
    /// The raw Ed25519 public key, base64url.
    pub public_key: String,
    /// From when it signed.
    pub valid_from: Timestamp,
    /// Until when it signed; `None`: it is the current one.
    pub valid_to: Option<Timestamp>,
}

impl Tx {
    /// Makes this the current key; an older one keeps its place with its span ended.
    pub async fn receipt_key_use(
        &mut self,
        kid: &str,
        public_key: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&RECEIPT_KEY_INSERT, &[kid.into(), public_key.into(), now.into()]).await?;
        self.execute(&RECEIPT_KEYS_RETIRE, &[kid.into(), now.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// All keys, oldest first.
    pub async fn receipt_keys(&mut self) -> Result<Vec<ReceiptKey>, StoreError> {
        let rows = self.fetch_all(&RECEIPT_KEYS, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(ReceiptKey {
                    kid: row.text("kid")?,
                    public_key: row.text("public_key")?,
                    valid_from: row.time("valid_from")?,
                    valid_to: row.opt_time("valid_to")?,
                })
            })
            .collect()
    }
}
