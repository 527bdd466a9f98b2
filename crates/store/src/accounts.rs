//! Remembers accounts, under the portal's own references.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId, SessionId};
use countersign_core::people::Account;

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// One account a reference: of two equal ones at once, one gets no row.
    ACCOUNT_INSERT = "INSERT INTO accounts (id, reference, name, version, created_at) VALUES ($1, $2, $3, 0, $4) \
        ON CONFLICT (reference) DO NOTHING";
    ACCOUNT_READ = "SELECT id, reference, name, created_at FROM accounts WHERE id = $1";
    ACCOUNT_BY_REFERENCE = "SELECT id, reference, name, created_at FROM accounts WHERE reference = $1";
    ACCOUNTS_LIST = "SELECT id, reference, name, created_at FROM accounts \
        WHERE created_at < $1 OR (created_at = $1 AND id < $2) ORDER BY created_at DESC, id DESC LIMIT $3";
    ACCOUNTS_OF_PERSON = "SELECT a.id, a.reference, a.name, a.created_at FROM memberships m JOIN accounts a ON a.id = m.account \
        WHERE m.person = $1 AND (m.ends_at IS NULL OR m.ends_at > $2) \
        AND (a.created_at < $3 OR (a.created_at = $3 AND a.id < $4)) ORDER BY a.created_at DESC, a.id DESC LIMIT $5";
    /// The accounts that somebody looks after in a session of theirs: one for an account shows no other.
    ACCOUNTS_LOOKED_AFTER = "SELECT a.id, a.reference, a.name, a.created_at FROM memberships m JOIN accounts a ON a.id = m.account \
        JOIN sessions s ON s.id = $2 AND s.person = m.person AND s.ended_at IS NULL AND s.expires_at > $3 \
        AND (s.account IS NULL OR s.account = m.account) WHERE m.person = $1 AND m.role IN ('owner', 'administrator') \
        AND (m.ends_at IS NULL OR m.ends_at > $3) ORDER BY a.name, a.id LIMIT 100";
    ACCOUNT_RENAME = "UPDATE accounts SET name = $2 WHERE id = $1";
    /// Changes of an account queue here; whoever comes next sees what the one before wrote.
    ACCOUNT_LOCK = "UPDATE accounts SET version = version + 1 WHERE id = $1";
    ACCOUNT_DELETE = "DELETE FROM accounts WHERE id = $1";
}

impl Tx {
    /// Writes an account; false: the portal's reference is taken, and nothing was written.
    pub async fn account_insert(&mut self, new: &Account) -> Result<bool, StoreError> {
        let args = [
            (&new.id).into(),
            new.reference.as_str().into(),
            new.name.as_str().into(),
            new.created_at.into(),
        ];
        Ok(self.execute(&ACCOUNT_INSERT, &args).await? == 1)
    }

    /// Takes the account's row until the transaction ends; false: there is none. What is counted over its members or resources
    /// afterwards cannot change underneath.
    pub async fn account_lock(&mut self, id: &AccountId) -> Result<bool, StoreError> {
        Ok(self.execute(&ACCOUNT_LOCK, &[id.into()]).await? == 1)
    }

    /// Gives it another name; false: there is none.
    pub async fn account_rename(&mut self, id: &AccountId, name: &str) -> Result<bool, StoreError> {
        Ok(self.execute(&ACCOUNT_RENAME, &[id.into(), name.into()]).await? == 1)
    }

    /// Removes an account that nobody belongs to any more.
    pub async fn account_delete(&mut self, id: &AccountId) -> Result<(), StoreError> {
        self.vouches_end(id).await?;
        self.execute(&ACCOUNT_DELETE, &[id.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// An account.
    pub async fn account_read(&mut self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let row = self.fetch_optional(&ACCOUNT_READ, &[id.into()]).await?;
        row.as_ref().map(account_from).transpose()
    }

    /// The account that the portal calls so.
    pub async fn account_by_reference(
        &mut self,
        reference: &str,
    ) -> Result<Option<Account>, StoreError> {
        let row = self.fetch_optional(&ACCOUNT_BY_REFERENCE, &[reference.into()]).await?;
        row.as_ref().map(account_from).transpose()
    }

    /// The accounts that somebody looks after as owner or administrator, by name; at most 100.
    pub async fn accounts_looked_after(
        &mut self,
        person: &PersonId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<Vec<Account>, StoreError> {
        let args = [person.into(), session.into(), now.into()];
        self.fetch_all(&ACCOUNTS_LOOKED_AFTER, &args).await?.iter().map(account_from).collect()
    }

    /// Accounts, the newest first; `before` begins the page behind that row.
    pub async fn accounts_list(
        &mut self,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<Account>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [at.into(), id.into(), limit.into()];
        self.fetch_all(&ACCOUNTS_LIST, &args).await?.iter().map(account_from).collect()
    }

    /// The accounts that a person belongs to at `now`, the newest first.
    pub async fn accounts_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<Account>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [person.into(), now.into(), at.into(), id.into(), limit.into()];
        self.fetch_all(&ACCOUNTS_OF_PERSON, &args).await?.iter().map(account_from).collect()
    }
}

fn account_from(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        reference: row.text("reference")?,
        name: row.text("name")?,
        created_at: row.time("created_at")?,
    })
}
