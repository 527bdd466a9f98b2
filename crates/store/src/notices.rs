//! Remembers notices about a person's security until they are sent, and when a person was last told of what strangers can
//! cause.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{JobId, PersonId};
use zeroize::Zeroizing;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    NOTICE_INSERT = "INSERT INTO security_notices (job, person, words_sealed, useless_after) VALUES ($1, $2, $3, $4)";
    NOTICE_READ = "SELECT words_sealed FROM security_notices WHERE job = $1";
    NOTICE_DELETE = "DELETE FROM security_notices WHERE job = $1";
    NOTICES_FORGET = "DELETE FROM security_notices WHERE job IN \
        (SELECT job FROM security_notices WHERE useless_after <= $1 ORDER BY useless_after, job LIMIT 500)";
    /// Of any number of callers within the span one changes the row, and tells.
    NOTICE_PAUSE = "INSERT INTO notice_pauses (person, kind, told_at) VALUES ($1, $2, $3) \
        ON CONFLICT (person, kind) DO UPDATE SET told_at = EXCLUDED.told_at WHERE notice_pauses.told_at <= $4";
}

impl Tx {
    /// Keeps what the notice of this job says and to whom, sealed.
    pub async fn notice_insert(
        &mut self,
        job: &JobId,
        person: &PersonId,
        words: &str,
        useless_after: Timestamp,
    ) -> Result<(), StoreError> {
        let sealed =
            self.sealer().seal("security_notices", "words", job.as_str(), words.as_bytes());
        let args = [job.into(), person.into(), sealed.into(), useless_after.into()];
        self.execute(&NOTICE_INSERT, &args).await?;
        Ok(())
    }

    /// Forgets a notice that was sent or never will be.
    pub async fn notice_delete(&mut self, job: &JobId) -> Result<(), StoreError> {
        self.execute(&NOTICE_DELETE, &[job.into()]).await?;
        Ok(())
    }

    /// Forgets notices that were not sent in time; at most 500 a call.
    pub async fn notices_forget(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&NOTICES_FORGET, &[now.into()]).await
    }

    /// Whether this kind may be told now; false: the person was told less than `span` ago.
    pub async fn notice_pause(
        &mut self,
        person: &PersonId,
        kind: &str,
        now: Timestamp,
        span: Duration,
    ) -> Result<bool, StoreError> {
        let args = [person.into(), kind.into(), now.into(), now.minus(span).into()];
        Ok(self.execute(&NOTICE_PAUSE, &args).await? == 1)
    }
}

impl ReadTx {
    /// What the notice of this job says; `None`: it is gone.
    pub async fn notice_read(
        &mut self,
        job: &JobId,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let Some(row) = self.fetch_optional(&NOTICE_READ, &[job.into()]).await? else {
            return Ok(None);
        };
        let sealed = row.text("words_sealed")?;
        self.sealer().unseal("security_notices", "words", job.as_str(), &sealed).map(Some)
    }
}
