//! Remembers what is still to be done: the outbox, leased to one worker at a time.

use countersign_core::Timestamp;
use countersign_core::ids::JobId;
use countersign_core::people::Method;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    JOB_INSERT = "INSERT INTO jobs (id, kind, lane, subject, detail, state, tries, created_at, run_at, useless_after) \
        VALUES ($1, $2, $7, $3, $4, 'queued', 0, $5, $5, $6)";
    /// Leases the oldest waiting job of a lane. The guard is looked at again when the row is locked, so two workers that chose the same
    /// job do not both get it: the later one gets no row and asks again.
    JOB_CLAIM = "UPDATE jobs SET lease_owner = $2, lease_until = $3, tries = tries + 1 WHERE id = \
        (SELECT id FROM jobs WHERE state = 'queued' AND lane = $4 AND run_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) \
        ORDER BY run_at, id LIMIT 1 /* skip locked */) AND state = 'queued' AND (lease_until IS NULL OR lease_until <= $1) \
        RETURNING id, kind, subject, detail, tries, created_at, useless_after";
    JOB_READ = "SELECT id, kind, subject, detail, tries, created_at, useless_after FROM jobs WHERE id = $1";
    /// Ends a job, if the lease is still this worker's.
    JOB_END = "UPDATE jobs SET state = $3, ended_at = $4, last_error = $5, lease_until = NULL \
        WHERE id = $1 AND lease_owner = $2 AND state = 'queued'";
    JOB_RETRY = "UPDATE jobs SET run_at = $3, last_error = $4, lease_until = NULL \
        WHERE id = $1 AND lease_owner = $2 AND state = 'queued'";
    JOBS_FORGET = "DELETE FROM jobs WHERE id IN \
        (SELECT id FROM jobs WHERE state <> 'queued' AND ended_at < $1 ORDER BY ended_at, id LIMIT 500)";
}

/// Who does a job: each lane has workers of its own, so that what one of them waits for holds up nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Mails, and what is no message.
    Mail,
    /// Text messages and WhatsApp.
    Text,
    /// Telephone calls: each takes its worker for as long as it rings and is spoken.
    Call,
    /// Hand-overs to systems of the operator's, which nobody's message waits for.
    HandOver,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Text, Self::Call, Self::HandOver];

    /// The lane of a message by this method.
    pub const fn of(method: Method) -> Self {
        match method {
            Method::Call => Self::Call,
            Method::Sms | Method::WhatsApp => Self::Text,
            _ => Self::Mail,
        }
    }

    /// Its name in the database and in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "text",
            Self::Call => "call",
            Self::HandOver => "hand-over",
        }
    }
}

/// A job that is to be written.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Its id; also the message's id, so that a receiver recognises a repetition.
    pub id: JobId,
    /// What is to be done.
    pub kind: &'static str,
    /// Who does it.
    pub lane: Lane,
    /// The id of what it is about: a challenge or an order, never a code.
    pub subject: String,
    /// A further id or name the kind knows how to read.
    pub detail: Option<String>,
    /// When it was written; it may run at once.
    pub created_at: Timestamp,
    /// From then on it must not be done.
    pub useless_after: Timestamp,
}

/// A leased job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// The id of what it is about.
    pub subject: String,
    /// A further id or name.
    pub detail: Option<String>,
    /// How often it was begun, this time included.
    pub tries: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// From then on it must not be done.
    pub useless_after: Timestamp,
}

impl Tx {
    /// Writes a job; it becomes visible to workers with the transaction.
    pub async fn job_insert(&mut self, new: &NewJob) -> Result<(), StoreError> {
        let args = [
            (&new.id).into(),
            new.kind.into(),
            new.subject.as_str().into(),
            new.detail.clone().into(),
            new.created_at.into(),
            new.useless_after.into(),
            new.lane.as_str().into(),
        ];
        self.execute(&JOB_INSERT, &args).await?;
        Ok(())
    }

    /// Leases the oldest waiting job of a lane to `owner` until `until`; `None`: nothing waits, or another worker was faster.
    pub async fn job_claim(
        &mut self,
        lane: Lane,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        let args = [now.into(), owner.into(), until.into(), lane.as_str().into()];
        let row = self.fetch_optional(&JOB_CLAIM, &args).await?;
        row.as_ref().map(job_from).transpose()
    }

    /// Ends a job as done; false: the lease was lost.
    pub async fn job_done(
        &mut self,
        id: &JobId,
        owner: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.job_end(id, owner, "done", now, None).await
    }

    /// Ends a job as failed, with the reason in words that hold no address and no text; false: the lease was lost.
    pub async fn job_failed(
        &mut self,
        id: &JobId,
        owner: &str,
        now: Timestamp,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.job_end(id, owner, "failed", now, Some(reason.to_owned())).await
    }

    /// Puts a job back for `run_at`; false: the lease was lost.
    pub async fn job_retry(
        &mut self,
        id: &JobId,
        owner: &str,
        run_at: Timestamp,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), owner.into(), run_at.into(), reason.into()];
        Ok(self.execute(&JOB_RETRY, &args).await? == 1)
    }

    /// Forgets jobs that ended before `before`; at most 500 a call.
    pub async fn jobs_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&JOBS_FORGET, &[before.into()]).await
    }

    async fn job_end(
        &mut self,
        id: &JobId,
        owner: &str,
        state: &str,
        now: Timestamp,
        reason: Option<String>,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), owner.into(), state.into(), now.into(), reason.into()];
        Ok(self.execute(&JOB_END, &args).await? == 1)
    }
}

impl ReadTx {
    /// A job, ended or not; `None`: there is none, or it was forgotten.
    pub async fn job_read(&mut self, id: &JobId) -> Result<Option<Job>, StoreError> {
        let row = self.fetch_optional(&JOB_READ, &[id.into()]).await?;
        row.as_ref().map(job_from).transpose()
    }
}

fn job_from(row: &Row) -> Result<Job, StoreError> {
    Ok(Job {
        id: JobId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        kind: row.text("kind")?,
        subject: row.text("subject")?,
        detail: row.opt_text("detail")?,
        tries: row.int("tries")?,
        created_at: row.time("created_at")?,
        useless_after: row.time("useless_after")?,
    })
}
