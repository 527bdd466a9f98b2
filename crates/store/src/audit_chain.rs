//! Remembers how far the trail is chained; one node chains at a time.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::audit::{BEGINNING, Entry, Personal};
use countersign_core::ids::{AccountId, PersonId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! entry_columns {
    () => {
        "id, at, type, outcome, person, actor, subject, session, method, reason, request, digest, facts_hash, account"
    };
}

statements! {
    /// Takes or renews the lease, and locks the one row until the transaction ends: a node that lost its lease in between
    /// waits here, and then changes no row.
    CHAIN_LEASE = "INSERT INTO audit_chain (id, sequence, link, seal, lease_owner, lease_until) VALUES ('head', 0, $1, $2, $3, $4) \
        ON CONFLICT (id) DO UPDATE SET lease_owner = EXCLUDED.lease_owner, lease_until = EXCLUDED.lease_until \
        WHERE audit_chain.lease_owner = EXCLUDED.lease_owner OR audit_chain.lease_until <= $5 \
        RETURNING sequence, link, seal";
    /// The queue: what no link names yet. Never "later than the last one", which would miss what commits late.
    CHAIN_WAITING = concat!("SELECT ", entry_columns!(), " FROM audit_events WHERE sequence IS NULL ORDER BY at, id LIMIT $1");
    CHAIN_ADD = "UPDATE audit_events SET sequence = $2, link = $3 WHERE id = $1 AND sequence IS NULL";
    CHAIN_MOVE = "UPDATE audit_chain SET sequence = $1, link = $2, seal = $3 WHERE id = 'head'";
    CHAIN_HEAD = "SELECT sequence, link, seal FROM audit_chain WHERE id = 'head'";
    CHAIN_TAIL = "SELECT CAST(COUNT(*) AS BIGINT) AS records, MIN(at) AS oldest FROM audit_events WHERE sequence IS NULL";
    CHAIN_PAGE = concat!("SELECT sequence, link, facts_sealed, ", entry_columns!(), " FROM audit_events \
        WHERE sequence > $1 ORDER BY sequence LIMIT $2");
    AUDIT_PAGE = concat!("SELECT facts_sealed, ", entry_columns!(), " FROM audit_events WHERE person = $1 \
        AND (at < $2 OR (at = $2 AND id < $3)) AND CAST($4 AS TEXT) LIKE '%|' || type || '|%' AND at >= $6 ORDER BY at DESC, id DESC LIMIT $5");
    /// Of an account: of one person or of all, of whoever did it or of whom it concerns. Records about resources are left out where
    /// the session may not see them: marked ones, what lies in them, and what is gone, of which nobody knows any more (CS-F2-06).
    AUDIT_OF_ACCOUNT = concat!("SELECT facts_sealed, ", entry_columns!(), " FROM audit_events WHERE account = $1 \
        AND (at < $2 OR (at = $2 AND id < $3)) AND at >= $4 AND (CAST($5 AS TEXT) IS NULL OR person = $5 OR actor = $5) \
        AND (CAST($6 AS TEXT) IS NULL OR actor = $6 OR (person = $6 AND actor LIKE 'key_%')) \
        AND (CAST($7 AS TEXT) = '' OR CAST($7 AS TEXT) LIKE '%|' || type || '|%') \
        AND (CAST($8 AS BIGINT) = 1 OR (type NOT IN ('resource.marked', 'resource.mark-lifted', 'resource.removed', \
        'resources.registered', 'resources.out-of-sight') AND (subject IS NULL OR subject NOT LIKE 'rsc_%' OR (EXISTS \
        (SELECT 1 FROM resources r WHERE r.id = subject) AND NOT EXISTS (SELECT 1 FROM resource_ancestors u \
        JOIN second_factor_marks k ON k.resource = u.ancestor WHERE u.resource = subject))))) ORDER BY at DESC, id DESC LIMIT $9");
    HEAD_INSERT = "INSERT INTO audit_heads (sequence, signed_at, statement) VALUES ($1, $2, $3) ON CONFLICT (sequence) DO NOTHING";
    HEADS_READ = "SELECT sequence, signed_at, statement FROM audit_heads ORDER BY sequence";
    HEAD_NEWEST = "SELECT sequence, signed_at, statement FROM audit_heads ORDER BY sequence DESC LIMIT 1";
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The place of the last entry; 0: there is none.
    pub sequence: i64,
    /// Its link.
    pub link: String,
    /// Whether the seal fits: made with the keys, for this place and link.
    pub sealed: bool,
}

/// An entry in its place.
pub struct Chained {
    /// The place.
    pub sequence: i64,
    /// The link noted with it.
    pub link: String,
    /// The entry.
    pub entry: Entry,
    /// Its personal part.
    pub personal: Personal,
}

/// A record with its personal part.
pub struct AuditRow {
    /// The record.
    pub entry: Entry,
    /// Its personal part.
    pub personal: Personal,
}

/// Which records of an account are wanted, and who looks.
#[derive(Clone, Debug)]
pub struct AccountRecords {
    /// The account.
    pub account: AccountId,
    /// Of this person: what they did, or what was done to them.
    pub of: Option<PersonId>,
    /// Only what this person did, by themselves or through the portal.
    pub only_by: Option<PersonId>,
    /// Of these kinds (`|one|two|`); empty: of all.
    pub kinds: String,
    /// Whether a second factor was proven: without one nothing of marked resources is shown.
    pub is_proven: bool,
    /// Behind this place.
    pub after: After,
    /// Not older than this.
    pub since: Timestamp,
    /// At most so many.
    pub most: i64,
}

/// Where a list that is newest first goes on: behind this record.
#[derive(Clone, Debug)]
pub struct After {
    /// Its time.
    pub at: Timestamp,
    /// Its id.
    pub id: String,
}

impl After {
    /// Behind nothing: the list begins.
    pub fn newest() -> Self {
        Self { at: Timestamp::from_ms(i64::MAX), id: String::new() }
    }
}

/// A signed head.
#[derive(Clone, Debug)]
pub struct SignedHead {
    /// The place it is about.
    pub sequence: i64,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// A compact JWS.
    pub statement: String,
}

/// What is not chained yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// How many records.
    pub records: i64,
    /// The oldest.
    pub oldest: Option<Timestamp>,
}

