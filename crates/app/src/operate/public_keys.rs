//! The public keys of receipts, old ones with their time span.

use countersign_store::{ReadTx, Store};

use crate::signing::{PublicKey, PublicKeys};
use crate::{AppError, Ctx};

/// The JWK set that `/.well-known/jwks.json` serves.
pub async fn public_keys(ctx: &Ctx) -> Result<PublicKeys, AppError> {
    public_keys_of(&ctx.store).await
}

/// The same of a database that is not served from.
pub async fn public_keys_of(store: &Store) -> Result<PublicKeys, AppError> {
    let keys = store.read(async |tx: &mut ReadTx| tx.receipt_keys().await).await?;
    let jwk = |key: &countersign_store::receipt_keys::ReceiptKey| {
        PublicKey::ed25519(&key.kid, &key.public_key, key.valid_from, key.valid_to)
    };
    Ok(PublicKeys { keys: keys.iter().map(jwk).collect() })
}
