//! Remembers sessions of persons who owe a second factor: where they lead once nothing is owed, and how far they came.

use countersign_core::Timestamp;
use countersign_core::ids::{ChangeId, PersonId, SessionId};
use countersign_core::people::Method;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    ENROLMENT_BEGIN = "UPDATE sessions SET owes_to = $2 WHERE id = $1";
    /// A portal's session whose person owes nothing any more.
    ENROLMENT_FORGET = "UPDATE sessions SET owes_to = NULL WHERE id = $1 AND kind = 'portal'";
    ENROLMENT_READ = "SELECT person, owes_to, set_up_link_at FROM sessions WHERE id = $1 AND owes_to IS NOT NULL";
    /// A set-up link was used: in a session that lives and owes.
    ENROLMENT_LINKED = "UPDATE sessions SET set_up_link_at = $2 WHERE id = $1 AND owes_to IS NOT NULL AND ended_at IS NULL \
        AND expires_at > $2";
    /// Ends once: of two tabs at the end of a set-up one begins the session.
    ENROLMENT_FINISH = "UPDATE sessions SET ended_at = $2, ended_because = 'enrolled' WHERE id = $1 AND owes_to IS NOT NULL \
        AND kind = 'hosted' AND ended_at IS NULL AND expires_at > $2";
    /// The set-up under way, or the one that is done and may still owe its codes.
    ENROLMENT_CHANGE = "SELECT c.id FROM changes c WHERE c.session = $1 AND c.kind IN ('turn-on', 'new-codes') \
        AND c.state IN ('open', 'granted', 'spent') AND c.expires_at > $2 ORDER BY c.created_at DESC, c.id DESC LIMIT 1";
    /// The newest way that was set up in this session and that the person still has.
    ENROLMENT_WAY = "SELECT f.kind, f.added_at FROM changes c JOIN authenticators f ON f.id = c.new_authenticator \
        AND f.state = 'active' WHERE c.session = $1 AND c.kind = 'turn-on' AND c.state = 'spent' \
        ORDER BY f.added_at DESC, f.id DESC LIMIT 1";
}

/// A session of somebody who owes a second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEnrolment {
    /// Whose.
    pub person: PersonId,
    /// Where the browser goes once nothing is owed: a query, or nothing.
    pub owes_to: String,
    /// When a set-up link was used in it.
    pub linked_at: Option<Timestamp>,
}

impl Tx {
    /// Marks a session, in the transaction that begins it, as one that can do nothing but enrol.
    pub async fn enrolment_begin(
        &mut self,
        session: &SessionId,
        owes_to: &str,
    ) -> Result<(), StoreError> {
        self.execute(&ENROLMENT_BEGIN, &[session.into(), owes_to.into()]).await?;
        Ok(())
    }

    /// Lets a portal's session be one like any other.
    pub async fn enrolment_forget(&mut self, session: &SessionId) -> Result<(), StoreError> {
        self.execute(&ENROLMENT_FORGET, &[session.into()]).await?;
        Ok(())
    }

    /// Notes that a set-up link was used in a session; false: it owes nothing, or is over.
    pub async fn enrolment_linked(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ENROLMENT_LINKED, &[session.into(), now.into()]).await? == 1)
    }

    /// Ends a session of ours that owed, because nothing is owed any more; false: it is over.
    pub async fn enrolment_finish(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ENROLMENT_FINISH, &[session.into(), now.into()]).await? == 1)
    }
}

impl ReadTx {
    /// What a session owes; `None`: nothing, it is one like any other.
    pub async fn enrolment_read(
        &mut self,
        session: &SessionId,
    ) -> Result<Option<StoredEnrolment>, StoreError> {
        let Some(row) = self.fetch_optional(&ENROLMENT_READ, &[session.into()]).await? else {
            return Ok(None);
        };
        Ok(Some(StoredEnrolment {
            person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
            owes_to: row.text("owes_to")?,
            linked_at: row.opt_time("set_up_link_at")?,
        }))
    }

    /// The set-up that is under way in a session, or done there a moment ago.
    pub async fn enrolment_change(
        &mut self,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Option<ChangeId>, StoreError> {
        let row = self.fetch_optional(&ENROLMENT_CHANGE, &[session.into(), now.into()]).await?;
        let id =
            |row: crate::row::Row| ChangeId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"));
        row.map(id).transpose()
    }

    /// What was set up in a session, with the moment it began to count.
    pub async fn enrolment_way(
        &mut self,
        session: &SessionId,
    ) -> Result<Option<(Method, Timestamp)>, StoreError> {
        let Some(row) = self.fetch_optional(&ENROLMENT_WAY, &[session.into()]).await? else {
            return Ok(None);
        };
        let method = Method::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?;
        Ok(Some((method, row.time("added_at")?)))
    }
}
