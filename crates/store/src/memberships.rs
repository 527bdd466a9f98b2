//! Remembers who belongs to which account, as what; one owner who can sign in always stays.

use countersign_core::Timestamp;
use countersign_core::access::Rights;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{Membership, Role};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

/// Somebody else owns the account and can sign in. Holds for concurrent callers because both hold the account's row.
macro_rules! another_owner {
    () => {
        "EXISTS (SELECT 1 FROM memberships o JOIN persons p ON p.id = o.person WHERE o.account = $1 AND o.person <> $2 \
         AND o.role = 'owner' AND p.state = 'active')"
    };
}

statements! {
    /// Takes the person's row, so that a person who is disabled or erased at the same moment is not taken in.
    MEMBER_PERSON_HOLD = "UPDATE persons SET state = state WHERE id = $1 AND state = 'active'";
    MEMBER_INSERT = "INSERT INTO memberships (account, person, role, rights, ends_at, added_at, name_folded) VALUES ($1, $2, $3, $4, $5, $6, \
        COALESCE((SELECT p.name_folded FROM persons p WHERE p.id = $2), '')) ON CONFLICT (account, person) DO NOTHING";
    /// Guards that an owner is lowered only beside another one (CS-DEL-07).
    MEMBER_CHANGE = concat!("UPDATE memberships SET role = $3, rights = $4, ends_at = $5 WHERE account = $1 AND person = $2 \
        AND (role <> 'owner' OR CAST($3 AS TEXT) = 'owner' OR ", another_owner!(), ")");
    OWNERS_OF = "SELECT person FROM memberships WHERE account = $1 AND role = 'owner' AND (ends_at IS NULL OR ends_at > $2) \
        ORDER BY added_at, person LIMIT $3";
    /// Guards that an owner goes only beside another one: two owners who remove each other at once leave one (CS-DEL-07).
    MEMBER_DELETE = concat!("DELETE FROM memberships WHERE account = $1 AND person = $2 \
        AND (role <> 'owner' OR ", another_owner!(), ")");
    MEMBER_READ = "SELECT account, person, role, rights, ends_at, added_at FROM memberships WHERE account = $1 AND person = $2";
    MEMBERS_LIST = "SELECT m.account, m.person, m.role, m.rights, m.ends_at, m.added_at, p.name, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM authenticators f WHERE f.person = m.person AND f.state = 'active') AS factors \
        FROM memberships m JOIN persons p ON p.id = m.person WHERE m.account = $1 \
        AND (m.added_at < $2 OR (m.added_at = $2 AND m.person < $3)) ORDER BY m.added_at DESC, m.person DESC LIMIT $4";
    /// Who works for an account from outside it.
    MEMBERS_OUTSIDE = "SELECT m.account, m.person, m.role, m.rights, m.ends_at, m.added_at, p.name, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM authenticators f WHERE f.person = m.person AND f.state = 'active') AS factors \
        FROM memberships m JOIN persons p ON p.id = m.person WHERE m.account = $1 AND m.role = 'technical-administrator' \
        AND (m.ends_at IS NULL OR m.ends_at > $2) ORDER BY m.added_at DESC, m.person DESC LIMIT $3";
    /// Owners last, so that an account that is closed in steps is never without one before it is gone.
    MEMBERS_TO_CLOSE = "SELECT account, person, role, rights, ends_at, added_at FROM memberships WHERE account = $1 \
        ORDER BY CASE WHEN role = 'owner' THEN 1 ELSE 0 END, person LIMIT $2";
    /// Those whose date has come.
    MEMBERS_OVER = "SELECT account, person, role, rights, ends_at, added_at FROM memberships WHERE ends_at <= $1 \
        ORDER BY ends_at, account, person LIMIT $2";
    MEMBER_CLOSE = "DELETE FROM memberships WHERE account = $1 AND person = $2";
    MEMBERS_ACCOUNTS_LOCK = "UPDATE accounts SET version = version + 1 WHERE id IN \
        (SELECT m.account FROM memberships m WHERE m.person = $1)";
    /// Accounts that would be left without an owner who can sign in.
    MEMBERS_SOLE_OWNER = "SELECT m.account FROM memberships m WHERE m.person = $1 AND m.role = 'owner' AND NOT EXISTS \
        (SELECT 1 FROM memberships o JOIN persons p ON p.id = o.person WHERE o.account = m.account AND o.person <> m.person \
        AND o.role = 'owner' AND p.state = 'active') ORDER BY m.account LIMIT 1";
    MEMBERS_FORGET = "DELETE FROM memberships WHERE person = $1";
}

/// A member as lists show it.
#[derive(Clone, Debug)]
pub struct ListedMember {
    /// The membership.
    pub membership: Membership,
    /// The person's name.
    pub name: String,
    /// Whether the person has a real second factor.
    pub has_second_factor: bool,
}

/// What came of a change that may not take the last owner away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerKept {
    /// It is written.
    Done,
    /// It would have left the account without an owner who can sign in; nothing was written.
    LastOwner,
}

