//! Copies the database to a file while it is served; the key file stays out of it.

use std::path::Path;

use countersign_store::Store;

use crate::AppError;

/// Writes a consistent copy to a file that must not exist yet.
pub async fn backup(store: &Store, to: &Path) -> Result<(), AppError> {
    Ok(store.backup_to(to).await?)
}
