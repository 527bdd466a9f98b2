//! Remembers assisted recoveries: asked for, approved, ended once, by whichever of those who may comes first.

use countersign_core::Timestamp;
use countersign_core::challenge::KeyId;
use countersign_core::ids::{PersonId, RecoveryId};
use countersign_core::support::{RecoveryKind, RecoveryState, RecoveryStop};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! recovery_columns {
    () => {
        "SELECT r.id, r.kind, r.person, r.ticket_sealed, r.reason_sealed, r.proofs_sealed, r.new_contact_sealed, r.requested_by, \
        r.requested_at, r.approved_by, r.approved_at, r.opens_at, r.state, r.stop_key, r.closed_at, r.closed_by, \
        p.name AS person_name, a.name AS requested_name FROM recoveries r JOIN persons p ON p.id = r.person \
        JOIN persons a ON a.id = r.requested_by "
    };
}

statements! {
    /// One open recovery a person: of two agents who ask at once, one does.
    RECOVERY_INSERT = "INSERT INTO recoveries (id, kind, person, ticket_sealed, reason_sealed, proofs_sealed, new_contact_sealed, \
        requested_by, requested_at, state, stop_key, stop_token_hash, stop_code_index, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'requested', $10, $11, $12, 1) ON CONFLICT DO NOTHING";
    RECOVERY_READ = concat!(recovery_columns!(), "WHERE r.id = $1");
    RECOVERY_BY_TOKEN = concat!(recovery_columns!(), "WHERE r.stop_token_hash = $1");
    RECOVERY_BY_CODE = concat!(recovery_columns!(), "WHERE r.stop_code_index = $1");
    RECOVERY_OF_PERSON = concat!(recovery_columns!(), "WHERE r.person = $1 ORDER BY r.requested_at DESC, r.id DESC LIMIT 1");
    RECOVERIES_OPEN = concat!(recovery_columns!(), "WHERE r.state IN ('requested', 'waiting') ORDER BY r.requested_at, r.id LIMIT 100");
    /// Guards that it is approved once, and never by the agent who asked for it.
    RECOVERY_APPROVE = "UPDATE recoveries SET state = 'waiting', approved_by = $2, approved_at = $3, opens_at = $4, version = version + 1 \
        WHERE id = $1 AND state = 'requested' AND requested_by <> $2";
    /// Guards that it ends once, whoever ends it.
    RECOVERY_CLOSE = "UPDATE recoveries SET state = $2, closed_at = $3, closed_by = $4, version = version + 1 \
        WHERE id = $1 AND state IN ('requested', 'waiting')";
    /// Guards that nothing opens before its time.
    RECOVERY_COMPLETE = "UPDATE recoveries SET state = 'completed', closed_at = $2, closed_by = $3, version = version + 1 \
        WHERE id = $1 AND state = 'waiting' AND opens_at <= $2";
    /// Takes the lock that a sign-in and the end of a recovery queue at, before either looks at the password.
    RECOVERY_HOLD = "UPDATE recoveries SET version = version + 1 WHERE person = $1 AND state IN ('requested', 'waiting')";
    /// Whoever has an outdated address replaced signs in all the while.
    RECOVERY_SIGNED_IN = "UPDATE recoveries SET state = 'signed-in', closed_at = $2, version = version + 1 \
        WHERE person = $1 AND kind = 'recovery' AND state IN ('requested', 'waiting') RETURNING id";
    PERSON_RECOVERED = "UPDATE persons SET must_enrol_at = $2, rests_until = $3 WHERE id = $1";
    /// Whoever has a real second factor again owes none.
    PERSON_ENROLLED = "UPDATE persons SET must_enrol_at = NULL WHERE id = $1 AND must_enrol_at IS NOT NULL";
    PERSON_RESTS = "SELECT rests_until FROM persons WHERE id = $1 AND rests_until > $2";
    LEDGER_EMPTY = "DELETE FROM guess_ledgers WHERE person = $1";
    WAYS_END = "UPDATE authenticators SET state = 'removed', secret_sealed = NULL, kept_by = NULL, removed_at = $2 \
        WHERE person = $1 AND state <> 'removed'";
    ERASE_RECOVERIES = "UPDATE recoveries SET ticket_sealed = '', reason_sealed = '', proofs_sealed = '', new_contact_sealed = NULL, \
        state = CASE WHEN state IN ('requested', 'waiting') THEN 'cancelled' ELSE state END WHERE person = $1";
}

