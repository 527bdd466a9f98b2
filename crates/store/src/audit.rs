//! Remembers who did what: a record in the transaction of what it records.

use countersign_core::Timestamp;
use countersign_core::audit::{Facts, facts_hash};
use countersign_core::ids::{AccountId, EventId, PersonId, SessionId};
use countersign_core::order::OrderDigest;
use countersign_core::people::Method;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::sealed::Sealer;
use crate::statements::statements;

statements! {
    /// What is done in a session that is for an account is done for that account, whoever writes the record (CS-DEL-08).
    AUDIT_INSERT = "INSERT INTO audit_events (id, at, type, outcome, person, actor, subject, session, method, reason, request, digest, facts_sealed, facts_hash, account) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
        COALESCE(CAST($15 AS TEXT), (SELECT s.account FROM sessions s WHERE s.id = $8)))";
    AUDIT_OF_PERSON = "SELECT id, at, type, outcome, actor, subject, method, reason FROM audit_events \
        WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2";
    /// Wrong passwords and sign-in codes of a person since $2 and since their last sign-in.
    FAILURES_BEFORE = "SELECT CAST(COUNT(*) AS BIGINT) AS failures FROM audit_events WHERE person = $1 AND at > $2 AND outcome = 'refused' \
        AND ((type = 'sign-in.refused' AND reason = 'wrong-password') OR (type = 'challenge.answered' AND reason = 'wrong-code' AND session IS NULL)) \
        AND at >= COALESCE((SELECT MAX(s.at) FROM audit_events s WHERE s.person = $1 AND s.at > $2 AND s.type = 'session.began'), 0)";
    /// Joined to nothing, so that the index by time is taken and not the one by person.
    PERSONS_MISSED = "SELECT CAST(COUNT(DISTINCT person || '') AS BIGINT) AS persons FROM audit_events \
        WHERE outcome = 'refused' AND at > $1 AND type = 'challenge.answered' AND reason = 'wrong-code'";
}

/// A record to be written. Holds no secret and no code.
#[derive(Clone, Debug)]
pub struct AuditRecord {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What happened: a stable slug such as `order.authorised`.
    pub kind: &'static str,
    /// `success` or `refused`.
    pub outcome: &'static str,
    /// Whom it concerns.
    pub person: Option<PersonId>,
    /// Who did it: a person's or an API key's id, or `system`.
    pub actor: String,
    /// The thing it was done to.
    pub subject: Option<String>,
    /// In which session.
    pub session: Option<SessionId>,
    /// By which method.
    pub method: Option<Method>,
    /// Why it was refused, or which rule decided.
    pub reason: Option<String>,
    /// The request's id, as in the logs.
    pub request: Option<String>,
    /// The digest of the order it is about.
    pub digest: Option<String>,
    /// For which account it was done.
    pub account: Option<AccountId>,
    /// The personal part: address, browser, names. Sealed with a salt, and erased with it.
    pub facts: Facts,
}

impl AuditRecord {
    /// A success that concerns nobody yet.
    pub fn new(id: EventId, at: Timestamp, kind: &'static str, actor: impl Into<String>) -> Self {
        Self {
            id,
            at,
            kind,
            outcome: "success",
            person: None,
            actor: actor.into(),
            subject: None,
            session: None,
            method: None,
            reason: None,
            request: None,
            digest: None,
            account: None,
            facts: Facts::default(),
        }
    }

    /// Whom it concerns, what it was done to, and in which session.
    #[must_use]
    pub fn about(mut self, person: &PersonId, subject: &str, session: Option<&SessionId>) -> Self {
        self.person = Some(person.clone());
        self.subject = Some(subject.to_owned());
        self.session = session.cloned();
        self
    }

    /// By which method.
    #[must_use]
    pub fn by_method(mut self, method: Option<Method>) -> Self {
        self.method = method;
        self
    }

    /// Which order, by what it says.
    #[must_use]
    pub fn of_order(mut self, digest: &OrderDigest) -> Self {
        self.digest = Some(digest.to_hex());
        self
    }

