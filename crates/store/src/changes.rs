//! Remembers changes of the ways to sign in: begun, granted by their own proof, spent once.

use countersign_core::Timestamp;
use countersign_core::challenge::TotpKey;
use countersign_core::ids::{
    AuthenticatorId, ChangeId, ContactId, PersonId, RecoverySetId, SessionId,
};
use countersign_core::people::{Method, TotpSecret};
use countersign_core::policy::ChangeKind;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! change_columns {
    () => {
        "id, person, session, kind, subject, state, password_at, password_tries, granted_at, granted_by, way, contact, \
         new_authenticator, first_step, name, keep_old, recovery_set, goes_on_to, created_at, expires_at, new_contact"
    };
}

statements! {
    CHANGE_INSERT = "INSERT INTO changes (id, person, session, kind, subject, state, password_at, password_tries, \
        new_authenticator, first_step, keep_old, created_at, expires_at, way, contact, new_contact, goes_on_to) \
        VALUES ($1, $2, $3, $4, $5, 'open', $6, 0, $7, 0, 0, $8, $9, $10, $11, $12, $13)";
    CHANGE_READ = concat!("SELECT ", change_columns!(), " FROM changes WHERE id = $1");
    CHANGE_KEY_READ = "SELECT id, new_authenticator, secret_sealed FROM changes WHERE id = $1 AND secret_sealed IS NOT NULL";
    /// A session has one unfinished change: beginning another gives up the one before.
    CHANGES_OF_SESSION_CLOSE = "UPDATE changes SET state = 'closed' WHERE session = $1 AND state IN ('open', 'granted') AND id <> $2";
    CHANGES_OF_SESSION_CHALLENGES_CLOSE = "UPDATE challenges SET state = 'closed' WHERE state = 'open' AND change_id IN \
        (SELECT c.id FROM changes c WHERE c.session = $1 AND c.id <> $2)";
    /// Of several ways that are being set up the newest is the one, whichever session began it (CS-ENR-03).
    CHANGES_SETTING_UP_CLOSE = "UPDATE changes SET state = 'closed' WHERE person = $1 AND state = 'granted' AND way IS NOT NULL AND id <> $2";
    /// Counts a password before it is looked at: five at most.
    CHANGE_PASSWORD_CHARGE = "UPDATE changes SET password_tries = password_tries + 1 \
        WHERE id = $1 AND session = $2 AND state = 'open' AND password_at IS NULL AND password_tries < 5 AND expires_at > $3 \
        AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = changes.session AND s.ended_at IS NULL AND s.expires_at > $3) \
        RETURNING password_tries";
    CHANGE_PASSWORD_GIVEN = "UPDATE changes SET password_at = $3 \
        WHERE id = $1 AND session = $2 AND state = 'open' AND password_at IS NULL AND expires_at > $3";
    /// Grants once, and only after the password; from then on the change waits for its act, or for what is set up.
    CHANGE_GRANT = "UPDATE changes SET state = 'granted', granted_at = $3, granted_by = $4, expires_at = $5 \
        WHERE id = $1 AND session = $2 AND state = 'open' AND password_at IS NOT NULL AND expires_at > $3";
    CHANGE_WAY_SET = "UPDATE changes SET way = $3, contact = $4, keep_old = $5 \
        WHERE id = $1 AND session = $2 AND state = 'granted' AND expires_at > $6";
    CHANGE_NEW_CONTACT_SET = "UPDATE changes SET new_contact = $3 WHERE id = $1 AND session = $2 AND state = 'granted' AND expires_at > $4";
    /// The key of an app is made once a change: an error or a reload shows the same one.
    CHANGE_KEY_SET = "UPDATE changes SET secret_sealed = $2 WHERE id = $1 AND state = 'granted' AND secret_sealed IS NULL";
    CHANGE_NAME_SET = "UPDATE changes SET name = $2 WHERE id = $1 AND state = 'granted'";
    /// The step that confirmed a new app counts as used.
    CHANGE_FIRST_STEP = "UPDATE changes SET first_step = $2 WHERE new_authenticator = $1 AND state = 'granted' AND first_step < $2";
    /// Spends the grant: of any number of callers one does.
    CHANGE_SPEND = "UPDATE changes SET state = 'spent' WHERE id = $1 AND session = $2 AND kind = $3 AND state = 'granted' AND expires_at > $4 \
        AND EXISTS (SELECT 1 FROM sessions s WHERE s.id = changes.session AND s.ended_at IS NULL AND s.expires_at > $4)";
    CHANGE_CODES_SET = "UPDATE changes SET recovery_set = $2 WHERE id = $1 AND state IN ('granted', 'spent')";
    CHANGE_CLOSE = "UPDATE changes SET state = 'closed' WHERE id = $1";
    CHANGES_EXPIRE = "DELETE FROM changes WHERE id IN (SELECT id FROM changes WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT 500)";
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// It waits for its proof.
    Open,
    /// It was proved, and waits for what it is for.
    Granted,
    /// It was carried out; recovery codes may still be shown.
    Spent,
    /// It was given up, or is finished.
    Closed,
}

