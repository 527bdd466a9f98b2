//! Remembers the browsers that a mailed link let go on where the lane of strangers was closed.

use countersign_core::Timestamp;
use countersign_core::ids::{LinkId, PersonId};
use countersign_core::limits::{RESET_LANE_MEMORY, opens_reset_lane};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    RESET_LANES_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) AS lanes FROM reset_lanes WHERE person = $1 AND opened_at > $2";
    RESET_LANE_INSERT = "INSERT INTO reset_lanes (id, person, browser_hash, opened_at, until) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (id) DO NOTHING";
    RESET_LANE_FIND = "SELECT id FROM reset_lanes WHERE person = $1 AND browser_hash = $2 AND until > $3 ORDER BY opened_at DESC, id LIMIT 1";
    RESET_LANES_FORGET = "DELETE FROM reset_lanes WHERE id IN (SELECT l.id FROM reset_lanes l WHERE l.opened_at <= $1 \
        ORDER BY l.opened_at, l.id LIMIT 500)";
}

impl Tx {
    /// Lets a browser go on until `until`, if the lane of strangers is closed and the person has not had this twice in a year;
    /// false: nothing was written. The lane is named by the link that was used. Counted under the lock of the person's ledger,
    /// so that of several at once none passes the limit.
    pub async fn reset_lane_open(
        &mut self,
        link: &LinkId,
        person: &PersonId,
        browser_hash: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let ledger = self.ledger_lock(person, now).await?;
        let opened = self.reset_lanes_opened(person, now).await?;
        if !opens_reset_lane(&ledger, opened, now) {
            return Ok(false);
        }
        let args =
            [link.as_str().into(), person.into(), browser_hash.into(), now.into(), until.into()];
        Ok(self.execute(&RESET_LANE_INSERT, &args).await? == 1)
    }

    /// Forgets lanes that were opened before; at most 500 a call.
    pub async fn reset_lanes_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&RESET_LANES_FORGET, &[before.into()]).await
    }
}

impl ReadTx {
    /// How many lanes resets opened for a person in the last year.
    pub async fn reset_lanes_opened(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let args = [person.into(), now.minus(RESET_LANE_MEMORY).into()];
        let row = self.fetch_optional(&RESET_LANES_SINCE, &args).await?;
        let row = row.ok_or(StoreError::Busy)?;
        Ok(usize::try_from(row.int("lanes")?).unwrap_or(usize::MAX))
    }

    /// The lane that a browser may use for a person.
    pub async fn reset_lane_find(
        &mut self,
        person: &PersonId,
        browser_hash: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let args = [person.into(), browser_hash.into(), now.into()];
        let row = self.fetch_optional(&RESET_LANE_FIND, &args).await?;
        row.map(|row| row.text("id")).transpose()
    }
}
