//! Brings the schema up to date, forwards only, from the files in `migrations/`.

use sha2::{Digest as _, Sha256};

use crate::db::Store;
use crate::error::StoreError;
use crate::statements::statements;
use crate::tx::Tx;

macro_rules! migrations {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../migrations/", $name, ".sql")))),*]
    };
}

/// Every file of the folder by its name, in order. A file that was released is never edited: expand, then contract.
pub(crate) static FILES: &[(&str, &str)] = migrations! {
    "0001_people"
    "0002_authenticators"
    "0003_sessions"
    "0004_orders"
    "0005_challenges"
    "0006_api"
    "0007_jobs"
    "0008_audit"
    "0009_hosted"
    "0010_sign_in"
    "0011_passwords"
    "0012_changes"
    "0013_trail"
    "0014_recovery_and_changes"
    "0015_staff"
    "0016_attempts"
    "0017_desk"
    "0018_contacts"
    "0019_accounts"
    "0020_access"
    "0022_reset_lanes"
    "0023_lanes"
    "0025_duties"
    "0026_links"
    "0027_support"
    "0028_recovery"
    "0030_invitations"
    "0031_checkpoints"
    "0032_walks"
    "0035_tickets"
    "0036_vouches"
    "0037_recovery_by_contacts"
    "0038_folded_names"
    "0039_kinds_in_order"
    "0040_memberships_over"
    "0041_phone_checks"
};

statements! {
    /// Which migrations were applied, and what they were.
    MIGRATIONS_APPLIED = "SELECT name, checksum FROM schema_migrations ORDER BY name";

    /// Notes that a migration was applied.
    MIGRATION_NOTE = "INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)";

    /// A write that changes nothing, to learn whether writes are taken.
    MIGRATION_TOUCH = "UPDATE schema_migrations SET checksum = checksum WHERE name = $1";
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    name TEXT PRIMARY KEY,
    checksum TEXT NOT NULL
)";

impl Store {
    /// Applies what is missing, all of it or nothing. Safe to call from several nodes at once.
    ///
    /// [`StoreError::Migration`]: an applied file was edited since. What a newer version of the program applied is left
    /// alone: a step is made so that the version before it still runs.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_with(FILES).await
    }

    /// [`migrate`](Self::migrate) over a list of (name, text), for the tests of the way itself.
    pub(crate) async fn migrate_with(
        &self,
        files: &[(&'static str, &'static str)],
    ) -> Result<(), StoreError> {
        let mut tx = self.schema_tx().await?;
        let outcome = apply(&mut tx, files).await;
        match outcome {
            Ok(()) => tx.commit().await,
            Err(error) => {
                let _ = tx.rollback().await;
                Err(error)
            }
        }
    }
}

async fn apply(tx: &mut Tx, files: &[(&'static str, &'static str)]) -> Result<(), StoreError> {
    tx.script(TABLE).await?;
    let applied = applied(tx).await?;
    for (name, text) in files {
        let checksum = checksum(text);
        match applied.iter().find(|(known, _)| known == name) {
            Some((_, known)) if *known == checksum => {}
            Some(_) => {
                return Err(StoreError::Migration(format!(
                    "migration {name} was applied with another text; this program is not the one that made this database"
                )));
            }
            None => {
                tx.script(text).await?;
                tx.execute(&MIGRATION_NOTE, &[(*name).into(), checksum.into()]).await?;
                tracing::info!(migration = name, "applied");
            }
        }
    }
    if let Some((name, _)) =
        applied.iter().find(|(known, _)| !files.iter().any(|(name, _)| name == known))
    {
        tracing::warn!(migration = name, "the database was migrated by a newer version");
    }
    Ok(())
}

async fn applied(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.fetch_all(&MIGRATIONS_APPLIED, &[]).await?;
    rows.iter().map(|row| Ok((row.text("name")?, row.text("checksum")?))).collect()
}

/// Whether every file was applied and the database takes a write.
pub(crate) async fn is_current(store: &Store) -> Result<(), StoreError> {
    let missing = || {
        StoreError::Migration("the schema is not up to date; run `countersign migrate`".to_owned())
    };
    store
        .write(async move |tx| {
            let applied = match applied(tx).await {
                Err(StoreError::Other { .. }) => return Err(missing()),
                applied => applied?,
            };
            if FILES.iter().any(|(name, _)| !applied.iter().any(|(known, _)| known == name)) {
                return Err(missing());
            }
            let last = FILES.last().map_or("", |(name, _)| name);
            tx.execute(&MIGRATION_TOUCH, &[last.into()]).await.map(drop)
        })
        .await
}

fn checksum(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}