impl ChangeState {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "open" => Self::Open,
            "granted" => Self::Granted,
            "spent" => Self::Spent,
            "closed" => Self::Closed,
            _ => return None,
        })
    }
}

/// A change. The key of a new app is read apart.
#[derive(Clone, Debug)]
pub struct StoredChange {
    /// Its id.
    pub id: ChangeId,
    /// Whose ways are changed.
    pub person: PersonId,
    /// The session that asked; no other one can go on with it.
    pub session: SessionId,
    /// What is changed.
    pub kind: ChangeKind,
    /// The authenticator that is replaced or removed.
    pub subject: Option<AuthenticatorId>,
    /// Where it stands.
    pub state: ChangeState,
    /// When the password was given.
    pub password_at: Option<Timestamp>,
    /// Passwords tried so far.
    pub password_tries: i64,
    /// When it was proved.
    pub granted_at: Option<Timestamp>,
    /// By which method; none where a password was enough.
    pub granted_by: Option<Method>,
    /// The way that is set up: an app, text messages or calls.
    pub way: Option<Method>,
    /// The number that is turned on, or the contact that is changed or removed.
    pub contact: Option<ContactId>,
    /// The contact that is being confirmed.
    pub new_contact: Option<ContactId>,
    /// The authenticator it becomes.
    pub new_authenticator: AuthenticatorId,
    /// The step that confirmed the new app.
    pub first_step: i64,
    /// What the person calls it.
    pub name: Option<String>,
    /// The one that is replaced stays beside the new one.
    pub keep_old: bool,
    /// The recovery codes shown last, not yet acknowledged.
    pub recovery_set: Option<RecoverySetId>,
    /// The page of ours that it leads to at its end.
    pub goes_on_to: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// From then on nothing can be done with it.
    pub expires_at: Timestamp,
}

impl StoredChange {
    /// Whether something can still be done with it.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.state != ChangeState::Closed && now < self.expires_at
    }
}

impl Tx {
    /// Writes a new change and gives up the unfinished ones of its session.
    pub async fn change_insert(&mut self, new: &StoredChange) -> Result<(), StoreError> {
        let of_session = [(&new.session).into(), (&new.id).into()];
        self.execute(&CHANGES_OF_SESSION_CHALLENGES_CLOSE, &of_session).await?;
        self.execute(&CHANGES_OF_SESSION_CLOSE, &of_session).await?;
        let args = [
            (&new.id).into(),
            (&new.person).into(),
            (&new.session).into(),
            new.kind.as_str().into(),
            new.subject.as_ref().into(),
            new.password_at.into(),
            (&new.new_authenticator).into(),
            new.created_at.into(),
            new.expires_at.into(),
            new.way.map(|way| way.as_str().to_owned()).into(),
            new.contact.as_ref().into(),
            new.new_contact.as_ref().into(),
            new.goes_on_to.clone().into(),
        ];
        self.execute(&CHANGE_INSERT, &args).await?;
        Ok(())
    }

    /// Charges a password before it is looked at; how many were tried with it, or `None`: no more are taken.
    pub async fn change_password_charge(
        &mut self,
        id: &ChangeId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let args = [id.into(), session.into(), now.into()];
        let row = self.fetch_optional(&CHANGE_PASSWORD_CHARGE, &args).await?;
        row.map(|row| row.int("password_tries")).transpose()
    }

