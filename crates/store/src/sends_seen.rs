//! Remembers, for the page that waits for a code, how often one was sent lately.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::PersonId;

use crate::db::ReadTx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// The same sends that count against the hour; read without the lock, so it is what a page shows and no decision.
    SENDS_SEEN = "SELECT CAST(COUNT(*) AS BIGINT) AS sends FROM sends s JOIN challenges c ON c.id = s.challenge \
        WHERE s.person = $1 AND s.purpose = $2 AND s.sent_at > $3 AND s.failed_at IS NULL AND c.state <> 'passed'";
}

impl ReadTx {
    /// How many messages of this purpose were sent in the last `span` and not answered.
    pub async fn sends_seen(
        &mut self,
        person: &PersonId,
        purpose: PurposeKind,
        now: Timestamp,
        span: Duration,
    ) -> Result<u32, StoreError> {
        let args = [person.into(), purpose.as_str().into(), now.minus(span).into()];
        let row = self.fetch_optional(&SENDS_SEEN, &args).await?.ok_or(StoreError::Busy)?;
        Ok(u32::try_from(row.int("sends")?).unwrap_or(0))
    }
}
