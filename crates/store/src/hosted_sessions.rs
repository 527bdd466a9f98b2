//! Remembers our own sessions: found by their cookie's hash, kept alive by use, given new cookies.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, PersonId, SessionId};
use countersign_core::people::Method;
use countersign_core::session::{Factor, HostedSession};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! hosted_columns {
    () => {
        "id, person, device, created_at, used_at, expires_at, ends_at, ended_at, ended_because, password_at, factor, factor_at, owes_to"
    };
}

macro_rules! listed_columns {
    () => {
        "id, person, kind, client_sealed, created_at, used_at, expires_at, ended_at, factor, owes_to"
    };
}

statements! {
    /// Our own sessions have no reference; their id stands in for its index, so that each is live once.
    HOSTED_INSERT = "INSERT INTO sessions (id, person, reference_index, reference, device, client_sealed, misses, created_at, expires_at, \
        kind, cookie_hash, used_at, ends_at, password_at, factor, factor_at) \
        VALUES ($1, $2, $1, '', $3, $4, 0, $5, $6, 'hosted', $7, $5, $8, $9, $10, $11)";
    HOSTED_BY_COOKIE = concat!("SELECT ", hosted_columns!(), " FROM sessions WHERE cookie_hash = $1");
    HOSTED_BY_COOKIE_BEFORE = concat!("SELECT ", hosted_columns!(), " FROM sessions WHERE cookie_before = $1 AND rotated_at > $2");
    HOSTED_READ = concat!("SELECT ", hosted_columns!(), " FROM sessions WHERE id = $1 AND kind = 'hosted'");
    /// Moves the idle end only forwards and only while the session lives: a note that comes late revives nothing.
    HOSTED_USE = "UPDATE sessions SET used_at = $2, expires_at = $3 WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 AND used_at < $2";
    /// Of two rotations at once one finds the cookie it read; the other changes nothing.
    HOSTED_ROTATE = "UPDATE sessions SET cookie_before = cookie_hash, cookie_hash = $3, rotated_at = $4 \
        WHERE id = $1 AND cookie_hash = $2 AND ended_at IS NULL AND expires_at > $4";
    /// What lives, ours and the portal's, the newest first. Of ours, none that only enrols: its person is not signed in.
    SESSIONS_OF_PERSON = concat!("SELECT ", listed_columns!(), " FROM sessions WHERE person = $1 AND ended_at IS NULL AND expires_at > $2 \
        AND (owes_to IS NULL OR kind = 'portal') AND (created_at < $3 OR (created_at = $3 AND id < $4)) ORDER BY created_at DESC, id DESC LIMIT $5");
    SESSION_LISTED = concat!("SELECT ", listed_columns!(), " FROM sessions WHERE id = $1");
    HOSTED_PASSWORD = "UPDATE sessions SET password_at = $2 WHERE id = $1 AND ended_at IS NULL";
    HOSTED_FACTOR = "UPDATE sessions SET factor = $2, factor_at = $3 WHERE id = $1 AND ended_at IS NULL";
}

/// How long the value before a rotation may still read.
const GRACE: Duration = Duration::from_secs(10);

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewHosted {
    /// The session.
    pub session: HostedSession,
    /// The hash of its cookie's value.
    pub cookie_hash: String,
    /// Address and browser, as one JSON text; sealed.
    pub client: Option<String>,
}

/// A session as its cookie found it.
#[derive(Clone, Debug)]
pub struct FoundHosted {
    /// The session, live or not.
    pub session: HostedSession,
    /// The cookie is the one before the last rotation: it may read for a moment, and change nothing.
    pub is_stale: bool,
}

/// A session as lists show it.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// Its id: a handle.
    pub id: SessionId,
    /// Whose it is.
    pub person: PersonId,
    /// Ours, not a portal's.
    pub is_hosted: bool,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used; of a portal's we do not know.
    pub used_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// The second factor it began with.
    pub factor: Option<Method>,
    /// Its person owes a second factor.
    pub owes: bool,
}

impl Tx {
    /// Writes a session that begins.
    pub async fn hosted_insert(&mut self, new: &NewHosted) -> Result<(), StoreError> {
        let session = &new.session;
        let client = new.client.as_ref().map(|client| {
            self.sealer().seal("sessions", "client", session.id.as_str(), client.as_bytes())
        });
        let args = [
            (&session.id).into(),
            (&session.person).into(),
            session.device.as_ref().into(),
            client.into(),
            session.created_at.into(),
            session.expires_at.into(),
            new.cookie_hash.as_str().into(),
            session.ends_at.into(),
            session.password_at.into(),
            session.factor.map(|factor| factor.method.as_str().to_owned()).into(),
            session.factor.map(|factor| factor.at).into(),
        ];
        self.execute(&HOSTED_INSERT, &args).await?;
        Ok(())
    }