/// A recovery as an agent asks for it.
#[derive(Clone, Debug)]
pub struct NewRecovery {
    /// Its stop: id, person and key.
    pub stop: RecoveryStop,
    /// What is to be done.
    pub kind: RecoveryKind,
    /// The ticket's number.
    pub ticket: String,
    /// Why.
    pub reason: String,
    /// The proofs, as their writer lays them out.
    pub proofs: String,
    /// The new contact, as its writer lays it out.
    pub new_contact: Option<String>,
    /// The agent.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Timestamp,
}

/// A recovery as it is stored. Debug hides what was written.
#[derive(Clone)]
pub struct StoredRecovery {
    /// What it was asked for with.
    pub asked: NewRecovery,
    /// What the person is called.
    pub person_name: String,
    /// What the first agent is called.
    pub requested_name: String,
    /// The second agent, once there is one.
    pub approved_by: Option<PersonId>,
    /// When they approved.
    pub approved_at: Option<Timestamp>,
    /// When it opens.
    pub opens_at: Option<Timestamp>,
    /// Where it stands.
    pub state: RecoveryState,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// By whom.
    pub closed_by: Option<String>,
}

impl std::fmt::Debug for StoredRecovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredRecovery({}, {})", self.asked.stop.id, self.state.as_str())
    }
}

impl Tx {
    /// Writes a recovery that an agent asks for; false: another one of this person is open.
    pub async fn recovery_insert(
        &mut self,
        new: &NewRecovery,
        token_hash: &str,
        code: &str,
    ) -> Result<bool, StoreError> {
        let id = new.stop.id.as_str();
        let seal =
            |column, text: &str| self.sealer().seal("recoveries", column, id, text.as_bytes());
        let (ticket, reason) = (seal("ticket", &new.ticket), seal("reason", &new.reason));
        let proofs = seal("proofs", &new.proofs);
        let contact = new.new_contact.as_deref().map(|text| seal("new_contact", text));
        let index = self.sealer().blind_index("recovery-stop-code", code);
        let args = [
            (&new.stop.id).into(),
            new.kind.as_str().into(),
            (&new.stop.person).into(),
            ticket.into(),
            reason.into(),
            proofs.into(),
            contact.into(),
            (&new.requested_by).into(),
            new.requested_at.into(),
            new.stop.key.0.as_str().into(),
            token_hash.into(),
            index.into(),
        ];
        Ok(self.execute(&RECOVERY_INSERT, &args).await? == 1)
    }

