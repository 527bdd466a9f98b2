//! Remembers invitations into accounts; each is decided once.

use countersign_core::Timestamp;
use countersign_core::access::{Invitation, InvitationState, Mailing, Rights};
use countersign_core::challenge::KeyId;
use countersign_core::ids::{AccountId, InvitationId, PersonId};
use countersign_core::people::{Language, Role};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! columns {
    () => {
        "id, account, inviter, name_sealed, email_sealed, language, role, rights, ends_at, mailing, mailed_at, expires_at, link_key, \
         state, decided_at, person, created_at"
    };
}

statements! {
    INVITATION_INSERT = "INSERT INTO invitations (id, account, inviter, name_sealed, email_sealed, language, role, rights, ends_at, mailing, mailed_at, \
        expires_at, link_key, token_hash, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', $15)";
    INVITATION_READ = concat!("SELECT ", columns!(), " FROM invitations WHERE id = $1");
    INVITATION_FIND = concat!("SELECT ", columns!(), " FROM invitations WHERE token_hash = $1");
    INVITATIONS_LIST = concat!("SELECT ", columns!(), " FROM invitations WHERE account = $1 \
        AND (created_at < $2 OR (created_at = $2 AND id < $3)) ORDER BY created_at DESC, id DESC LIMIT $4");
    INVITATIONS_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) AS invited FROM invitations WHERE account = $1 AND created_at > $2";
    /// Guards that a mail follows the one that was looked at: of two at once, the second finds another number.
    INVITATION_MAIL_AGAIN = "UPDATE invitations SET mailing = mailing + 1, mailed_at = $3, expires_at = $4, link_key = $5, token_hash = $6 \
        WHERE id = $1 AND mailing = $2 AND state = 'pending' AND expires_at > $3";
    /// Of any number of callers one finds it pending and in time, and by the mail that counts (CS-DEL-05).
    INVITATION_DECIDE = "UPDATE invitations SET state = $2, decided_at = $3, person = COALESCE($4, person) \
        WHERE id = $1 AND mailing = $5 AND state = 'pending' AND expires_at > $3";
    INVITATION_WITHDRAW = "UPDATE invitations SET state = 'withdrawn', decided_at = $2 WHERE id = $1 AND state = 'pending' AND expires_at > $2";
    /// One person makes their sign-in by an invitation; no second one does.
    INVITATION_ENROL = "UPDATE invitations SET person = $2 WHERE id = $1 AND person IS NULL AND state = 'pending' AND expires_at > $3";
    INVITATIONS_FORGET = "DELETE FROM invitations WHERE id IN \
        (SELECT id FROM invitations WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT 500)";
    INVITATIONS_CLOSE = "DELETE FROM invitations WHERE account = $1";
}

/// An invitation with the key that its link is derived from.
#[derive(Clone, Debug)]
pub struct StoredInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The key.
    pub key: KeyId,
}

impl Tx {
    /// Writes an invitation. Its account is held.
    pub async fn invitation_insert(
        &mut self,
        new: &Invitation,
        key: &KeyId,
        token_hash: &str,
    ) -> Result<(), StoreError> {
        let seal = |column, value: &str| {
            self.sealer().seal("invitations", column, new.id.as_str(), value.as_bytes())
        };
        let args = [
            (&new.id).into(),
            (&new.account).into(),
            new.inviter.as_ref().into(),
            seal("name", &new.name).into(),
            seal("email", &new.email).into(),
            new.language.as_str().into(),
            new.role.as_str().into(),
            new.rights.to_column().into(),
            new.ends_at.into(),
            new.mailing.number.into(),
            new.mailing.at.into(),
            new.mailing.expires_at.into(),
            key.0.as_str().into(),
            token_hash.into(),
            new.created_at.into(),
        ];
        self.execute(&INVITATION_INSERT, &args).await?;
        Ok(())
    }

    /// Puts a new mail in the place of the one that `before` names; false: it was decided, has expired, or another mail came in
    /// between.
    pub async fn invitation_mail_again(
        &mut self,
        id: &InvitationId,
        before: i64,
        (key, token_hash): (&KeyId, &str),
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [
            id.into(),
            before.into(),
            now.into(),
            expires_at.into(),
            key.0.as_str().into(),
            token_hash.into(),
        ];
        Ok(self.execute(&INVITATION_MAIL_AGAIN, &args).await? == 1)
    }

