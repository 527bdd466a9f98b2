//! Remembers every hand-over of a message to a provider, and what was reported of it later.

use countersign_core::Timestamp;
use countersign_core::delivery::{AttemptState, Destination};
use countersign_core::ids::{AttemptId, ChallengeId, JobId, PersonId, SendId};
use countersign_core::people::Method;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! attempt_columns {
    () => {
        "id, job, provider, method, purpose, country, prefix, person, challenge, send, state, reason, reference, begun_at, \
        ended_at, again_at, reported_at"
    };
}

statements! {
    /// Of two workers that begin the same hand-over, one does: the number is taken once.
    /// It is booked to the account of the challenge's session, or to the only account that its person belongs to.
    ATTEMPT_BEGIN = "INSERT INTO attempts (id, job, number, provider, method, purpose, country, prefix, person, challenge, send, \
        cost_micros, price_micros, currency, state, begun_at, account) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'begun', $15, COALESCE(\
        (SELECT s.account FROM challenges c JOIN sessions s ON s.id = c.session WHERE c.id = $10), \
        (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(m.account) END FROM memberships m WHERE m.person = $9 \
        AND (m.ends_at IS NULL OR m.ends_at > $15)))) \
        ON CONFLICT (job, number) DO NOTHING";
    /// Says what the provider answered. Of two workers that were both asked to say it, the first one does.
    ATTEMPT_END = "UPDATE attempts SET state = $2, reason = $3, reference = $4, ended_at = $5, again_at = $6 \
        WHERE id = $1 AND state = 'begun' RETURNING provider";
    /// Notes a report on the newest hand-over of its reference. A message that was called lost may turn out delivered; one that
    /// was delivered stays so, but that whoever says that it was not them is heard, after the code and after the end of the call too.
    /// A report that comes twice changes nothing the second time.
    ATTEMPT_REPORT = concat!("UPDATE attempts SET state = $3, reason = $4, reported_at = $5 WHERE id = \
        (SELECT id FROM attempts WHERE provider = $1 AND reference = $2 ORDER BY begun_at DESC, id DESC LIMIT 1) \
        AND (state = 'handed-over' OR (state = 'undelivered' AND $3 = 'delivered') \
        OR (state IN ('delivered', 'undelivered') AND $3 = 'declined' AND method = 'call')) \
        RETURNING ", attempt_columns!());
    ATTEMPT_KNOWN = "SELECT id FROM attempts WHERE provider = $1 AND reference = $2 ORDER BY begun_at DESC, id DESC LIMIT 1";
    ATTEMPTS_OF_JOB = concat!("SELECT ", attempt_columns!(), " FROM attempts WHERE job = $1 ORDER BY number");
    ATTEMPT_OF_CHALLENGE = concat!("SELECT ", attempt_columns!(), " FROM attempts WHERE challenge = $1 \
        ORDER BY begun_at DESC, number DESC, id DESC LIMIT 1");
    EARLY_REPORT = "INSERT INTO early_reports (provider, reference, state, reason, reported_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (provider, reference) DO UPDATE SET state = EXCLUDED.state, reason = EXCLUDED.reason \
        WHERE early_reports.state <> 'declined'";
    EARLY_REPORT_TAKE = "DELETE FROM early_reports WHERE provider = $1 AND reference = $2 RETURNING state, reason, reported_at";
    EARLY_REPORTS_FORGET = "DELETE FROM early_reports WHERE reported_at < $1";
}

/// A hand-over that is about to begin.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// Its id.
    pub id: AttemptId,
    /// The message: the job that sends it.
    pub job: JobId,
    /// Which hand-over of it this is, from 1.
    pub number: i64,
    /// The provider's name.
    pub provider: String,
    /// How it is delivered.
    pub method: Method,
    /// What it is for, as a slug.
    pub purpose: String,
    /// Where it goes.
    pub to: Destination,
    /// For whom it is sent.
    pub person: Option<PersonId>,
    /// The challenge whose code it brings.
    pub challenge: Option<ChallengeId>,
    /// The send it belongs to.
    pub send: Option<SendId>,
    /// What the provider takes for it, in millionths of the currency.
    pub cost_micros: i64,
    /// What the person pays for it, in millionths of the currency.
    pub price_micros: i64,
    /// ISO 4217.
    pub currency: String,
    /// When.
    pub begun_at: Timestamp,
}

/// A hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAttempt {
    /// Its id.
    pub id: AttemptId,
    /// The message: the job that sends it.
    pub job: JobId,
    /// The provider's name.
    pub provider: String,
    /// How it is delivered.
    pub method: Method,
    /// What it is for, as a slug.
    pub purpose: String,
    /// Where it goes.
    pub to: Destination,
    /// For whom it is sent.
    pub person: Option<PersonId>,
    /// The challenge whose code it brings.
    pub challenge: Option<ChallengeId>,
    /// The send it belongs to.
    pub send: Option<SendId>,
    /// Where it stands.
    pub state: AttemptState,
    /// Why, in one sentence without recipient, text or secret.
    pub reason: Option<String>,
    /// What the provider knows it by.
    pub reference: Option<String>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When the provider answered.
    pub ended_at: Option<Timestamp>,
    /// From when on the provider may be asked again, if it said so.
    pub again_at: Option<Timestamp>,
    /// When a report came.
    pub reported_at: Option<Timestamp>,
}

/// What a provider answered.
#[derive(Clone, Debug)]
pub struct Handed {
    /// Where the hand-over stands now.
    pub state: AttemptState,
    /// Why, in one sentence without recipient, text or secret.
    pub reason: Option<String>,
    /// What the provider knows it by.
    pub reference: Option<String>,
    /// When it answered.
    pub at: Timestamp,
    /// From when on it may be asked again.
    pub again_at: Option<Timestamp>,
}