    /// Approves it; false: it was approved, has ended, or the approver is who asked for it.
    pub async fn recovery_approve(
        &mut self,
        id: &RecoveryId,
        by: &PersonId,
        now: Timestamp,
        opens_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), by.into(), now.into(), opens_at.into()];
        Ok(self.execute(&RECOVERY_APPROVE, &args).await? == 1)
    }

    /// Ends it in this state; false: it has ended.
    pub async fn recovery_close(
        &mut self,
        id: &RecoveryId,
        state: RecoveryState,
        by: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), state.as_str().into(), now.into(), by.into()];
        Ok(self.execute(&RECOVERY_CLOSE, &args).await? == 1)
    }

    /// Ends it as done; false: it has ended, or its time has not come.
    pub async fn recovery_complete(
        &mut self,
        id: &RecoveryId,
        by: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&RECOVERY_COMPLETE, &[id.into(), now.into(), by.into()]).await? == 1)
    }

    /// Lets a sign-in and the end of a recovery of one person come one after the other. Ask it before the password is read.
    pub async fn recovery_hold(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&RECOVERY_HOLD, &[person.into()]).await?;
        Ok(())
    }

    /// The person has signed in: an open recovery ends. Which one.
    pub async fn recovery_signed_in(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Option<RecoveryId>, StoreError> {
        let row = self.fetch_optional(&RECOVERY_SIGNED_IN, &[person.into(), now.into()]).await?;
        let id = |row: Row| RecoveryId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"));
        row.map(id).transpose()
    }

    /// What a recovery means beside ended sessions: every way of two-factor authentication is removed, the guess ledger is
    /// empty, another factor has to be set up, and nothing destructive is ordered until then.
    pub async fn person_recovered(
        &mut self,
        person: &PersonId,
        now: Timestamp,
        rests_until: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&WAYS_END, &[person.into(), now.into()]).await?;
        self.execute(&LEDGER_EMPTY, &[person.into()]).await?;
        self.execute(&PERSON_RECOVERED, &[person.into(), now.into(), rests_until.into()]).await?;
        Ok(())
    }

    /// The person has set up a second factor.
    pub async fn person_enrolled(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&PERSON_ENROLLED, &[person.into()]).await?;
        Ok(())
    }

    pub(crate) async fn recoveries_erase(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&ERASE_RECOVERIES, &[person.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// A recovery.
    pub async fn recovery_read(
        &mut self,
        id: &RecoveryId,
    ) -> Result<Option<StoredRecovery>, StoreError> {
        let row = self.fetch_optional(&RECOVERY_READ, &[id.into()]).await?;
        row.map(|row| self.recovery_from(&row)).transpose()
    }

    /// The recovery of a stop link, by the hash of its secret part.
    pub async fn recovery_by_token(
        &mut self,
        token_hash: &str,
    ) -> Result<Option<StoredRecovery>, StoreError> {
        let row = self.fetch_optional(&RECOVERY_BY_TOKEN, &[token_hash.into()]).await?;
        row.map(|row| self.recovery_from(&row)).transpose()
    }

    /// The recovery of a stop code.
    pub async fn recovery_by_code(
        &mut self,
        code: &str,
    ) -> Result<Option<StoredRecovery>, StoreError> {
        let index = self.sealer().blind_index("recovery-stop-code", code);
        let row = self.fetch_optional(&RECOVERY_BY_CODE, &[index.into()]).await?;
        row.map(|row| self.recovery_from(&row)).transpose()
    }

    /// The newest recovery of a person.
    pub async fn recovery_of_person(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<StoredRecovery>, StoreError> {
        let row = self.fetch_optional(&RECOVERY_OF_PERSON, &[person.into()]).await?;
        row.map(|row| self.recovery_from(&row)).transpose()
    }

    /// The open ones, the oldest first; at most 100.
    pub async fn recoveries_open(&mut self) -> Result<Vec<StoredRecovery>, StoreError> {
        let rows = self.fetch_all(&RECOVERIES_OPEN, &[]).await?;
        rows.iter().map(|row| self.recovery_from(row)).collect()
    }

    /// Until when nothing destructive is ordered by this person; `None`: it may be.
    pub async fn person_rests(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        match self.fetch_optional(&PERSON_RESTS, &[person.into(), now.into()]).await? {
            Some(row) => row.opt_time("rests_until"),
            None => Ok(None),
        }
    }

    fn recovery_from(&self, row: &Row) -> Result<StoredRecovery, StoreError> {
        let id = row.text("id")?;
        let open = |column: &'static str, sealed: String| {
            // What was erased is empty.
            if sealed.is_empty() {
                return Ok(String::new());
            }
            let plain = self.sealer().unseal("recoveries", column, &id, &sealed)?;
            String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt(column))
        };
        let person = |column| PersonId::parse(&row.text(column)?).map_err(|_| row.corrupt(column));
        let approved = row.opt_text("approved_by")?;
        let approved =
            approved.map(|by| PersonId::parse(&by).map_err(|_| row.corrupt("approved_by")));
        let state = row.text("state")?;
        let contact = row.opt_text("new_contact_sealed")?;
        Ok(StoredRecovery {
            asked: NewRecovery {
                kind: RecoveryKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
                ticket: open("ticket", row.text("ticket_sealed")?)?,
                reason: open("reason", row.text("reason_sealed")?)?,
                proofs: open("proofs", row.text("proofs_sealed")?)?,
                new_contact: contact.map(|sealed| open("new_contact", sealed)).transpose()?,
                requested_by: person("requested_by")?,
                requested_at: row.time("requested_at")?,
                stop: RecoveryStop {
                    id: RecoveryId::parse(&id).map_err(|_| row.corrupt("id"))?,
                    person: person("person")?,
                    key: KeyId(row.text("stop_key")?),
                },
            },
            person_name: row.text("person_name")?,
            requested_name: row.text("requested_name")?,
            approved_by: approved.transpose()?,
            approved_at: row.opt_time("approved_at")?,
            opens_at: row.opt_time("opens_at")?,
            state: RecoveryState::parse(&state).ok_or_else(|| row.corrupt("state"))?,
            closed_at: row.opt_time("closed_at")?,
            closed_by: row.opt_text("closed_by")?,
        })
    }
}
