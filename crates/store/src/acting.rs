//! Remembers for which account a session is; reads what somebody who acts for an account stands on, and ends what hung on it.

use countersign_core::Timestamp;
use countersign_core::access::ActsFor;
use countersign_core::ids::{AccountId, PersonId, SessionId};
use countersign_core::people::Role;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::sessions::acts_for_from;
use crate::statements::statements;

/// Sessions of a person that may have been used for an account: those that name it, and those that name none.
macro_rules! hangs_on {
    () => {
        "(account IS NULL OR account = $2)"
    };
}

statements! {
    /// Takes the membership's row: an end of it at the same moment either comes before, or finds the session and ends it.
    SESSION_ACCOUNT_HOLD = "UPDATE memberships SET added_at = added_at WHERE account = $1 AND person = $2 \
        AND (ends_at IS NULL OR ends_at > $3)";
    SESSION_ACCOUNT_SET = "UPDATE sessions SET account = $2 WHERE id = $1 AND account IS NULL";
    SESSION_ACCOUNT_READ = "SELECT account FROM sessions WHERE id = $1";
    /// One read: the membership, and whether the session is this person's, live, and for this account.
    ACTING_READ = "SELECT m.role FROM memberships m JOIN persons p ON p.id = m.person AND p.state = 'active' \
        JOIN sessions s ON s.id = $3 AND s.person = m.person AND s.ended_at IS NULL AND s.expires_at > $4 AND s.owes_to IS NULL \
        AND (s.account IS NULL OR s.account = m.account) \
        WHERE m.account = $1 AND m.person = $2 AND (m.ends_at IS NULL OR m.ends_at > $4)";
    SESSION_ACTS_FOR = "SELECT s.account, m.role, m.rights, m.ends_at FROM sessions s \
        LEFT JOIN memberships m ON m.account = s.account AND m.person = s.person WHERE s.id = $1";
    /// The same for the account that the portal names, of a session that is for this one or for none.
    SESSION_IN_ACCOUNT = "SELECT CAST($2 AS TEXT) AS account, m.role, m.rights, m.ends_at FROM sessions s \
        LEFT JOIN memberships m ON m.account = $2 AND m.person = s.person AND (s.account IS NULL OR s.account = $2) WHERE s.id = $1";
    HANGING_CHALLENGES_CLOSE = concat!("UPDATE challenges SET state = 'closed' WHERE person = $1 AND state = 'open' \
        AND session IN (SELECT id FROM sessions WHERE person = $1 AND ended_at IS NULL AND ", hangs_on!(), ")");
    HANGING_ORDERS_CANCEL = concat!("UPDATE orders SET state = 'cancelled', closed_at = $3 WHERE person = $1 \
        AND state IN ('open', 'authorised') AND (session IS NULL OR session IN \
        (SELECT id FROM sessions WHERE person = $1 AND ", hangs_on!(), "))");
    HANGING_WINDOWS_CLOSE = concat!("DELETE FROM windows WHERE session IN (SELECT id FROM sessions WHERE person = $1 AND ", hangs_on!(), ")");
    /// The same, ended by somebody who looks after the account.
    OWNED_SESSIONS_END = concat!("UPDATE sessions SET ended_at = $3, ended_because = 'owner' WHERE person = $1 \
        AND ended_at IS NULL AND expires_at > $3 AND ", hangs_on!());
    HANGING_SESSIONS_END = concat!("UPDATE sessions SET ended_at = $3, ended_because = 'membership' WHERE person = $1 \
        AND ended_at IS NULL AND expires_at > $3 AND ", hangs_on!());
}

impl Tx {
    /// Holds a membership until the transaction ends; false: the person is not in the account.
    pub async fn membership_hold(
        &mut self,
        account: &AccountId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [account.into(), person.into(), now.into()];
        Ok(self.execute(&SESSION_ACCOUNT_HOLD, &args).await? == 1)
    }

    /// Says for which account a session is; the membership is held. False: it is for another one already.
    pub async fn session_account_set(
        &mut self,
        session: &SessionId,
        account: &AccountId,
    ) -> Result<bool, StoreError> {
        if self.execute(&SESSION_ACCOUNT_SET, &[session.into(), account.into()]).await? == 1 {
            return Ok(true);
        }
        Ok(self.session_account(session).await?.as_ref() == Some(account))
    }

    /// Ends a person's sessions for an account or for none in particular, with their windows and challenges; how many.
    pub async fn sessions_end_for(
        &mut self,
        person: &PersonId,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&HANGING_CHALLENGES_CLOSE, &[person.into(), account.into()]).await?;
        self.execute(&HANGING_WINDOWS_CLOSE, &[person.into(), account.into()]).await?;
        self.execute(&OWNED_SESSIONS_END, &[person.into(), account.into(), now.into()]).await
    }

    /// Ends what a person has open that may have been used for an account: sessions that name it or none, their windows and
    /// challenges, and orders that came from them or from no session (CS-DEL-06). How many sessions.
    ///
    /// The membership is gone or lowered before, in this transaction, so that nothing begins anew in between.
    pub async fn membership_ended(
        &mut self,
        person: &PersonId,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&HANGING_CHALLENGES_CLOSE, &[person.into(), account.into()]).await?;
        self.execute(&HANGING_ORDERS_CANCEL, &[person.into(), account.into(), now.into()]).await?;
        self.execute(&HANGING_WINDOWS_CLOSE, &[person.into(), account.into()]).await?;
        self.execute(&HANGING_SESSIONS_END, &[person.into(), account.into(), now.into()]).await
    }
}

impl ReadTx {
    /// The account that a session is for; `None`: none was named, or there is no such session.
    pub async fn session_account(
        &mut self,
        session: &SessionId,
    ) -> Result<Option<AccountId>, StoreError> {
        let Some(row) = self.fetch_optional(&SESSION_ACCOUNT_READ, &[session.into()]).await? else {
            return Ok(None);
        };
        let account = row.opt_text("account")?;
        account.map(|text| AccountId::parse(&text).map_err(|_| row.corrupt("account"))).transpose()
    }

    /// What a session's person is in the account that it is for; `None`: it is for none, or there is no such session.
    pub async fn session_acts_for(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ActsFor>, StoreError> {
        let row = self.fetch_optional(&SESSION_ACTS_FOR, &[session.into()]).await?;
        row.map_or(Ok(None), |row| acts_for_from(&row, now))
    }

    /// What a session's person is in this account; of a session that is for another one nothing. `None`: no such session.
    pub async fn session_in_account(
        &mut self,
        session: &SessionId,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Option<ActsFor>, StoreError> {
        let args = [session.into(), account.into()];
        let row = self.fetch_optional(&SESSION_IN_ACCOUNT, &args).await?;
        row.map_or(Ok(None), |row| acts_for_from(&row, now))
    }

    /// What somebody who acts in a session is in this account; `None`: nothing there, or the session is not theirs, has ended
    /// or is for another account.
    pub async fn acting_role(
        &mut self,
        account: &AccountId,
        person: &PersonId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<Role>, StoreError> {
        let args = [account.into(), person.into(), session.into(), now.into()];
        let Some(row) = self.fetch_optional(&ACTING_READ, &args).await? else { return Ok(None) };
        Role::parse(&row.text("role")?).map(Some).ok_or_else(|| row.corrupt("role"))
    }
}