    /// Notes that the password was given; false: it is too late, or was noted before.
    pub async fn change_password_given(
        &mut self,
        id: &ChangeId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), session.into(), now.into()];
        Ok(self.execute(&CHANGE_PASSWORD_GIVEN, &args).await? == 1)
    }

    /// Grants a change; false: it was granted or given up before, is too old, or its password is missing.
    pub async fn change_grant(
        &mut self,
        id: &ChangeId,
        session: &SessionId,
        by: Option<Method>,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let by = by.map(|method| method.as_str().to_owned());
        let args = [id.into(), session.into(), now.into(), by.into(), until.into()];
        Ok(self.execute(&CHANGE_GRANT, &args).await? == 1)
    }

    /// Fixes what is set up in a granted change, and gives up whatever else the person was setting up; false: not granted, or
    /// no longer.
    pub async fn change_way_set(
        &mut self,
        change: &StoredChange,
        way: Method,
        contact: Option<&ContactId>,
        keep_old: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let newest = [(&change.person).into(), (&change.id).into()];
        self.execute(&CHANGES_SETTING_UP_CLOSE, &newest).await?;
        let args = [
            (&change.id).into(),
            (&change.session).into(),
            way.as_str().into(),
            contact.into(),
            i64::from(keep_old).into(),
            now.into(),
        ];
        Ok(self.execute(&CHANGE_WAY_SET, &args).await? == 1)
    }

    /// Notes which contact a granted change confirms; false: not granted, or no longer.
    pub async fn change_new_contact_set(
        &mut self,
        id: &ChangeId,
        session: &SessionId,
        contact: &ContactId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), session.into(), contact.into(), now.into()];
        Ok(self.execute(&CHANGE_NEW_CONTACT_SET, &args).await? == 1)
    }

    /// Keeps the key of a new app, sealed to the change; an earlier key stays.
    pub async fn change_key_set(
        &mut self,
        id: &ChangeId,
        secret: &TotpSecret,
    ) -> Result<(), StoreError> {
        let sealed = self.sealer().seal("changes", "secret", id.as_str(), secret.bytes());
        self.execute(&CHANGE_KEY_SET, &[id.into(), sealed.into()]).await?;
        Ok(())
    }

    /// Notes what the new way is called.
    pub async fn change_name_set(&mut self, id: &ChangeId, name: &str) -> Result<(), StoreError> {
        self.execute(&CHANGE_NAME_SET, &[id.into(), name.into()]).await?;
        Ok(())
    }

    /// Burns the first step of a new app; false: the change is no longer granted, or an earlier code had a later step.
    pub(crate) async fn first_step_burn(
        &mut self,
        authenticator: &AuthenticatorId,
        step: u64,
    ) -> Result<bool, StoreError> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        Ok(self.execute(&CHANGE_FIRST_STEP, &[authenticator.into(), step.into()]).await? == 1)
    }

    /// Spends the grant of a change of this kind; false to every caller but one, and to one that comes too late.
    ///
    /// An effect that is carried out without it would be one that nobody proved.
    pub async fn change_spend(
        &mut self,
        id: &ChangeId,
        session: &SessionId,
        kind: ChangeKind,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), session.into(), kind.as_str().into(), now.into()];
        Ok(self.execute(&CHANGE_SPEND, &args).await? == 1)
    }

    /// Notes which recovery codes the change showed last.
    pub async fn change_codes_set(
        &mut self,
        id: &ChangeId,
        set: &RecoverySetId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&CHANGE_CODES_SET, &[id.into(), set.into()]).await? == 1)
    }

    /// Finishes a change, or gives it up.
    pub async fn change_close(&mut self, id: &ChangeId) -> Result<(), StoreError> {
        self.execute(&CHANGE_CLOSE, &[id.into()]).await?;
        Ok(())
    }

    /// Forgets changes that are over; at most 500 a call.
    pub async fn changes_expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&CHANGES_EXPIRE, &[now.into()]).await
    }
}

impl ReadTx {
    /// A change.
    pub async fn change_read(&mut self, id: &ChangeId) -> Result<Option<StoredChange>, StoreError> {
        let row = self.fetch_optional(&CHANGE_READ, &[id.into()]).await?;
        row.as_ref().map(change_from).transpose()
    }

    /// The key of the app that a change sets up; `None`: none was made.
    pub async fn change_key(&mut self, id: &ChangeId) -> Result<Option<TotpKey>, StoreError> {
        let Some(row) = self.fetch_optional(&CHANGE_KEY_READ, &[id.into()]).await? else {
            return Ok(None);
        };
        let sealed = row.text("secret_sealed")?;
        let secret = self.sealer().unseal("changes", "secret", id.as_str(), &sealed)?;
        let authenticator = AuthenticatorId::parse(&row.text("new_authenticator")?)
            .map_err(|_| row.corrupt("new_authenticator"))?;
        Ok(Some(TotpKey { authenticator, secret: TotpSecret::from_bytes(secret.to_vec()) }))
    }
}

fn change_from(row: &Row) -> Result<StoredChange, StoreError> {
    let method = |column: &'static str| {
        let text = row.opt_text(column)?;
        text.map(|text| Method::parse(&text).ok_or_else(|| row.corrupt(column))).transpose()
    };
    Ok(StoredChange {
        id: ChangeId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        session: SessionId::parse(&row.text("session")?).map_err(|_| row.corrupt("session"))?,
        kind: ChangeKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?,
        subject: row
            .opt_text("subject")?
            .map(|text| AuthenticatorId::parse(&text).map_err(|_| row.corrupt("subject")))
            .transpose()?,
        state: ChangeState::parse(&row.text("state")?).ok_or_else(|| row.corrupt("state"))?,
        password_at: row.opt_time("password_at")?,
        password_tries: row.int("password_tries")?,
        granted_at: row.opt_time("granted_at")?,
        granted_by: method("granted_by")?,
        way: method("way")?,
        contact: row.opt_text("contact")?.and_then(|text| ContactId::parse(&text).ok()),
        new_contact: row.opt_text("new_contact")?.and_then(|text| ContactId::parse(&text).ok()),
        new_authenticator: AuthenticatorId::parse(&row.text("new_authenticator")?)
            .map_err(|_| row.corrupt("new_authenticator"))?,
        first_step: row.int("first_step")?,
        name: row.opt_text("name")?,
        keep_old: row.int("keep_old")? != 0,
        recovery_set: row
            .opt_text("recovery_set")?
            .and_then(|text| RecoverySetId::parse(&text).ok()),
        goes_on_to: row.opt_text("goes_on_to")?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
    })
}
