//! Remembers what the brake counts: sends by number, range, address, provider and money, closed taps, and who wants no messages.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::delivery::Gauge;
use countersign_core::delivery::brake::{Close, SendSeen};
use countersign_core::ids::{ContactId, PersonId, SendId};
use countersign_core::people::Method;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

const HOUR_MS: i64 = 3_600_000;

statements! {
    /// Takes the lock that sends to one subject queue at, so that what is read is not old when it is used.
    GAUGE_LOCK = "INSERT INTO send_gauges (kind, subject, version, entries, changed_at) VALUES ($1, $2, 1, '', $3) \
        ON CONFLICT (kind, subject) DO UPDATE SET version = send_gauges.version + 1 RETURNING entries";
    GAUGE_WRITE = "UPDATE send_gauges SET entries = $3, changed_at = $4 WHERE kind = $1 AND subject = $2";
    GAUGE_READ = "SELECT entries FROM send_gauges WHERE kind = $1 AND subject = $2";
    GAUGES_FORGET = "DELETE FROM send_gauges WHERE changed_at < $1";
    SEND_PLACE = "UPDATE sends SET country = $2, range_index = $3 WHERE id = $1";
    SENDS_TO_COUNTRY = "SELECT s.sent_at, c.state FROM sends s JOIN challenges c ON c.id = s.challenge \
        WHERE s.country = $1 AND s.failed_at IS NULL AND s.sent_at > $2 ORDER BY s.sent_at DESC, s.id DESC LIMIT 300";
    SENDS_TO_RANGE = "SELECT s.sent_at, c.state FROM sends s JOIN challenges c ON c.id = s.challenge \
        WHERE s.range_index = $1 AND s.failed_at IS NULL AND s.sent_at > $2 ORDER BY s.sent_at DESC, s.id DESC LIMIT 300";
    /// Sends and answers by hour and country. Runs for the watch, never for a send.
    SENDS_BY_HOUR = "SELECT s.country, CAST(s.sent_at / 3600000 AS BIGINT) AS hour, CAST(COUNT(*) AS BIGINT) AS sent, \
        CAST(SUM(CASE WHEN c.state = 'passed' THEN 1 ELSE 0 END) AS BIGINT) AS verified \
        FROM sends s JOIN challenges c ON c.id = s.challenge WHERE s.country IS NOT NULL AND s.sent_at > $1 \
        GROUP BY s.country, CAST(s.sent_at / 3600000 AS BIGINT) ORDER BY s.country, 2";
    /// Sends to a number that nobody answered, those that confirm it apart from all others.
    UNANSWERED_BY_RECIPIENT = "SELECT CAST(COUNT(*) AS BIGINT) AS sends FROM challenges c JOIN sends s ON s.challenge = c.id \
        WHERE c.recipient = $1 AND c.state <> 'passed' AND s.failed_at IS NULL AND s.sent_at > $2 \
        AND CASE WHEN c.purpose = 'confirm-contact' THEN 'unconfirmed' ELSE 'recipient' END = $3";
    UNANSWERED_IN_RANGE = "SELECT CAST(COUNT(*) AS BIGINT) AS sends FROM sends s JOIN challenges c ON c.id = s.challenge \
        WHERE s.range_index = $1 AND c.state <> 'passed' AND s.failed_at IS NULL AND s.sent_at > $2";
    /// Closes a tap that is open. Of several sends that find it overdue at once, one closes it and tells.
    TAP_CLOSE = "INSERT INTO closed_taps (kind, subject, why, closed_at, until) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (kind, subject) DO UPDATE SET why = EXCLUDED.why, closed_at = EXCLUDED.closed_at, until = EXCLUDED.until \
        WHERE closed_taps.until <= EXCLUDED.closed_at RETURNING until";
    TAP_READ = "SELECT until FROM closed_taps WHERE kind = $1 AND subject = $2";
    TAPS_CLOSED = "SELECT subject FROM closed_taps WHERE kind = $1 AND until > $2 ORDER BY subject";
    TAP_OPEN = "UPDATE closed_taps SET until = $3 WHERE kind = $1 AND subject = $2 AND until > $3";
    OPT_OUT = "INSERT INTO opt_outs (value_index, method, since) VALUES ($1, $2, $3) ON CONFLICT (value_index, method) DO NOTHING";
    OPT_IN = "DELETE FROM opt_outs WHERE value_index = $1 AND method = $2";
    SILENCED = "SELECT c.id, o.method FROM contacts c JOIN opt_outs o ON o.value_index = c.value_index \
        WHERE c.person = $1 ORDER BY c.id, o.method";
    /// Whose contact a number or an address is.
    HOLDERS = "SELECT person, id FROM contacts WHERE value_index = $1 ORDER BY id LIMIT $2";
    OPTED_OUT = "SELECT method FROM opt_outs WHERE value_index = $1 ORDER BY method";
}