/// What came of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is on its hand-over now.
    Noted(Box<StoredAttempt>),
    /// It said what was known already.
    Again,
    /// No hand-over has this reference yet; the report waits a few minutes for it.
    Early,
}

/// What came of noting a provider's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It is noted.
    Noted,
    /// It is noted, and a report that was faster is on it.
    Reported(Box<StoredAttempt>),
    /// Another worker said it already.
    ByAnother,
}

impl Tx {
    /// Notes that a provider is about to be asked; false: another worker is at it.
    pub async fn attempt_begin(&mut self, new: &NewAttempt) -> Result<bool, StoreError> {
        let args = [
            (&new.id).into(),
            (&new.job).into(),
            new.number.into(),
            new.provider.as_str().into(),
            new.method.as_str().into(),
            new.purpose.as_str().into(),
            new.to.country.as_str().into(),
            new.to.prefix.as_str().into(),
            new.person.as_ref().into(),
            new.challenge.as_ref().into(),
            new.send.as_ref().into(),
            new.cost_micros.into(),
            new.price_micros.into(),
            new.currency.as_str().into(),
            new.begun_at.into(),
        ];
        Ok(self.execute(&ATTEMPT_BEGIN, &args).await? == 1)
    }

    /// Notes what the provider answered. A report that was faster than this note is put on it.
    pub async fn attempt_end(
        &mut self,
        id: &AttemptId,
        handed: &Handed,
    ) -> Result<Ended, StoreError> {
        let args = [
            id.into(),
            handed.state.as_str().into(),
            handed.reason.clone().into(),
            handed.reference.clone().into(),
            handed.at.into(),
            handed.again_at.into(),
        ];
        let Some(row) = self.fetch_optional(&ATTEMPT_END, &args).await? else {
            return Ok(Ended::ByAnother);
        };
        if let Some(reference) = &handed.reference {
            let provider = row.text("provider")?;
            let args = [provider.as_str().into(), reference.into()];
            if let Some(early) = self.fetch_optional(&EARLY_REPORT_TAKE, &args).await? {
                let (state, at) = (early.text("state")?, early.time("reported_at")?);
                let reason = early.opt_text("reason")?;
                let args =
                    [provider.into(), reference.into(), state.into(), reason.into(), at.into()];
                if let Some(row) = self.fetch_optional(&ATTEMPT_REPORT, &args).await? {
                    return Ok(Ended::Reported(Box::new(attempt_from(&row)?)));
                }
            }
        }
        Ok(Ended::Noted)
    }

    /// Notes a provider's report by its reference. It may come late, early, twice or never.
    pub async fn attempt_report(
        &mut self,
        provider: &str,
        reference: &str,
        state: AttemptState,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        let args =
            [provider.into(), reference.into(), state.as_str().into(), reason.into(), now.into()];
        if let Some(row) = self.fetch_optional(&ATTEMPT_REPORT, &args).await? {
            return Ok(Noted::Noted(Box::new(attempt_from(&row)?)));
        }
        let by = [provider.into(), reference.into()];
        if self.fetch_optional(&ATTEMPT_KNOWN, &by).await?.is_some() {
            return Ok(Noted::Again);
        }
        self.execute(&EARLY_REPORT, &args).await?;
        Ok(Noted::Early)
    }

    /// Forgets reports that no hand-over came for.
    pub async fn early_reports_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&EARLY_REPORTS_FORGET, &[before.into()]).await
    }
}

impl ReadTx {
    /// The hand-overs of one message, oldest first.
    pub async fn attempts_of_job(&mut self, job: &JobId) -> Result<Vec<StoredAttempt>, StoreError> {
        self.fetch_all(&ATTEMPTS_OF_JOB, &[job.into()]).await?.iter().map(attempt_from).collect()
    }

    /// The newest hand-over of a challenge's code.
    pub async fn attempt_of_challenge(
        &mut self,
        challenge: &ChallengeId,
    ) -> Result<Option<StoredAttempt>, StoreError> {
        let row = self.fetch_optional(&ATTEMPT_OF_CHALLENGE, &[challenge.into()]).await?;
        row.as_ref().map(attempt_from).transpose()
    }
}

pub(crate) fn attempt_from(row: &Row) -> Result<StoredAttempt, StoreError> {
    let opt = |column: &str| row.opt_text(column);
    Ok(StoredAttempt {
        id: AttemptId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        job: JobId::parse(&row.text("job")?).map_err(|_| row.corrupt("job"))?,
        provider: row.text("provider")?,
        method: Method::parse(&row.text("method")?).ok_or_else(|| row.corrupt("method"))?,
        purpose: row.text("purpose")?,
        to: Destination { country: row.text("country")?, prefix: row.text("prefix")? },
        person: opt("person")?
            .map(|id| PersonId::parse(&id).map_err(|_| row.corrupt("person")))
            .transpose()?,
        challenge: opt("challenge")?
            .map(|id| ChallengeId::parse(&id).map_err(|_| row.corrupt("challenge")))
            .transpose()?,
        send: opt("send")?
            .map(|id| SendId::parse(&id).map_err(|_| row.corrupt("send")))
            .transpose()?,
        state: AttemptState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
        reason: opt("reason")?,
        reference: opt("reference")?,
        begun_at: row.time("begun_at")?,
        ended_at: row.opt_time("ended_at")?,
        again_at: row.opt_time("again_at")?,
        reported_at: row.opt_time("reported_at")?,
    })
}
