//! Remembers up to where the trail was pruned, and prunes: a prefix of the chain, a few records a transaction.

use countersign_core::Timestamp;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    CHECKPOINT_READ = "SELECT sequence, link, pruned_at, statement FROM audit_checkpoints WHERE id = 'pruned'";
    /// The oldest records that are chained, in their order; never the last one, which the head names.
    PRUNE_NEXT = "SELECT sequence, link, at FROM audit_events WHERE sequence > $1 AND sequence < $2 ORDER BY sequence LIMIT $3";
    /// Guards that the trail is pruned from where it was looked at: of two at once, the second finds another place.
    CHECKPOINT_MOVE = "INSERT INTO audit_checkpoints (id, sequence, link, pruned_at, statement) VALUES ('pruned', $1, $2, $3, $4) \
        ON CONFLICT (id) DO UPDATE SET sequence = EXCLUDED.sequence, link = EXCLUDED.link, pruned_at = EXCLUDED.pruned_at, \
        statement = EXCLUDED.statement WHERE audit_checkpoints.sequence = $5";
    PRUNE_RECORDS = "DELETE FROM audit_events WHERE sequence > $1 AND sequence <= $2";
    PRUNE_HEADS = "DELETE FROM audit_heads WHERE sequence < $1";
}

/// Where the trail begins since it was pruned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place of the last record that is gone.
    pub sequence: i64,
    /// Its link.
    pub link: String,
    /// When it was pruned.
    pub pruned_at: Timestamp,
    /// Both, signed; a compact JWS.
    pub statement: String,
}

impl Tx {
    /// Prunes up to a checkpoint, from the place before it; false: the trail was pruned from there already.
    pub async fn prune(
        &mut self,
        before: i64,
        checkpoint: &Checkpoint,
    ) -> Result<bool, StoreError> {
        let args = [
            checkpoint.sequence.into(),
            checkpoint.link.as_str().into(),
            checkpoint.pruned_at.into(),
            checkpoint.statement.as_str().into(),
            before.into(),
        ];
        if self.execute(&CHECKPOINT_MOVE, &args).await? != 1 {
            return Ok(false);
        }
        self.execute(&PRUNE_RECORDS, &[before.into(), checkpoint.sequence.into()]).await?;
        self.execute(&PRUNE_HEADS, &[checkpoint.sequence.into()]).await?;
        Ok(true)
    }
}

impl ReadTx {
    /// Where the trail begins; `None`: at its beginning.
    pub async fn checkpoint(&mut self) -> Result<Option<Checkpoint>, StoreError> {
        let Some(row) = self.fetch_optional(&CHECKPOINT_READ, &[]).await? else { return Ok(None) };
        Ok(Some(Checkpoint {
            sequence: row.int("sequence")?,
            link: row.text("link")?,
            pruned_at: row.time("pruned_at")?,
            statement: row.text("statement")?,
        }))
    }

    /// The place and link of the last record that a pruning takes which takes what is older than `cutoff`, of at most `most`
    /// records behind `before` and in front of the head. A record that is newer ends it, whatever stands behind.
    pub async fn prunable(
        &mut self,
        before: i64,
        head: i64,
        cutoff: Timestamp,
        most: i64,
    ) -> Result<Option<(i64, String)>, StoreError> {
        let rows = self.fetch_all(&PRUNE_NEXT, &[before.into(), head.into(), most.into()]).await?;
        let mut last = None;
        for row in &rows {
            if row.time("at")? >= cutoff {
                break;
            }
            last = Some((row.int("sequence")?, row.text("link")?));
        }
        Ok(last)
    }
}