/// What was sent to a country in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryHour {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Hours since 1970-01-01T00:00:00Z.
    pub hour: i64,
    /// Sends.
    pub sent: u32,
    /// Of them, answered.
    pub verified: u32,
}

impl Tx {
    /// What one subject was sent in the span, locked until the transaction ends.
    pub async fn gauge_lock(
        &mut self,
        kind: &'static str,
        subject: &str,
        span: Duration,
        now: Timestamp,
    ) -> Result<Gauge, StoreError> {
        let args = [kind.into(), subject.into(), now.into()];
        let row = self.fetch_optional(&GAUGE_LOCK, &args).await?;
        let row = row.ok_or(StoreError::other("gauge"))?;
        Gauge::read(&row.text("entries")?, span).map_err(|_| row.corrupt("entries"))
    }

    /// Writes back what was counted under the lock.
    pub async fn gauge_write(
        &mut self,
        kind: &'static str,
        subject: &str,
        gauge: &Gauge,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let args = [kind.into(), subject.into(), gauge.written().into(), now.into()];
        self.execute(&GAUGE_WRITE, &args).await?;
        Ok(())
    }

    /// Forgets gauges that nothing was counted in since `before`.
    pub async fn gauges_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&GAUGES_FORGET, &[before.into()]).await
    }

    /// Says where a send goes, for the share of answers of its country and range.
    pub async fn send_place(
        &mut self,
        send: &SendId,
        country: &str,
        range_index: &str,
    ) -> Result<(), StoreError> {
        self.execute(&SEND_PLACE, &[send.into(), country.into(), range_index.into()]).await?;
        Ok(())
    }

    /// Closes a tap until `until`; false: it is closed already.
    pub async fn tap_close(
        &mut self,
        kind: &'static str,
        subject: &str,
        why: Close,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [kind.into(), subject.into(), why.as_str().into(), now.into(), until.into()];
        Ok(self.fetch_optional(&TAP_CLOSE, &args).await?.is_some())
    }

    /// Opens a tap that an operator judged closed in error; false: it is open.
    pub async fn tap_open(
        &mut self,
        kind: &'static str,
        subject: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&TAP_OPEN, &[kind.into(), subject.into(), now.into()]).await? == 1)
    }

    /// Notes that a number or address wants no messages by a method; false: it was noted before.
    pub async fn opt_out(
        &mut self,
        value_index: &str,
        method: Method,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [value_index.into(), method.as_str().into(), now.into()];
        Ok(self.execute(&OPT_OUT, &args).await? == 1)
    }

    /// Notes that it wants them again; false: it had not opted out.
    pub async fn opt_in(&mut self, value_index: &str, method: Method) -> Result<bool, StoreError> {
        Ok(self.execute(&OPT_IN, &[value_index.into(), method.as_str().into()]).await? == 1)
    }
}

impl ReadTx {
    /// What one subject was sent in the span; a look, not for decisions.
    pub async fn gauge_read(
        &mut self,
        kind: &'static str,
        subject: &str,
        span: Duration,
    ) -> Result<Gauge, StoreError> {
        let row = self.fetch_optional(&GAUGE_READ, &[kind.into(), subject.into()]).await?;
        let entries = row.as_ref().map(|row| row.text("entries")).transpose()?;
        Gauge::read(&entries.unwrap_or_default(), span).map_err(|_| StoreError::other("gauge"))
    }

    /// The newest sends to a country, or to a range by its index, since `since`, newest first.
    pub async fn sends_to(
        &mut self,
        kind: &'static str,
        subject: &str,
        since: Timestamp,
    ) -> Result<Vec<SendSeen>, StoreError> {
        let statement = if kind == "country" { &SENDS_TO_COUNTRY } else { &SENDS_TO_RANGE };
        let rows = self.fetch_all(statement, &[subject.into(), since.into()]).await?;
        let seen = |row: &Row| {
            Ok(SendSeen { at: row.time("sent_at")?, verified: row.text("state")? == "passed" })
        };
        rows.iter().map(seen).collect()
    }

