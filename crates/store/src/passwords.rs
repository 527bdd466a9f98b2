//! Remembers passwords: their hashes, and a version that rises with each new one.

use countersign_core::Timestamp;
use countersign_core::ids::PersonId;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    PASSWORD_READ = "SELECT id, password_hash, password_version, password_at FROM persons WHERE id = $1 AND state = 'active'";
    PASSWORD_BY_SIGN_IN = "SELECT id, password_hash, password_version, password_at FROM persons \
        WHERE sign_in_index = $1 AND state = 'active'";
    /// Guards that a new password replaces the one it was decided from: of two at once, the second finds another version.
    PASSWORD_SET = "UPDATE persons SET password_hash = $3, password_version = password_version + 1, password_at = $4 \
        WHERE id = $1 AND password_version = $2 AND state = 'active'";
    /// Takes the password away: none works until another is set.
    PASSWORD_VOID = "UPDATE persons SET password_hash = NULL, password_version = password_version + 1, password_at = $2 \
        WHERE id = $1 AND password_hash IS NOT NULL AND state = 'active'";
    /// The same password at a higher cost: no new version, and nothing if another password came in between.
    PASSWORD_REHASH = "UPDATE persons SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
}

/// A person's password as it is stored. Debug hides the hash.
#[derive(Clone)]
pub struct StoredPassword {
    /// Whose.
    pub person: PersonId,
    /// A PHC string; `None`: the person has no password.
    pub phc: Option<String>,
    /// Rises with each new password.
    pub version: i64,
    /// When it was set; `None`: with the person, or never.
    pub set_at: Option<Timestamp>,
}

impl std::fmt::Debug for StoredPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredPassword({}, version {})", self.person, self.version)
    }
}

impl Tx {
    /// Sets a new password; false: another one was set since `version` was read, and nothing was written.
    pub async fn password_set(
        &mut self,
        person: &PersonId,
        version: i64,
        phc: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [person.into(), version.into(), phc.into(), now.into()];
        Ok(self.execute(&PASSWORD_SET, &args).await? == 1)
    }

    /// Takes the password away, and with it every link to set one; false: there was none.
    pub async fn password_void(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&PASSWORD_VOID, &[person.into(), now.into()]).await? == 1)
    }

    /// Keeps the same password at another cost; false: it is another password by now.
    pub async fn password_rehash(
        &mut self,
        person: &PersonId,
        before: &str,
        phc: &str,
    ) -> Result<bool, StoreError> {
        let args = [person.into(), before.into(), phc.into()];
        Ok(self.execute(&PASSWORD_REHASH, &args).await? == 1)
    }
}

impl ReadTx {
    /// The password of a person; `None`: unknown or disabled.
    pub async fn password_read(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<StoredPassword>, StoreError> {
        let row = self.fetch_optional(&PASSWORD_READ, &[person.into()]).await?;
        row.as_ref().map(password_from).transpose()
    }

    /// The person of a sign-in name, as it is folded, with their password; `None`: nobody's.
    pub async fn password_by_sign_in(
        &mut self,
        sign_in: &str,
    ) -> Result<Option<StoredPassword>, StoreError> {
        let index = self.sealer().blind_index("sign-in", sign_in);
        let row = self.fetch_optional(&PASSWORD_BY_SIGN_IN, &[index.into()]).await?;
        row.as_ref().map(password_from).transpose()
    }
}

fn password_from(row: &Row) -> Result<StoredPassword, StoreError> {
    Ok(StoredPassword {
        person: PersonId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        phc: row.opt_text("password_hash")?,
        version: row.int("password_version")?,
        set_at: row.opt_time("password_at")?,
    })
}
