//! Ends what a person has open: other sessions, or everything when a password or second factor changes.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, SessionId};

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    PERSON_SESSION_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE person = $1 AND state = 'open' \
        AND session IS NOT NULL AND (CAST($2 AS TEXT) IS NULL OR session <> $2)";
    /// The first reason stays: only sessions that live are ended.
    PERSON_SESSIONS_END = "UPDATE sessions SET ended_at = $3, ended_because = $4 WHERE person = $1 AND ended_at IS NULL \
        AND expires_at > $3 AND (CAST($2 AS TEXT) IS NULL OR id <> $2)";
    PERSON_WINDOWS_CLOSE = "DELETE FROM windows WHERE session IN (SELECT s.id FROM sessions s WHERE s.person = $1 \
        AND (CAST($2 AS TEXT) IS NULL OR s.id <> $2))";
    PERSON_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE person = $1 AND state = 'open'";
    PERSON_DEVICES_FORGET = "DELETE FROM devices WHERE person = $1";
    PERSON_SIGN_INS_CANCEL = "UPDATE sign_ins SET state = 'cancelled' WHERE person = $1 AND state = 'pending'";
    PERSON_UNLOCKED_FORGET = "DELETE FROM unlocked_browsers WHERE person = $1";
}

impl Tx {
    /// Ends the live sessions of a person, ours and the portal's, with their windows and open challenges; how many.
    ///
    /// Challenges first: an answer under way holds its challenge's row, so it either finishes before or finds it closed.
    pub async fn sessions_end_others(
        &mut self,
        person: &PersonId,
        keep: Option<&SessionId>,
        because: &str,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&PERSON_SESSION_CHALLENGES_CLOSE, &[person.into(), keep.into()]).await?;
        let args = [person.into(), keep.into(), now.into(), because.into()];
        let ended = self.execute(&PERSON_SESSIONS_END, &args).await?;
        self.execute(&PERSON_WINDOWS_CLOSE, &[person.into(), keep.into()]).await?;
        Ok(ended)
    }

    /// Closes every window of a person: what they are reached or proved by has changed (CS-STEP-06).
    pub async fn windows_close_all(&mut self, person: &PersonId) -> Result<(), StoreError> {
        let nobody: Option<&SessionId> = None;
        self.execute(&PERSON_WINDOWS_CLOSE, &[person.into(), nobody.into()]).await?;
        Ok(())
    }

    /// Stops the sign-ins of a person that wait for their second factor.
    pub async fn sign_ins_cancel(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&PERSON_SIGN_INS_CANCEL, &[person.into()]).await?;
        Ok(())
    }

    /// What a new password, or a second factor turned on or voided, means for all else: other sessions end, every window
    /// closes, no browser is recognised, and no sign-in or challenge goes on (CS-PW-06, CS-ENR-09).
    ///
    /// How many sessions it ended. The session that stays gets a new cookie from its page.
    pub async fn person_secured(
        &mut self,
        person: &PersonId,
        keep: Option<&SessionId>,
        because: &str,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&PERSON_CHALLENGES_CLOSE, &[person.into()]).await?;
        let ended = self.sessions_end_others(person, keep, because, now).await?;
        self.windows_close_all(person).await?;
        self.sign_ins_cancel(person).await?;
        self.execute(&PERSON_DEVICES_FORGET, &[person.into()]).await?;
        self.execute(&PERSON_UNLOCKED_FORGET, &[person.into()]).await?;
        Ok(ended)
    }
}
