//! Remembers the portal's sessions, the devices they name and the windows they opened.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::access::{ActsFor, Rights};
use countersign_core::ids::{AccountId, ChallengeId, PersonId, SessionId};
use countersign_core::people::Role;
use countersign_core::session::Session;
use countersign_core::step_up::{Areas, Window};

use crate::db::{ReadTx, Row, Store, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// One live session a person and reference: the same reference again gets no row.
    SESSION_INSERT = "INSERT INTO sessions (id, person, reference_index, reference, device, client_sealed, misses, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (person, reference_index) WHERE ended_at IS NULL DO NOTHING";
    SESSION_READ = "SELECT id, person, reference, device, expires_at, ended_at FROM sessions WHERE id = $1";
    SESSION_BY_REFERENCE = "SELECT id, person, reference, device, expires_at, ended_at FROM sessions \
        WHERE person = $1 AND reference_index = $2 AND ended_at IS NULL";
    SESSION_SPENT = "SELECT id FROM sessions WHERE person = $1 AND reference_index = $2 \
        AND ended_because = 'wrong-codes' AND expires_at > $3 LIMIT 1";
    /// Guards that a session ends once; the first caller's reason stays.
    SESSION_END = "UPDATE sessions SET ended_at = $2, ended_because = $3 WHERE id = $1 AND ended_at IS NULL";
    SESSION_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE session = $1 AND state = 'open'";
    SESSION_MISS = "UPDATE sessions SET misses = misses + 1 WHERE id = $1 AND ended_at IS NULL RETURNING misses";
    SESSION_MISS_BACK = "UPDATE sessions SET misses = misses - 1 WHERE id = $1 AND misses > 0";
    SESSION_MISSES_FORGET = "UPDATE sessions SET misses = 0 WHERE id = $1 AND misses > 0";
    DEVICE_RECOGNISE = "INSERT INTO devices (person, device, recognised_until) VALUES ($1, $2, $3) \
        ON CONFLICT (person, device) DO UPDATE SET recognised_until = $3";
    /// Opens only for a live session, and none that only enrols: of an end and an opening at once, the window does not outlive the end.
    WINDOW_OPEN = "INSERT INTO windows (session, areas, challenge, opened_at, until) \
        SELECT id, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT) FROM sessions WHERE id = $1 AND ended_at IS NULL AND expires_at > $4 AND owes_to IS NULL \
        ON CONFLICT (session) DO UPDATE SET areas = EXCLUDED.areas, challenge = EXCLUDED.challenge, \
        opened_at = EXCLUDED.opened_at, until = EXCLUDED.until";
    WINDOW_CLOSE = "DELETE FROM windows WHERE session = $1";
    /// The gate's one indexed read: the session and its window, if it has one.
    WINDOW_READ = "SELECT s.id, s.person, s.ended_at, s.expires_at, w.areas, w.until, s.account, m.role, m.rights, m.ends_at FROM sessions s \
        LEFT JOIN windows w ON w.session = s.id LEFT JOIN memberships m ON m.account = s.account AND m.person = s.person WHERE s.id = $1";
}

/// What is noted of a portal's session beside the session itself.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The session.
    pub session: Session,
    /// Address and browser as the portal saw them, as one text; sealed.
    pub client: Option<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// A session's window.
#[derive(Clone, Debug)]
pub struct SessionWindow {
    /// The window, open or lapsed; `None`: none was opened, or the session has ended.
    pub window: Option<Window>,
    /// What the session's person is in the account that it is for; `None`: it is for none.
    pub acts_for: Option<ActsFor>,
}

impl Tx {
    /// Registers a portal's session. The same reference of the same person again is the same session.
    pub async fn session_open(&mut self, new: &NewSession) -> Result<Session, StoreError> {
        let session = &new.session;
        let index = self.sealer().blind_index("session", &session.reference);
        if let Some(row) = self
            .fetch_optional(
                &SESSION_BY_REFERENCE,
                &[(&session.person).into(), index.as_str().into()],
            )
            .await?
        {
            let known = session_from(&row)?;
            if known.is_live(new.created_at) {
                return Ok(known);
            }
            self.session_end(&known.id, "expired", new.created_at).await?;
        }
        let client = new.client.as_ref().map(|client| {
            self.sealer().seal("sessions", "client", session.id.as_str(), client.as_bytes())
        });
        let args = [
            (&session.id).into(),
            (&session.person).into(),
            index.as_str().into(),
            session.reference.as_str().into(),
            session.device.clone().into(),
            client.into(),
            new.created_at.into(),
            session.expires_at.into(),
        ];
        if self.execute(&SESSION_INSERT, &args).await? == 1 {
            return Ok(session.clone());
        }
        // Somebody registered the same reference in between: theirs is the session.
        let row = self
            .fetch_optional(&SESSION_BY_REFERENCE, &[(&session.person).into(), index.into()])
            .await?
            .ok_or(StoreError::Conflict)?;
        session_from(&row)
    }

    /// Whether this reference named a session that wrong codes ended and that would still live: registered anew, it would begin
    /// with no misses in a row, and the end would have ended nothing.
    pub async fn session_spent(
        &mut self,
        person: &PersonId,
        reference: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let index = self.sealer().blind_index("session", reference);
        let args = [person.into(), index.into(), now.into()];
        Ok(self.fetch_optional(&SESSION_SPENT, &args).await?.is_some())
    }