    /// Sends since `since` that nobody answered, to a number (`recipient`, or `unconfirmed` for those that confirm it) or to a range.
    /// Read after the subject's gauge is locked, it is not old when it is used.
    pub async fn sends_unanswered(
        &mut self,
        kind: &'static str,
        subject: &str,
        since: Timestamp,
    ) -> Result<u64, StoreError> {
        let row = if kind == "range" {
            self.fetch_optional(&UNANSWERED_IN_RANGE, &[subject.into(), since.into()]).await?
        } else {
            let args = [subject.into(), since.into(), kind.into()];
            self.fetch_optional(&UNANSWERED_BY_RECIPIENT, &args).await?
        };
        let sends = row.map(|row| row.int("sends")).transpose()?;
        Ok(u64::try_from(sends.unwrap_or(0)).unwrap_or(u64::MAX))
    }

    /// Sends and answers of every country since `since`, by hour.
    pub async fn sends_by_hour(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<CountryHour>, StoreError> {
        let rows = self.fetch_all(&SENDS_BY_HOUR, &[since.into()]).await?;
        let hour = |row: &Row| {
            let count = |column| Ok(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
            Ok(CountryHour {
                country: row.text("country")?,
                hour: row.int("hour")?,
                sent: count("sent")?,
                verified: count("verified")?,
            })
        };
        rows.iter().map(hour).collect()
    }

    /// Whether a tap is closed at `now`.
    pub async fn tap_is_closed(
        &mut self,
        kind: &'static str,
        subject: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let row = self.fetch_optional(&TAP_READ, &[kind.into(), subject.into()]).await?;
        Ok(row.map(|row| row.time("until")).transpose()?.is_some_and(|until| now < until))
    }

    /// The subjects of a kind whose taps are closed.
    pub async fn taps_closed(
        &mut self,
        kind: &'static str,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let rows = self.fetch_all(&TAPS_CLOSED, &[kind.into(), now.into()]).await?;
        rows.iter().map(|row| row.text("subject")).collect()
    }

    /// The methods by which a number or address wants no messages.
    pub async fn opted_out(&mut self, value_index: &str) -> Result<Vec<Method>, StoreError> {
        let rows = self.fetch_all(&OPTED_OUT, &[value_index.into()]).await?;
        rows.iter()
            .map(|row| Method::parse(&row.text("method")?).ok_or_else(|| row.corrupt("method")))
            .collect()
    }

    /// Whose contact a number or an address is, confirmed or not; at most `most`.
    pub async fn holders(
        &mut self,
        value_index: &str,
        most: i64,
    ) -> Result<Vec<(PersonId, ContactId)>, StoreError> {
        let rows = self.fetch_all(&HOLDERS, &[value_index.into(), most.into()]).await?;
        let holder = |row: &Row| {
            let person = PersonId::parse(&row.text("person")?);
            let contact = ContactId::parse(&row.text("id")?);
            let person = person.map_err(|_| row.corrupt("person"))?;
            Ok((person, contact.map_err(|_| row.corrupt("id"))?))
        };
        rows.iter().map(holder).collect()
    }

    /// The contacts of a person that want no messages, and by which methods.
    pub async fn silenced(
        &mut self,
        person: &PersonId,
    ) -> Result<Vec<(ContactId, Method)>, StoreError> {
        let rows = self.fetch_all(&SILENCED, &[person.into()]).await?;
        let silenced = |row: &Row| {
            let contact = ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
            let method = Method::parse(&row.text("method")?);
            Ok((contact, method.ok_or_else(|| row.corrupt("method"))?))
        };
        rows.iter().map(silenced).collect()
    }

    /// The keyed index of a number or address: what is counted about it is found by this, and says nothing else.
    pub fn recipient_index(&self, value: &str) -> String {
        self.sealer().blind_index("contact", value)
    }

    /// The keyed index of a range of numbers.
    pub fn range_index(&self, range: &str) -> String {
        self.sealer().blind_index("number-range", range)
    }

    /// The keyed index of an address that messages were asked for from.
    pub fn asker_index(&self, address: &str) -> String {
        self.sealer().blind_index("sends-asked-from", address)
    }
}

/// The hour a moment lies in, as [`CountryHour::hour`] counts.
pub fn hour_of(at: Timestamp) -> i64 {
    at.ms().div_euclid(HOUR_MS)
}