/// What one turn of the sealer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It chained this many records; 0: none waits.
    Chained(usize),
    /// Another node has the lease.
    NotMine,
    /// The noted end does not fit its seal: somebody altered it, and nothing is chained behind it.
    HeadAltered,
}

impl Tx {
    /// Chains at most `most` waiting records, under a lease.
    pub async fn chain_turn(
        &mut self,
        owner: &str,
        now: Timestamp,
        lease: Duration,
        most: i64,
    ) -> Result<Turn, StoreError> {
        let beginning = self.head_seal(0, BEGINNING);
        let args =
            [BEGINNING.into(), beginning.into(), owner.into(), now.plus(lease).into(), now.into()];
        let Some(row) = self.fetch_optional(&CHAIN_LEASE, &args).await? else {
            return Ok(Turn::NotMine);
        };
        let head = self.head_from(&row)?;
        if !head.sealed {
            return Ok(Turn::HeadAltered);
        }
        let waiting = self.fetch_all(&CHAIN_WAITING, &[most.into()]).await?;
        let Head { mut sequence, mut link, .. } = head;
        for row in &waiting {
            let entry = entry_from(row)?;
            sequence += 1;
            link = entry.link(&link, sequence);
            let args = [entry.id.into(), sequence.into(), link.as_str().into()];
            if self.execute(&CHAIN_ADD, &args).await? != 1 {
                return Err(StoreError::Conflict);
            }
        }
        if !waiting.is_empty() {
            let seal = self.head_seal(sequence, &link);
            self.execute(&CHAIN_MOVE, &[sequence.into(), link.into(), seal.into()]).await?;
        }
        Ok(Turn::Chained(waiting.len()))
    }