    /// Ends a session, its windows and its open challenges; false: it had ended before.
    ///
    /// Challenges first: an answer under way holds its challenge's row, so it either finishes before or finds it closed.
    pub async fn session_end(
        &mut self,
        id: &SessionId,
        because: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.execute(&SESSION_CHALLENGES_CLOSE, &[id.into()]).await?;
        let ended =
            self.execute(&SESSION_END, &[id.into(), now.into(), because.into()]).await? == 1;
        self.execute(&WINDOW_CLOSE, &[id.into()]).await?;
        Ok(ended)
    }

    /// Counts a wrong step-up code of a session; how many in a row it has now, 0 if it has ended.
    pub async fn session_miss(&mut self, id: &SessionId) -> Result<i64, StoreError> {
        match self.fetch_optional(&SESSION_MISS, &[id.into()]).await? {
            Some(row) => row.int("misses"),
            None => Ok(0),
        }
    }

    /// Takes back a try that was charged and turned out right; those before it stay, since it proves less than a code.
    pub async fn session_miss_take_back(&mut self, id: &SessionId) -> Result<(), StoreError> {
        self.execute(&SESSION_MISS_BACK, &[id.into()]).await?;
        Ok(())
    }

    /// Forgets the wrong codes in a row after a right one.
    pub async fn session_misses_forget(&mut self, id: &SessionId) -> Result<(), StoreError> {
        self.execute(&SESSION_MISSES_FORGET, &[id.into()]).await?;
        Ok(())
    }

    /// Recognises a device of this person for `lasts` from `now`: it has a guess lane of its own from then on.
    pub async fn device_recognise(
        &mut self,
        person: &PersonId,
        device: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<(), StoreError> {
        let args = [person.into(), device.into(), now.plus(lasts).into()];
        self.execute(&DEVICE_RECOGNISE, &args).await?;
        Ok(())
    }

    /// Opens a window; false: the session has ended, and nothing is open.
    pub async fn window_open(
        &mut self,
        window: &Window,
        challenge: &ChallengeId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [
            window.session().into(),
            window.areas().to_column().into(),
            challenge.into(),
            now.into(),
            window.until().into(),
        ];
        Ok(self.execute(&WINDOW_OPEN, &args).await? == 1)
    }

    /// Closes a session's window; false: none was there.
    pub async fn window_close(&mut self, session: &SessionId) -> Result<bool, StoreError> {
        Ok(self.execute(&WINDOW_CLOSE, &[session.into()]).await? == 1)
    }
}

impl ReadTx {
    /// A session, live or ended.
    pub async fn session_read(&mut self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let row = self.fetch_optional(&SESSION_READ, &[id.into()]).await?;
        row.as_ref().map(session_from).transpose()
    }
}

impl Store {
    /// The window of a session by one indexed read; `None`: no such session. An ended session has none open.
    pub async fn window_read(
        &self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<SessionWindow>, StoreError> {
        let row = self.read_hot(&WINDOW_READ, &[session.into()]).await?;
        row.as_ref().map(|row| window_from(row, session, now)).transpose()
    }
}

impl ReadTx {
    /// The same inside a transaction: what a write needs open is looked at where it commits (CS-STEP-07).
    pub async fn window_in(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<Window>, StoreError> {
        let Some(row) = self.fetch_optional(&WINDOW_READ, &[session.into()]).await? else {
            return Ok(None);
        };
        Ok(window_from(&row, session, now)?.window)
    }
}

fn window_from(
    row: &Row,
    session: &SessionId,
    now: Timestamp,
) -> Result<SessionWindow, StoreError> {
    let live = row.opt_int("ended_at")?.is_none() && now < row.time("expires_at")?;
    let window = match (row.opt_text("areas")?, row.opt_time("until")?) {
        (Some(areas), Some(until)) if live => {
            let areas = Areas::from_column(&areas).map_err(|_| row.corrupt("areas"))?;
            Some(Window::stored(session.clone(), areas, until))
        }
        _ => None,
    };
    Ok(SessionWindow { window, acts_for: acts_for_from(row, now)? })
}

/// What a session's person is in the account that it is for, from columns of both.
pub(crate) fn acts_for_from(row: &Row, now: Timestamp) -> Result<Option<ActsFor>, StoreError> {
    let Some(account) = row.opt_text("account")? else { return Ok(None) };
    let account = AccountId::parse(&account).map_err(|_| row.corrupt("account"))?;
    let live = row.opt_time("ends_at")?.is_none_or(|end| now < end);
    let standing = match row.opt_text("role")?.filter(|_| live) {
        Some(role) => {
            let role = Role::parse(&role).ok_or_else(|| row.corrupt("role"))?;
            Some((role, Rights::from_column(&row.opt_text("rights")?.unwrap_or_default())))
        }
        None => None,
    };
    Ok(Some(ActsFor { account, standing }))
}

fn session_from(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: SessionId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        reference: row.text("reference")?,
        device: row.opt_text("device")?,
        expires_at: row.time("expires_at")?,
        ended_at: row.opt_time("ended_at")?,
    })
}
