//! Remembers pending sign-ins, and the one-time results that a browser takes to the portal.

use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, PersonId, SessionId, SignInId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! sign_in_columns {
    () => {
        "id, person, device, destination, client_sealed, state, password_at, expires_at, ends_at, lane"
    };
}

statements! {
    SIGN_IN_INSERT = "INSERT INTO sign_ins (id, person, device, destination, client_sealed, state, password_at, expires_at, ends_at, lane) \
        VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9)";
    SIGN_IN_READ = concat!("SELECT ", sign_in_columns!(), " FROM sign_ins WHERE id = $1");
    /// Completes once and in time: of any number of right answers one gets the row.
    SIGN_IN_COMPLETE = concat!("UPDATE sign_ins SET state = 'completed' WHERE id = $1 AND state = 'pending' AND expires_at > $2 \
        RETURNING ", sign_in_columns!());
    /// Another challenge was begun: the sign-in waits that much longer, up to its longest time.
    SIGN_IN_EXTEND = "UPDATE sign_ins SET expires_at = CASE WHEN ends_at < $3 THEN ends_at ELSE $3 END \
        WHERE id = $1 AND state = 'pending' AND expires_at > $2";
    SIGN_IN_CANCEL = "UPDATE sign_ins SET state = 'cancelled' WHERE id = $1 AND state = 'pending'";
    SIGN_IN_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE sign_in = $1 AND state = 'open'";
    SIGN_INS_FORGET = "DELETE FROM sign_ins WHERE id IN (SELECT s.id FROM sign_ins s WHERE s.ends_at <= $1 \
        ORDER BY s.ends_at, s.id LIMIT 500)";
    RESULT_INSERT = "INSERT INTO sign_in_results (result_hash, session, result_until) VALUES ($1, $2, $3)";
    /// Redeems once and in time.
    RESULT_REDEEM = "UPDATE sign_in_results SET redeemed_at = $2 WHERE result_hash = $1 AND redeemed_at IS NULL \
        AND result_until > $2 RETURNING session";
    RESULTS_FORGET = "DELETE FROM sign_in_results WHERE result_hash IN \
        (SELECT r.result_hash FROM sign_in_results r WHERE r.result_until <= $1 LIMIT 500)";
}

/// Where a pending sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInState {
    /// It waits for the second factor.
    Pending,
    /// It gave a session.
    Completed,
    /// It was stopped: the password or a factor changed.
    Cancelled,
}

/// A sign-in whose password was right.
#[derive(Clone, Debug)]
pub struct StoredSignIn {
    /// Its id.
    pub id: SignInId,
    /// Who.
    pub person: PersonId,
    /// The browser, if it is recognised.
    pub device: Option<DeviceId>,
    /// Where the browser goes afterwards: a path of ours with its query.
    pub destination: String,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// Where it stands.
    pub state: SignInState,
    /// When the password was given.
    pub password_at: Timestamp,
    /// When it ends if no other challenge is begun.
    pub expires_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The lane that a mailed reset opened for its browser.
    pub lane: Option<String>,
}

impl StoredSignIn {
    /// Whether it still takes answers.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.state == SignInState::Pending && now < self.expires_at
    }
}

impl Tx {
    /// Writes a pending sign-in.
    pub async fn sign_in_insert(&mut self, new: &StoredSignIn) -> Result<(), StoreError> {
        let client = new.client.as_ref().map(|client| {
            self.sealer().seal("sign_ins", "client", new.id.as_str(), client.as_bytes())
        });
        let args = [
            (&new.id).into(),
            (&new.person).into(),
            new.device.as_ref().into(),
            new.destination.as_str().into(),
            client.into(),
            new.password_at.into(),
            new.expires_at.into(),
            new.ends_at.into(),
            new.lane.clone().into(),
        ];
        self.execute(&SIGN_IN_INSERT, &args).await?;
        Ok(())
    }

    /// Completes a pending sign-in; `None`: it is over, was stopped, or somebody else completed it.
    pub async fn sign_in_complete(
        &mut self,
        id: &SignInId,
        now: Timestamp,
    ) -> Result<Option<StoredSignIn>, StoreError> {
        let row = self.fetch_optional(&SIGN_IN_COMPLETE, &[id.into(), now.into()]).await?;
        row.as_ref().map(|row| self.sign_in_from(row)).transpose()
    }

    /// Lets a pending sign-in wait until `until`, or its longest time; false: it is over.
    pub async fn sign_in_extend(
        &mut self,
        id: &SignInId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&SIGN_IN_EXTEND, &[id.into(), now.into(), until.into()]).await? == 1)
    }

    /// Stops a pending sign-in and its open challenge; false: it was over.
    pub async fn sign_in_cancel(&mut self, id: &SignInId) -> Result<bool, StoreError> {
        self.execute(&SIGN_IN_CHALLENGES_CLOSE, &[id.into()]).await?;
        Ok(self.execute(&SIGN_IN_CANCEL, &[id.into()]).await? == 1)
    }

    /// Forgets sign-ins that ended before, and results whose time is over; at most 500 sign-ins a call.
    pub async fn sign_ins_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        Ok(self.execute(&SIGN_INS_FORGET, &[before.into()]).await?
            + self.execute(&RESULTS_FORGET, &[before.into()]).await?)
    }

    /// Keeps the hash of a one-time result for a session.
    pub async fn sign_in_result_insert(
        &mut self,
        result_hash: &str,
        session: &SessionId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&RESULT_INSERT, &[result_hash.into(), session.into(), until.into()]).await?;
        Ok(())
    }

    /// Redeems a one-time result; `None` to every caller but the first in time.
    pub async fn sign_in_result_redeem(
        &mut self,
        result_hash: &str,
        now: Timestamp,
    ) -> Result<Option<SessionId>, StoreError> {
        let row = self.fetch_optional(&RESULT_REDEEM, &[result_hash.into(), now.into()]).await?;
        let id =
            |row: Row| SessionId::parse(&row.text("session")?).map_err(|_| row.corrupt("session"));
        row.map(id).transpose()
    }
}

impl ReadTx {
    /// A sign-in, pending or not.
    pub async fn sign_in_read(
        &mut self,
        id: &SignInId,
    ) -> Result<Option<StoredSignIn>, StoreError> {
        let row = self.fetch_optional(&SIGN_IN_READ, &[id.into()]).await?;
        row.as_ref().map(|row| self.sign_in_from(row)).transpose()
    }

    fn sign_in_from(&self, row: &Row) -> Result<StoredSignIn, StoreError> {
        let id = SignInId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
        let client = match row.opt_text("client_sealed")? {
            Some(sealed) => {
                let plain = self.sealer().unseal("sign_ins", "client", id.as_str(), &sealed)?;
                Some(String::from_utf8_lossy(&plain).into_owned())
            }
            None => None,
        };
        let state = match row.text("state")?.as_str() {
            "pending" => SignInState::Pending,
            "completed" => SignInState::Completed,
            "cancelled" => SignInState::Cancelled,
            _ => return Err(row.corrupt("state")),
        };
        Ok(StoredSignIn {
            id,
            person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
            device: row.opt_text("device")?.and_then(|text| DeviceId::parse(&text).ok()),
            destination: row.text("destination")?,
            client,
            state,
            password_at: row.time("password_at")?,
            expires_at: row.time("expires_at")?,
            ends_at: row.time("ends_at")?,
            lane: row.opt_text("lane")?,
        })
    }
}