    /// Keeps a signed head; of two about one place the first stays.
    pub async fn head_insert(&mut self, head: &SignedHead) -> Result<(), StoreError> {
        let args = [head.sequence.into(), head.signed_at.into(), head.statement.as_str().into()];
        self.execute(&HEAD_INSERT, &args).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The end of the chain; `None`: nothing was chained yet.
    pub async fn chain_head(&mut self) -> Result<Option<Head>, StoreError> {
        let row = self.fetch_optional(&CHAIN_HEAD, &[]).await?;
        row.as_ref().map(|row| self.head_from(row)).transpose()
    }

    /// What waits.
    pub async fn chain_tail(&mut self) -> Result<Tail, StoreError> {
        match self.fetch_optional(&CHAIN_TAIL, &[]).await? {
            Some(row) => Ok(Tail { records: row.int("records")?, oldest: row.opt_time("oldest")? }),
            None => Ok(Tail { records: 0, oldest: None }),
        }
    }

    /// At most `most` entries that wait, oldest first.
    pub async fn chain_waiting(&mut self, most: i64) -> Result<Vec<Entry>, StoreError> {
        self.fetch_all(&CHAIN_WAITING, &[most.into()]).await?.iter().map(entry_from).collect()
    }

    /// The entries behind a place, at most `most`.
    pub async fn chain_page(&mut self, behind: i64, most: i64) -> Result<Vec<Chained>, StoreError> {
        let rows = self.fetch_all(&CHAIN_PAGE, &[behind.into(), most.into()]).await?;
        rows.iter()
            .map(|row| {
                let entry = entry_from(row)?;
                let personal = match row.opt_text("facts_sealed")? {
                    Some(sealed) => self.personal(&entry.id, &sealed),
                    None => Personal::Gone,
                };
                let link = row.opt_text("link")?.unwrap_or_default();
                Ok(Chained { sequence: row.int("sequence")?, link, entry, personal })
            })
            .collect()
    }

    /// Every signed head, oldest first.
    pub async fn heads(&mut self) -> Result<Vec<SignedHead>, StoreError> {
        self.fetch_all(&HEADS_READ, &[]).await?.iter().map(signed_from).collect()
    }

    /// The newest signed head.
    pub async fn head_newest(&mut self) -> Result<Option<SignedHead>, StoreError> {
        let row = self.fetch_optional(&HEAD_NEWEST, &[]).await?;
        row.as_ref().map(signed_from).transpose()
    }

    /// The records of a person of these kinds (`|one|two|`), newest first, behind a place and not older than `since`.
    pub async fn audit_page(
        &mut self,
        person: &PersonId,
        kinds: &str,
        after: &After,
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let args = [
            person.into(),
            after.at.into(),
            after.id.as_str().into(),
            kinds.into(),
            most.into(),
            since.into(),
        ];
        let rows = self.fetch_all(&AUDIT_PAGE, &args).await?;
        rows.iter().map(|row| self.audit_row(row)).collect()
    }

    /// Records of an account, newest first.
    pub async fn audit_of_account(
        &mut self,
        wanted: &AccountRecords,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let args = [
            (&wanted.account).into(),
            wanted.after.at.into(),
            wanted.after.id.as_str().into(),
            wanted.since.into(),
            wanted.of.as_ref().into(),
            wanted.only_by.as_ref().into(),
            wanted.kinds.as_str().into(),
            i64::from(wanted.is_proven).into(),
            wanted.most.into(),
        ];
        let rows = self.fetch_all(&AUDIT_OF_ACCOUNT, &args).await?;
        rows.iter().map(|row| self.audit_row(row)).collect()
    }

    fn audit_row(&self, row: &Row) -> Result<AuditRow, StoreError> {
        let entry = entry_from(row)?;
        let personal = match row.opt_text("facts_sealed")? {
            Some(sealed) => self.personal(&entry.id, &sealed),
            None => Personal::Gone,
        };
        Ok(AuditRow { entry, personal })
    }

    /// Opens the personal part of a record.
    pub(crate) fn personal(&self, id: &str, sealed: &str) -> Personal {
        let opened = self.sealer().unseal("audit_events", "facts", id, sealed).ok();
        let text = opened.and_then(|plain| String::from_utf8(plain.to_vec()).ok());
        match text.as_deref().and_then(|text| text.split_once('.')) {
            Some((salt, text)) => Personal::There { salt: salt.to_owned(), text: text.to_owned() },
            None => Personal::Shut,
        }
    }

    /// The keyed mark of an end: whoever can write the database but has no key cannot move it.
    fn head_seal(&self, sequence: i64, link: &str) -> String {
        self.sealer().blind_index("audit-head", &format!("{sequence} {link}"))
    }

    fn head_from(&self, row: &Row) -> Result<Head, StoreError> {
        let (sequence, link) = (row.int("sequence")?, row.text("link")?);
        let sealed = row.text("seal")? == self.head_seal(sequence, &link);
        Ok(Head { sequence, link, sealed })
    }
}

fn signed_from(row: &Row) -> Result<SignedHead, StoreError> {
    Ok(SignedHead {
        sequence: row.int("sequence")?,
        signed_at: row.time("signed_at")?,
        statement: row.text("statement")?,
    })
}

fn entry_from(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: row.text("id")?,
        at: row.int("at")?,
        kind: row.text("type")?,
        outcome: row.text("outcome")?,
        person: row.opt_text("person")?,
        actor: row.text("actor")?,
        subject: row.opt_text("subject")?,
        session: row.opt_text("session")?,
        method: row.opt_text("method")?,
        reason: row.opt_text("reason")?,
        request: row.opt_text("request")?,
        digest: row.opt_text("digest")?,
        facts_hash: row.opt_text("facts_hash")?,
        account: row.opt_text("account")?,
    })
}