impl Tx {
    /// Takes the person's row until the transaction ends; false: unknown or disabled. Before the account's row, always.
    pub async fn member_person_hold(&mut self, person: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&MEMBER_PERSON_HOLD, &[person.into()]).await? == 1)
    }

    /// Takes a person in. Person and account are held.
    pub async fn member_insert(&mut self, new: &Membership) -> Result<(), StoreError> {
        let args = [
            (&new.account).into(),
            (&new.person).into(),
            new.role.as_str().into(),
            new.rights.to_column().into(),
            new.ends_at.into(),
            new.added_at.into(),
        ];
        self.execute(&MEMBER_INSERT, &args).await?;
        Ok(())
    }

    /// Changes what a person is, who is in the account. The account is held.
    pub async fn member_change(&mut self, after: &Membership) -> Result<OwnerKept, StoreError> {
        let args = [
            (&after.account).into(),
            (&after.person).into(),
            after.role.as_str().into(),
            after.rights.to_column().into(),
            after.ends_at.into(),
        ];
        Ok(kept(self.execute(&MEMBER_CHANGE, &args).await?))
    }

    /// Takes a person out, who is in the account, with their groups and grants there. The account is held.
    pub async fn member_delete(
        &mut self,
        account: &AccountId,
        person: &PersonId,
    ) -> Result<OwnerKept, StoreError> {
        let deleted = kept(self.execute(&MEMBER_DELETE, &[account.into(), person.into()]).await?);
        if deleted == OwnerKept::Done {
            self.duties_of_member_forget(person, Some(account)).await?;
            self.access_forget(person, Some(account)).await?;
        }
        Ok(deleted)
    }

    /// Takes a person out of an account that is being closed: here no owner stays.
    pub async fn member_close(
        &mut self,
        account: &AccountId,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        self.execute(&MEMBER_CLOSE, &[account.into(), person.into()]).await?;
        self.duties_of_member_forget(person, Some(account)).await?;
        self.access_forget(person, Some(account)).await
    }

    /// Whether a person could go altogether. Holds all their accounts; the account that would be left without an owner, if any.
    pub async fn sole_owner_of(
        &mut self,
        person: &PersonId,
    ) -> Result<Option<AccountId>, StoreError> {
        self.execute(&MEMBERS_ACCOUNTS_LOCK, &[person.into()]).await?;
        let row = self.fetch_optional(&MEMBERS_SOLE_OWNER, &[person.into()]).await?;
        row.as_ref().map(account_of).transpose()
    }

    /// Holds a person and every account of theirs until the transaction ends: what an account asks of them, and what they have,
    /// cannot change at the same moment. False: unknown or disabled.
    pub async fn memberships_hold(&mut self, person: &PersonId) -> Result<bool, StoreError> {
        let held = self.member_person_hold(person).await?;
        self.execute(&MEMBERS_ACCOUNTS_LOCK, &[person.into()]).await?;
        Ok(held)
    }

    /// Takes a person out of every account; [`sole_owner_of`](Self::sole_owner_of) was asked before, in this transaction.
    pub async fn memberships_forget(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.execute(&MEMBERS_FORGET, &[person.into()]).await?;
        self.duties_of_member_forget(person, None).await?;
        self.access_forget(person, None).await
    }
}

impl ReadTx {
    /// What a person is in an account, ended by time or not.
    pub async fn member_read(
        &mut self,
        account: &AccountId,
        person: &PersonId,
    ) -> Result<Option<Membership>, StoreError> {
        let row = self.fetch_optional(&MEMBER_READ, &[account.into(), person.into()]).await?;
        row.as_ref().map(membership_from).transpose()
    }

    /// Who belongs to an account, the newest first; `before` begins the page behind that row.
    pub async fn members_list(
        &mut self,
        account: &AccountId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<ListedMember>, StoreError> {
        let (at, person) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [account.into(), at.into(), person.into(), limit.into()];
        self.fetch_all(&MEMBERS_LIST, &args).await?.iter().map(listed_from).collect()
    }

    /// Who owns an account now, the first one first.
    pub async fn owners_of(
        &mut self,
        account: &AccountId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PersonId>, StoreError> {
        let rows = self.fetch_all(&OWNERS_OF, &[account.into(), now.into(), limit.into()]).await?;
        let person =
            |row: &Row| PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"));
        rows.iter().map(person).collect()
    }

    /// Who works for an account from outside it, as technical administrator, the newest first.
    pub async fn members_outside(
        &mut self,
        account: &AccountId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ListedMember>, StoreError> {
        let args = [account.into(), now.into(), limit.into()];
        self.fetch_all(&MEMBERS_OUTSIDE, &args).await?.iter().map(listed_from).collect()
    }

    /// The next members of an account that is being closed, owners last.
    pub async fn members_to_close(
        &mut self,
        account: &AccountId,
        limit: u32,
    ) -> Result<Vec<Membership>, StoreError> {
        let rows = self.fetch_all(&MEMBERS_TO_CLOSE, &[account.into(), limit.into()]).await?;
        rows.iter().map(membership_from).collect()
    }

    /// Memberships of all accounts whose date has come, the oldest first.
    pub async fn members_over(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Membership>, StoreError> {
        let rows = self.fetch_all(&MEMBERS_OVER, &[now.into(), limit.into()]).await?;
        rows.iter().map(membership_from).collect()
    }
}

fn listed_from(row: &Row) -> Result<ListedMember, StoreError> {
    Ok(ListedMember {
        membership: membership_from(row)?,
        name: row.text("name")?,
        has_second_factor: row.int("factors")? > 0,
    })
}

fn kept(rows: u64) -> OwnerKept {
    if rows == 1 { OwnerKept::Done } else { OwnerKept::LastOwner }
}

fn account_of(row: &Row) -> Result<AccountId, StoreError> {
    AccountId::parse(&row.text("account")?).map_err(|_| row.corrupt("account"))
}

pub(crate) fn membership_from(row: &Row) -> Result<Membership, StoreError> {
    Ok(Membership {
        account: account_of(row)?,
        person: PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?,
        role: Role::parse(&row.text("role")?).ok_or_else(|| row.corrupt("role"))?,
        rights: Rights::from_column(&row.text("rights")?),
        ends_at: row.opt_time("ends_at")?,
        added_at: row.time("added_at")?,
    })
}
