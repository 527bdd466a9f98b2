//! Remembers API keys: only their hash, with name, scopes and end.

use countersign_core::Timestamp;
use countersign_core::ids::ApiKeyId;

use crate::db::{ReadTx, Row, Store, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    API_KEY_INSERT = "INSERT INTO api_keys (id, key_hash, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    API_KEY_BY_HASH = "SELECT id, name, scopes, expires_at, revoked_at FROM api_keys WHERE key_hash = $1";
    API_KEYS_LIST = "SELECT id, name, scopes, expires_at, revoked_at FROM api_keys ORDER BY created_at, id";
    /// Guards that the first revocation's time stays.
    API_KEY_REVOKE = "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

/// The scopes of a key in one text, as they are stored: asked of every request, so nothing is taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(String);

impl Scopes {
    /// Whether this one is among them.
    pub fn has(&self, scope: &str) -> bool {
        self.iter().any(|known| known == scope)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }
}

impl<S: AsRef<str>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let scopes: Vec<S> = scopes.into_iter().collect();
        Self(scopes.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" "))
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An API key without its secret.
#[derive(Clone, Debug)]
pub struct StoredApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What the operator calls it.
    pub name: String,
    /// Its scopes.
    pub scopes: Scopes,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Tx {
    /// Writes a key by its hash.
    pub async fn api_key_insert(
        &mut self,
        key: &StoredApiKey,
        key_hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let args = [
            (&key.id).into(),
            key_hash.into(),
            key.name.as_str().into(),
            key.scopes.to_string().into(),
            now.into(),
            key.expires_at.into(),
        ];
        self.execute(&API_KEY_INSERT, &args).await?;
        Ok(())
    }

    /// Revokes a key; false: unknown or revoked before.
    pub async fn api_key_revoke(
        &mut self,
        id: &ApiKeyId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&API_KEY_REVOKE, &[id.into(), now.into()]).await? == 1)
    }
}

impl ReadTx {
    /// Every key there ever was, oldest first.
    pub async fn api_keys_list(&mut self) -> Result<Vec<StoredApiKey>, StoreError> {
        self.fetch_all(&API_KEYS_LIST, &[]).await?.iter().map(key_from).collect()
    }
}

impl Store {
    /// The key with this hash, by one indexed read, usable or not.
    pub async fn api_key_by_hash(
        &self,
        key_hash: &str,
    ) -> Result<Option<StoredApiKey>, StoreError> {
        let row = self.read_hot(&API_KEY_BY_HASH, &[key_hash.into()]).await?;
        row.as_ref().map(key_from).transpose()
    }
}

fn key_from(row: &Row) -> Result<StoredApiKey, StoreError> {
    Ok(StoredApiKey {
        id: ApiKeyId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        name: row.text("name")?,
        scopes: Scopes(row.text("scopes")?),
        expires_at: row.time("expires_at")?,
        revoked_at: row.opt_time("revoked_at")?,
    })
}