    /// Notes that a session is used, and with it when it ends if it is not used again.
    pub async fn hosted_use(
        &mut self,
        id: &SessionId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&HOSTED_USE, &[id.into(), now.into(), expires_at.into()]).await?;
        Ok(())
    }

    /// Gives a live session a new cookie; false: it ended, or somebody else rotated it first.
    pub async fn hosted_rotate(
        &mut self,
        id: &SessionId,
        before_hash: &str,
        cookie_hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), before_hash.into(), cookie_hash.into(), now.into()];
        Ok(self.execute(&HOSTED_ROTATE, &args).await? == 1)
    }

    /// Notes that the password was given again in this session.
    pub async fn hosted_password_given(
        &mut self,
        id: &SessionId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&HOSTED_PASSWORD, &[id.into(), now.into()]).await?;
        Ok(())
    }

    /// Notes the second factor this session has shown, or that the one it showed counts no more.
    pub async fn hosted_factor_set(
        &mut self,
        id: &SessionId,
        factor: Option<Factor>,
    ) -> Result<(), StoreError> {
        let args = [
            id.into(),
            factor.map(|factor| factor.method.as_str().to_owned()).into(),
            factor.map(|factor| factor.at).into(),
        ];
        self.execute(&HOSTED_FACTOR, &args).await?;
        Ok(())
    }
}

impl ReadTx {
    /// The session of a cookie, live or not; also by the value before the last rotation, for a moment.
    pub async fn hosted_by_cookie(
        &mut self,
        cookie_hash: &str,
        now: Timestamp,
    ) -> Result<Option<FoundHosted>, StoreError> {
        if let Some(row) = self.fetch_optional(&HOSTED_BY_COOKIE, &[cookie_hash.into()]).await? {
            return Ok(Some(FoundHosted { session: hosted_from(&row)?, is_stale: false }));
        }
        let args = [cookie_hash.into(), now.minus(GRACE).into()];
        let row = self.fetch_optional(&HOSTED_BY_COOKIE_BEFORE, &args).await?;
        let found = |row: &Row| Ok(FoundHosted { session: hosted_from(row)?, is_stale: true });
        row.as_ref().map(found).transpose()
    }

    /// The live sessions of a person, ours and the portal's, the newest first; `before` begins the page after that row.
    pub async fn sessions_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<ListedSession>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [person.into(), now.into(), at.into(), id.into(), limit.into()];
        let rows = self.fetch_all(&SESSIONS_OF_PERSON, &args).await?;
        rows.iter().map(|row| self.listed_from(row)).collect()
    }

    /// A session by its id, ours or a portal's, live or ended.
    pub async fn session_listed(
        &mut self,
        id: &SessionId,
    ) -> Result<Option<ListedSession>, StoreError> {
        let row = self.fetch_optional(&SESSION_LISTED, &[id.into()]).await?;
        row.as_ref().map(|row| self.listed_from(row)).transpose()
    }

    fn listed_from(&self, row: &Row) -> Result<ListedSession, StoreError> {
        let id = SessionId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
        let client = match row.opt_text("client_sealed")? {
            Some(sealed) => {
                let plain = self.sealer().unseal("sessions", "client", id.as_str(), &sealed)?;
                Some(String::from_utf8_lossy(&plain).into_owned())
            }
            None => None,
        };
        Ok(ListedSession {
            person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
            id,
            is_hosted: row.text("kind")? == "hosted",
            client,
            created_at: row.time("created_at")?,
            used_at: row.opt_time("used_at")?,
            expires_at: row.time("expires_at")?,
            ended_at: row.opt_time("ended_at")?,
            factor: row.opt_text("factor")?.and_then(|text| Method::parse(&text)),
            owes: row.opt_text("owes_to")?.is_some(),
        })
    }

    /// One of our own sessions by its id.
    pub async fn hosted_read(
        &mut self,
        id: &SessionId,
    ) -> Result<Option<HostedSession>, StoreError> {
        let row = self.fetch_optional(&HOSTED_READ, &[id.into()]).await?;
        row.as_ref().map(hosted_from).transpose()
    }
}

fn hosted_from(row: &Row) -> Result<HostedSession, StoreError> {
    let factor = match (row.opt_text("factor")?, row.opt_time("factor_at")?) {
        (Some(method), Some(at)) => {
            let method = Method::parse(&method).ok_or_else(|| row.corrupt("factor"))?;
            Some(Factor { method, at })
        }
        _ => None,
    };
    let ended = match row.opt_time("ended_at")? {
        Some(at) => Some((at, row.opt_text("ended_because")?.unwrap_or_default())),
        None => None,
    };
    Ok(HostedSession {
        id: SessionId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        device: row.opt_text("device")?.and_then(|text| DeviceId::parse(&text).ok()),
        created_at: row.time("created_at")?,
        used_at: row.time("used_at")?,
        expires_at: row.time("expires_at")?,
        ends_at: row.time("ends_at")?,
        ended,
        password_at: row.time("password_at")?,
        factor,
        owes_to: row.opt_text("owes_to")?,
    })
}
