//! Remembers the guess ledger: one row a person, locked before it is decided from.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;
use countersign_core::limits::GuessLedger;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Takes the row's lock before its entries are decided from: a count over rows read earlier would be no guard.
    /// Concurrent answers of one person queue here, whatever challenges they answer.
    LEDGER_LOCK = "INSERT INTO guess_ledgers (person, version, entries) VALUES ($1, 1, '') \
        ON CONFLICT (person) DO UPDATE SET version = guess_ledgers.version + 1 RETURNING entries";
    LEDGER_WRITE = "UPDATE guess_ledgers SET entries = $2 WHERE person = $1";
}

impl Tx {
    /// The ledger, locked until the transaction ends, without entries older than its span.
    pub(crate) async fn ledger_lock(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<GuessLedger, StoreError> {
        let row =
            self.fetch_optional(&LEDGER_LOCK, &[person.into()]).await?.ok_or(StoreError::Busy)?;
        let mut ledger =
            GuessLedger::from_column(&row.text("entries")?).map_err(|_| row.corrupt("entries"))?;
        ledger.prune(now);
        Ok(ledger)
    }

    /// Writes the locked ledger back.
    pub(crate) async fn ledger_write(
        &mut self,
        person: &PersonId,
        ledger: &GuessLedger,
    ) -> Result<(), StoreError> {
        self.execute(&LEDGER_WRITE, &[person.into(), ledger.to_column().into()]).await?;
        Ok(())
    }
}