    /// Decides an invitation by its mail of this number; false: somebody else did, or it is over. `person`: who accepted it.
    pub async fn invitation_decide(
        &mut self,
        of: &Invitation,
        state: InvitationState,
        person: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [
            (&of.id).into(),
            state.as_str().into(),
            now.into(),
            person.into(),
            of.mailing.number.into(),
        ];
        Ok(self.execute(&INVITATION_DECIDE, &args).await? == 1)
    }

    /// Takes an invitation back; false: it was decided or is over.
    pub async fn invitation_withdraw(
        &mut self,
        id: &InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&INVITATION_WITHDRAW, &[id.into(), now.into()]).await? == 1)
    }

    /// Notes who made their sign-in by it; false: somebody did before, or it is over.
    pub async fn invitation_enrol(
        &mut self,
        id: &InvitationId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), now.into()];
        Ok(self.execute(&INVITATION_ENROL, &args).await? == 1)
    }

    /// Forgets invitations whose time was over by then, whatever became of them; at most 500 a call.
    pub async fn invitations_forget(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&INVITATIONS_FORGET, &[before.into()]).await
    }

    /// Forgets every invitation of an account that is being closed.
    pub async fn invitations_close(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&INVITATIONS_CLOSE, &[account.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// An invitation by its id.
    pub async fn invitation_read(
        &mut self,
        id: &InvitationId,
    ) -> Result<Option<StoredInvitation>, StoreError> {
        let row = self.fetch_optional(&INVITATION_READ, &[id.into()]).await?;
        row.as_ref().map(|row| self.invitation_from(row)).transpose()
    }

    /// The invitation whose newest mail brought the link with this hash, whatever became of it. Uses nothing up.
    pub async fn invitation_find(
        &mut self,
        token_hash: &str,
    ) -> Result<Option<StoredInvitation>, StoreError> {
        let row = self.fetch_optional(&INVITATION_FIND, &[token_hash.into()]).await?;
        row.as_ref().map(|row| self.invitation_from(row)).transpose()
    }

    /// An account's invitations, the newest first; `before` begins the page behind that row.
    pub async fn invitations_list(
        &mut self,
        account: &AccountId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [account.into(), at.into(), id.into(), limit.into()];
        let rows = self.fetch_all(&INVITATIONS_LIST, &args).await?;
        rows.iter().map(|row| Ok(self.invitation_from(row)?.invitation)).collect()
    }

    /// How many invitations an account made since `since`.
    pub async fn invitations_since(
        &mut self,
        account: &AccountId,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let row = self.fetch_optional(&INVITATIONS_SINCE, &[account.into(), since.into()]).await?;
        row.ok_or(StoreError::Busy)?.int("invited")
    }

    fn invitation_from(&self, row: &Row) -> Result<StoredInvitation, StoreError> {
        let id = row.text("id")?;
        let open = |column: &'static str, sealed: String| {
            let plain = self.sealer().unseal("invitations", column, &id, &sealed)?;
            std::str::from_utf8(&plain).map(str::to_owned).map_err(|_| row.corrupt(column))
        };
        let (name, email) =
            (open("name", row.text("name_sealed")?)?, open("email", row.text("email_sealed")?)?);
        let person = |column: &'static str| {
            let text = row.opt_text(column)?;
            text.map(|text| PersonId::parse(&text).map_err(|_| row.corrupt(column))).transpose()
        };
        let invitation = Invitation {
            id: InvitationId::parse(&id).map_err(|_| row.corrupt("id"))?,
            account: AccountId::parse(&row.text("account")?).map_err(|_| row.corrupt("account"))?,
            inviter: person("inviter")?,
            name,
            email,
            language: Language::parse(&row.text("language")?)
                .ok_or_else(|| row.corrupt("language"))?,
            role: Role::parse(&row.text("role")?).ok_or_else(|| row.corrupt("role"))?,
            rights: Rights::from_column(&row.text("rights")?),
            ends_at: row.opt_time("ends_at")?,
            created_at: row.time("created_at")?,
            mailing: Mailing {
                number: row.int("mailing")?,
                at: row.time("mailed_at")?,
                expires_at: row.time("expires_at")?,
            },
            decided: InvitationState::parse(&row.text("state")?)
                .ok_or_else(|| row.corrupt("state"))?,
            decided_at: row.opt_time("decided_at")?,
            person: person("person")?,
        };
        Ok(StoredInvitation { invitation, key: KeyId(row.text("link_key")?) })
    }
}
