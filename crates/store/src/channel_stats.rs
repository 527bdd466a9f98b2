//! Remembers, for the operator's table, what came of the hand-overs of a span.

use countersign_core::Timestamp;
use countersign_core::delivery::AttemptState;
use countersign_core::people::Method;

use crate::attempts::{StoredAttempt, attempt_from};
use crate::db::{ReadTx, Row};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    CHANNEL_STATS = "SELECT a.provider, a.method, a.country, a.state, CAST(COUNT(*) AS BIGINT) AS hand_overs, \
        CAST(SUM(CASE WHEN c.state = 'passed' THEN 1 ELSE 0 END) AS BIGINT) AS verified, \
        CAST(SUM(a.cost_micros) AS BIGINT) AS cost_micros, \
        CAST(SUM(CASE WHEN a.reported_at IS NULL THEN 0 ELSE a.reported_at - a.begun_at END) AS BIGINT) AS waited_ms \
        FROM attempts a LEFT JOIN challenges c ON c.id = a.challenge WHERE a.begun_at > $1 \
        GROUP BY a.provider, a.method, a.country, a.state ORDER BY a.provider, a.method, a.country, a.state";
    ATTEMPTS_FAILED = "SELECT id, job, provider, method, purpose, country, prefix, person, challenge, send, state, reason, reference, \
        begun_at, ended_at, again_at, reported_at FROM attempts WHERE begun_at > $1 \
        AND state IN ('unknown', 'put-off', 'failed', 'undelivered', 'declined') ORDER BY begun_at DESC, number DESC, id DESC LIMIT 20";
}

/// Hand-overs of one provider, method, country and state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStat {
    /// The provider's name.
    pub provider: String,
    /// The method.
    pub method: Method,
    /// ISO 3166-1 alpha-2; empty for mail.
    pub country: String,
    /// Where they stand.
    pub state: AttemptState,
    /// How many.
    pub hand_overs: u64,
    /// Of them, those whose code was answered.
    pub verified: u64,
    /// What they cost, in millionths of the currency.
    pub cost_micros: i64,
    /// From hand-over to report, added up, in milliseconds.
    pub waited_ms: u64,
}

impl ReadTx {
    /// What came of the hand-overs since `since`, by provider, method, country and state.
    pub async fn channel_stats(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<ChannelStat>, StoreError> {
        let count = |row: &Row, column| row.int(column).map(|n| u64::try_from(n).unwrap_or(0));
        let stat = |row: &Row| {
            Ok(ChannelStat {
                provider: row.text("provider")?,
                method: Method::parse(&row.text("method")?).ok_or_else(|| row.corrupt("method"))?,
                country: row.text("country")?,
                state: AttemptState::parse(&row.text("state")?)
                    .ok_or_else(|| row.corrupt("state"))?,
                hand_overs: count(row, "hand_overs")?,
                verified: count(row, "verified")?,
                cost_micros: row.int("cost_micros")?,
                waited_ms: count(row, "waited_ms")?,
            })
        };
        self.fetch_all(&CHANNEL_STATS, &[since.into()]).await?.iter().map(stat).collect()
    }

    /// The newest 20 hand-overs since `since` that did not go through, newest first.
    pub async fn attempts_failed(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<StoredAttempt>, StoreError> {
        let rows = self.fetch_all(&ATTEMPTS_FAILED, &[since.into()]).await?;
        rows.iter().map(attempt_from).collect()
    }
}
