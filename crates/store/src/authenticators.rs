//! Remembers what happens to authenticators after they were enrolled: listed, named, used first, turned off, removed.

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, PersonId, SessionId};
use countersign_core::people::{Authenticator, AuthenticatorKind, TotpSecret};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::persons::{authenticator_from, kind_columns, mark_first};
use crate::statements::statements;

/// Milliseconds of a step (RFC 6238).
const STEP_MS: i64 = 30_000;

statements! {
    AUTHENTICATOR_ENROL = "INSERT INTO authenticators (id, person, kind, contact, secret_sealed, totp_step, state, added_at, name) \
        VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8)";
    /// The ways of a person, with those that were turned off and count until this session ends.
    AUTHENTICATORS_LIST = "SELECT a.id, a.kind, a.contact, a.name, a.added_at, a.first_at, a.totp_step, a.state, \
        (SELECT MAX(c.passed_at) FROM challenges c WHERE c.contact = a.contact AND c.method = a.kind AND c.passed_at IS NOT NULL) AS passed_at \
        FROM authenticators a WHERE a.person = $1 AND (a.state = 'active' OR a.kept_by = CAST($2 AS TEXT)) ORDER BY a.added_at, a.id";
    AUTHENTICATOR_RENAME = "UPDATE authenticators SET name = $3 WHERE id = $1 AND person = $2 AND state = 'active'";
    AUTHENTICATOR_USE_FIRST = "UPDATE authenticators SET first_at = $3 WHERE id = $1 AND person = $2 AND state = 'active'";
    AUTHENTICATOR_REMOVE = "UPDATE authenticators SET state = 'removed', removed_at = $3 WHERE id = $1 AND person = $2 AND state = 'active'";
    /// Turns all ways off; they go on counting for one session, until it ends.
    AUTHENTICATORS_TURN_OFF = "UPDATE authenticators SET state = 'removed', removed_at = $3, kept_by = $2 WHERE person = $1 AND state = 'active'";
    /// Something new was turned on: what an open session still kept is over.
    AUTHENTICATORS_KEPT_DROP = "UPDATE authenticators SET kept_by = NULL WHERE person = $1 AND kept_by IS NOT NULL";
}

/// An authenticator as the person sees it.
#[derive(Clone, Debug)]
pub struct ListedAuthenticator {
    /// The authenticator.
    pub authenticator: Authenticator,
    /// What the person calls it.
    pub name: Option<String>,
    /// When it was last used, to the half minute for an app.
    pub last_used: Option<Timestamp>,
    /// It was turned off and counts until the session at hand ends.
    pub ending: bool,
}

/// An authenticator as its first right code makes it.
#[derive(Clone, Debug)]
pub struct NewAuthenticator {
    /// The authenticator.
    pub authenticator: Authenticator,
    /// The key of an app.
    pub secret: Option<TotpSecret>,
    /// The step that confirmed it, which counts as used.
    pub first_step: i64,
    /// What the person calls it.
    pub name: Option<String>,
}

impl Tx {
    /// Writes an authenticator that was just proved. `secret` is sealed to its row.
    pub async fn authenticator_enrol(
        &mut self,
        person: &PersonId,
        new: &NewAuthenticator,
    ) -> Result<(), StoreError> {
        let id = &new.authenticator.id;
        let (kind, contact) = kind_columns(&new.authenticator.kind);
        let sealed = new.secret.as_ref().map(|secret| {
            self.sealer().seal("authenticators", "secret", id.as_str(), secret.bytes())
        });
        let args = [
            id.into(),
            person.into(),
            kind.into(),
            contact.into(),
            sealed.into(),
            new.first_step.into(),
            new.authenticator.added_at.into(),
            new.name.clone().into(),
        ];
        self.execute(&AUTHENTICATOR_ENROL, &args).await?;
        self.execute(&AUTHENTICATORS_KEPT_DROP, &[person.into()]).await?;
        self.person_enrolled(person).await
    }

    /// Names an authenticator; false: it is not this person's, or is gone.
    pub async fn authenticator_rename(
        &mut self,
        person: &PersonId,
        id: &AuthenticatorId,
        name: &str,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), name.into()];
        Ok(self.execute(&AUTHENTICATOR_RENAME, &args).await? == 1)
    }

    /// Asks by this one first from now on; false: it is not this person's, or is gone.
    pub async fn authenticator_use_first(
        &mut self,
        person: &PersonId,
        id: &AuthenticatorId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), now.into()];
        Ok(self.execute(&AUTHENTICATOR_USE_FIRST, &args).await? == 1)
    }

    /// Removes one; it stops counting at once. False: it is not this person's, or is gone.
    pub async fn authenticator_remove(
        &mut self,
        person: &PersonId,
        id: &AuthenticatorId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), person.into(), now.into()];
        Ok(self.execute(&AUTHENTICATOR_REMOVE, &args).await? == 1)
    }

    /// Turns all of them off from the next sign-in on: `session` goes on being asked by them until it ends.
    pub async fn authenticators_turn_off(
        &mut self,
        person: &PersonId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.execute(&AUTHENTICATORS_TURN_OFF, &[person.into(), session.into(), now.into()]).await
    }
}

impl ReadTx {
    /// The ways of a person, with those that count for this session only.
    pub async fn authenticators_list(
        &mut self,
        person: &PersonId,
        session: Option<&SessionId>,
    ) -> Result<Vec<ListedAuthenticator>, StoreError> {
        let rows = self.fetch_all(&AUTHENTICATORS_LIST, &[person.into(), session.into()]).await?;
        let mut authenticators =
            rows.iter().map(authenticator_from).collect::<Result<Vec<_>, _>>()?;
        mark_first(&mut authenticators, &rows)?;
        authenticators
            .into_iter()
            .zip(&rows)
            .map(|(authenticator, row)| {
                let by_app = authenticator.kind == AuthenticatorKind::Totp;
                let step = row.int("totp_step")?;
                let by_step = (by_app && step > 0).then(|| Timestamp::from_ms(step * STEP_MS));
                Ok(ListedAuthenticator {
                    last_used: if by_app { by_step } else { row.opt_time("passed_at")? },
                    authenticator,
                    name: row.opt_text("name")?,
                    ending: row.text("state")? != "active",
                })
            })
            .collect()
    }
}