    /// What it was done to, and in which session, where it concerns no person.
    #[must_use]
    pub fn at(mut self, subject: &str, session: Option<&SessionId>) -> Self {
        self.subject = Some(subject.to_owned());
        self.session = session.cloned();
        self
    }

    /// For which account.
    #[must_use]
    pub fn for_account(mut self, account: &AccountId) -> Self {
        self.account = Some(account.clone());
        self
    }

    /// A further personal fact: a name that was typed, a label. Ids and slugs belong into the other fields.
    #[must_use]
    pub fn with_fact(mut self, name: &'static str, value: &str) -> Self {
        self.facts = self.facts.with(name, value);
        self
    }

    /// Which rule or fact decided.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// It gave nothing.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.outcome = "refused";
        self
    }
}

/// A record as it is listed.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// `success` or `refused`.
    pub outcome: String,
    /// Who did it.
    pub actor: String,
    /// The thing it was done to.
    pub subject: Option<String>,
    /// By which method.
    pub method: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Tx {
    /// Writes a record; it stands or falls with what it records.
    pub async fn audit_insert(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        self.audit_insert_as(record, record.kind).await
    }

    /// The same for a kind that stood in a row.
    pub(crate) async fn audit_insert_as(
        &mut self,
        record: &AuditRecord,
        kind: &str,
    ) -> Result<(), StoreError> {
        let (facts_sealed, facts_hash) = match record.facts.text() {
            Some(text) => {
                let salt = Sealer::salt();
                let hash = facts_hash(&salt, &text);
                let plain = format!("{salt}.{text}");
                let sealed = self.sealer().seal(
                    "audit_events",
                    "facts",
                    record.id.as_str(),
                    plain.as_bytes(),
                );
                (Some(sealed), Some(hash))
            }
            None => (None, None),
        };
        let args = [
            (&record.id).into(),
            record.at.into(),
            kind.into(),
            record.outcome.into(),
            record.person.as_ref().map(|id| id.as_str().to_owned()).into(),
            record.actor.as_str().into(),
            record.subject.clone().into(),
            record.session.as_ref().map(|id| id.as_str().to_owned()).into(),
            record.method.map(|method| method.as_str().to_owned()).into(),
            record.reason.clone().into(),
            record.request.clone().into(),
            record.digest.clone().into(),
            facts_sealed.into(),
            facts_hash.into(),
            record.account.as_ref().map(|id| id.as_str().to_owned()).into(),
        ];
        self.execute(&AUDIT_INSERT, &args).await?;
        Ok(())
    }
}

impl ReadTx {
    /// How often somebody failed to sign in as this person since `since` and since the person last signed in.
    pub async fn failures_before(
        &mut self,
        person: &PersonId,
        since: Timestamp,
    ) -> Result<u32, StoreError> {
        let row = self.fetch_optional(&FAILURES_BEFORE, &[person.into(), since.into()]).await?;
        let row = row.ok_or(StoreError::Busy)?;
        Ok(u32::try_from(row.int("failures")?).unwrap_or(u32::MAX))
    }

    /// How many persons had a wrong code since `since`. One person misses; many at once are being sprayed.
    pub async fn persons_missed(&mut self, since: Timestamp) -> Result<i64, StoreError> {
        match self.fetch_optional(&PERSONS_MISSED, &[since.into()]).await? {
            Some(row) => row.int("persons"),
            None => Ok(0),
        }
    }

    /// The newest records that concern a person.
    pub async fn audit_of_person(
        &mut self,
        person: &PersonId,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let rows = self.fetch_all(&AUDIT_OF_PERSON, &[person.into(), limit.into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    at: row.time("at")?,
                    kind: row.text("type")?,
                    outcome: row.text("outcome")?,
                    actor: row.text("actor")?,
                    subject: row.opt_text("subject")?,
                    method: row.opt_text("method")?,
                    reason: row.opt_text("reason")?,
                })
            })
            .collect()
    }
}
