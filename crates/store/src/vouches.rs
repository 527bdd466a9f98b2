//! Remembers which owner vouched for whom, and why.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, PersonId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    VOUCH_SET = "INSERT INTO vouches (account, person, owner, reason_sealed, at, ends_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (person, account, owner) DO UPDATE SET reason_sealed = EXCLUDED.reason_sealed, at = EXCLUDED.at, ends_at = EXCLUDED.ends_at";
    /// The word of whoever is no owner by now, or vouched for somebody who has left, counts no more.
    VOUCHES_OF_PERSON = "SELECT v.account, v.owner, v.reason_sealed, v.at, v.ends_at, a.name AS account_name, o.name AS owner_name \
        FROM vouches v JOIN accounts a ON a.id = v.account JOIN persons o ON o.id = v.owner \
        JOIN memberships w ON w.account = v.account AND w.person = v.owner AND w.role = 'owner' AND (w.ends_at IS NULL OR w.ends_at > $2) \
        JOIN memberships m ON m.account = v.account AND m.person = v.person AND (m.ends_at IS NULL OR m.ends_at > $2) \
        WHERE v.person = $1 AND v.ends_at > $2 AND o.state = 'active' ORDER BY v.at DESC, v.owner";
    VOUCH_READ = "SELECT ends_at FROM vouches WHERE person = $1 AND account = $2 AND owner = $3 AND ends_at > $4";
    VOUCHES_FORGET = "DELETE FROM vouches WHERE ends_at <= $1";
    VOUCHES_ERASE = "DELETE FROM vouches WHERE person = $1 OR owner = $1";
    VOUCHES_OF_ACCOUNT_END = "DELETE FROM vouches WHERE account = $1";
}

/// An owner's word. Debug hides the reason.
#[derive(Clone)]
pub struct StoredVouch {
    /// The account.
    pub account: AccountId,
    /// What people call it.
    pub account_name: String,
    /// Who vouched.
    pub owner: PersonId,
    /// What they are called.
    pub owner_name: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Until when it counts.
    pub ends_at: Timestamp,
}

impl std::fmt::Debug for StoredVouch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredVouch({} in {}, until {:?})", self.owner, self.account, self.ends_at)
    }
}

impl Tx {
    /// Writes an owner's word for a person, in place of an older one.
    pub async fn vouch_set(
        &mut self,
        (account, person, owner): (&AccountId, &PersonId, &PersonId),
        reason: &str,
        (at, ends_at): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        let row = row_name(account, person, owner);
        let sealed = self.sealer().seal("vouches", "reason", &row, reason.as_bytes());
        let args =
            [account.into(), person.into(), owner.into(), sealed.into(), at.into(), ends_at.into()];
        self.execute(&VOUCH_SET, &args).await?;
        Ok(())
    }

    /// Forgets words that count no more.
    pub async fn vouches_forget(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&VOUCHES_FORGET, &[now.into()]).await
    }

    pub(crate) async fn vouches_erase(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&VOUCHES_ERASE, &[person.into()]).await?;
        Ok(())
    }

    pub(crate) async fn vouches_end(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&VOUCHES_OF_ACCOUNT_END, &[account.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// What counts for a person now, the newest first.
    pub async fn vouches_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<StoredVouch>, StoreError> {
        let rows = self.fetch_all(&VOUCHES_OF_PERSON, &[person.into(), now.into()]).await?;
        rows.iter().map(|row| self.vouch_from(person, row)).collect()
    }

    /// Until when the word of this owner for this person counts; `None`: there is none.
    pub async fn vouched_until(
        &mut self,
        (account, person, owner): (&AccountId, &PersonId, &PersonId),
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let args = [person.into(), account.into(), owner.into(), now.into()];
        let row = self.fetch_optional(&VOUCH_READ, &args).await?;
        row.map(|row| row.time("ends_at")).transpose()
    }

    fn vouch_from(&self, person: &PersonId, row: &Row) -> Result<StoredVouch, StoreError> {
        let account =
            AccountId::parse(&row.text("account")?).map_err(|_| row.corrupt("account"))?;
        let owner = PersonId::parse(&row.text("owner")?).map_err(|_| row.corrupt("owner"))?;
        let name = row_name(&account, person, &owner);
        let reason =
            self.sealer().unseal("vouches", "reason", &name, &row.text("reason_sealed")?)?;
        Ok(StoredVouch {
            account,
            account_name: row.text("account_name")?,
            owner,
            owner_name: row.text("owner_name")?,
            reason: String::from_utf8(reason.to_vec()).map_err(|_| row.corrupt("reason_sealed"))?,
            at: row.time("at")?,
            ends_at: row.time("ends_at")?,
        })
    }
}

/// What a reason is sealed to: it opens in no other row.
fn row_name(account: &AccountId, person: &PersonId, owner: &PersonId) -> String {
    format!("{account} {person} {owner}")
}
