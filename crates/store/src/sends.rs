//! Remembers sends: what a person was sent for a purpose and has not yet answered.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::{ChallengeId, PersonId, SendId};

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Takes the lock that sends of one person and purpose queue at, so that the count below is not old when it is used.
    SENDS_LOCK = "INSERT INTO send_budgets (person, purpose, version) VALUES ($1, $2, 1) \
        ON CONFLICT (person, purpose) DO UPDATE SET version = send_budgets.version + 1 RETURNING version";
    /// Sends count while nobody answered their challenge and a provider took them.
    SENDS_UNANSWERED = "SELECT s.sent_at, c.method, c.contact FROM sends s JOIN challenges c ON c.id = s.challenge \
        WHERE s.person = $1 AND s.purpose = $2 AND s.sent_at > $3 AND s.failed_at IS NULL AND c.state <> 'passed' \
        ORDER BY s.sent_at DESC, s.id DESC LIMIT 20";
    SEND_INSERT = "INSERT INTO sends (id, challenge, person, purpose, sent_at) VALUES ($1, $2, $3, $4, $5)";
    SENDS_FORGET = "DELETE FROM sends WHERE id IN (SELECT s.id FROM sends s WHERE s.sent_at < $1 ORDER BY s.sent_at, s.id LIMIT 500)";
    SEND_FAILED = "UPDATE sends SET failed_at = $2 WHERE id = $1 AND failed_at IS NULL";
}

/// A send that counts: when, by which way, to which contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedSend {
    /// When.
    pub at: Timestamp,
    /// The method's name.
    pub method: Option<String>,
    /// The contact's id.
    pub contact: Option<String>,
}

impl Tx {
    /// The unanswered sends of the last `span`, newest first. Locks the budget until the transaction ends.
    pub async fn sends_lock(
        &mut self,
        person: &PersonId,
        purpose: PurposeKind,
        now: Timestamp,
        span: Duration,
    ) -> Result<Vec<CountedSend>, StoreError> {
        self.fetch_optional(&SENDS_LOCK, &[person.into(), purpose.as_str().into()]).await?;
        let args = [person.into(), purpose.as_str().into(), now.minus(span).into()];
        self.fetch_all(&SENDS_UNANSWERED, &args)
            .await?
            .iter()
            .map(|row| {
                Ok(CountedSend {
                    at: row.time("sent_at")?,
                    method: row.opt_text("method")?,
                    contact: row.opt_text("contact")?,
                })
            })
            .collect()
    }

    /// Notes a send.
    pub async fn send_insert(
        &mut self,
        id: &SendId,
        challenge: &ChallengeId,
        person: &PersonId,
        purpose: PurposeKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let args =
            [id.into(), challenge.into(), person.into(), purpose.as_str().into(), now.into()];
        self.execute(&SEND_INSERT, &args).await?;
        Ok(())
    }

    /// Gives a send back to the budget: no provider took it.
    pub async fn send_failed(&mut self, id: &SendId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&SEND_FAILED, &[id.into(), now.into()]).await?;
        Ok(())
    }
}
