//! Remembers groups of persons of an account.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, GroupId, PersonId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    GROUP_INSERT = "INSERT INTO person_groups (id, account, name, created_at) VALUES ($1, $2, $3, $4)";
    GROUP_READ = "SELECT id, name, created_at FROM person_groups WHERE id = $1 AND account = $2";
    GROUPS_LIST = "SELECT id, name, created_at FROM person_groups WHERE account = $1 \
        AND (created_at < $2 OR (created_at = $2 AND id < $3)) ORDER BY created_at DESC, id DESC LIMIT $4";
    GROUP_GRANTS_FORGET = "DELETE FROM resource_grants WHERE holder = $1";
    GROUP_MEMBERS_FORGET = "DELETE FROM group_members WHERE group_id = $1";
    GROUP_DELETE = "DELETE FROM person_groups WHERE id = $1 AND account = $2";
    /// Only who belongs to the account; the account is held, so a membership that ends at the same moment takes this with it.
    GROUP_JOIN = "INSERT INTO group_members (group_id, person, added_at) SELECT g.id, m.person, CAST($4 AS BIGINT) \
        FROM person_groups g JOIN memberships m ON m.account = g.account AND m.person = $3 WHERE g.id = $1 AND g.account = $2 \
        ON CONFLICT (group_id, person) DO NOTHING";
    GROUP_LEAVE = "DELETE FROM group_members WHERE group_id = $1 AND person = $2";
    GROUP_HAS = "SELECT added_at FROM group_members WHERE group_id = $1 AND person = $2";
    GROUP_MEMBERS_LIST = "SELECT person, added_at FROM group_members WHERE group_id = $1 \
        AND (added_at < $2 OR (added_at = $2 AND person < $3)) ORDER BY added_at DESC, person DESC LIMIT $4";
    /// What a membership gave: groups of the account, and grants in it.
    MEMBER_GROUPS_FORGET = "DELETE FROM group_members WHERE person = $1 AND EXISTS \
        (SELECT 1 FROM person_groups g WHERE g.id = group_members.group_id AND (CAST($2 AS TEXT) IS NULL OR g.account = $2))";
    MEMBER_GRANTS_FORGET = "DELETE FROM resource_grants WHERE holder = $1 AND (CAST($2 AS TEXT) IS NULL OR account = $2)";
    ACCOUNT_GROUP_MEMBERS_FORGET = "DELETE FROM group_members WHERE group_id IN (SELECT id FROM person_groups WHERE account = $1)";
    ACCOUNT_GROUPS_FORGET = "DELETE FROM person_groups WHERE account = $1";
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredGroup {
    /// Its id.
    pub id: GroupId,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Tx {
    /// Writes a group.
    pub async fn group_insert(
        &mut self,
        account: &AccountId,
        new: &StoredGroup,
    ) -> Result<(), StoreError> {
        let args =
            [(&new.id).into(), account.into(), new.name.as_str().into(), new.created_at.into()];
        self.execute(&GROUP_INSERT, &args).await?;
        Ok(())
    }

    /// Removes a group with what was granted to it; false: the account has none of this id.
    pub async fn group_delete(
        &mut self,
        account: &AccountId,
        id: &GroupId,
    ) -> Result<bool, StoreError> {
        if self.group_read(account, id).await?.is_none() {
            return Ok(false);
        }
        self.execute(&GROUP_GRANTS_FORGET, &[id.into()]).await?;
        self.execute(&GROUP_MEMBERS_FORGET, &[id.into()]).await?;
        Ok(self.execute(&GROUP_DELETE, &[id.into(), account.into()]).await? == 1)
    }

    /// Puts a person of the account into one of its groups; false: no such group, or the person does not belong to the account,
    /// or stands in it already.
    pub async fn group_join(
        &mut self,
        account: &AccountId,
        id: &GroupId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [id.into(), account.into(), person.into(), now.into()];
        Ok(self.execute(&GROUP_JOIN, &args).await? == 1)
    }

    /// Takes a person out of a group; false: they are not in it.
    pub async fn group_leave(
        &mut self,
        id: &GroupId,
        person: &PersonId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&GROUP_LEAVE, &[id.into(), person.into()]).await? == 1)
    }

    /// Takes away what a membership gave, in one account or in all: groups and grants. Whoever comes back begins anew.
    pub async fn access_forget(
        &mut self,
        person: &PersonId,
        account: Option<&AccountId>,
    ) -> Result<(), StoreError> {
        self.execute(&MEMBER_GROUPS_FORGET, &[person.into(), account.into()]).await?;
        self.execute(&MEMBER_GRANTS_FORGET, &[person.into(), account.into()]).await?;
        Ok(())
    }

    /// Removes every group of an account that is being closed; its grants went with its resources.
    pub async fn groups_forget(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&ACCOUNT_GROUP_MEMBERS_FORGET, &[account.into()]).await?;
        self.execute(&ACCOUNT_GROUPS_FORGET, &[account.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// A group of this account.
    pub async fn group_read(
        &mut self,
        account: &AccountId,
        id: &GroupId,
    ) -> Result<Option<StoredGroup>, StoreError> {
        let row = self.fetch_optional(&GROUP_READ, &[id.into(), account.into()]).await?;
        row.as_ref().map(group_from).transpose()
    }

    /// Whether a person is in a group.
    pub async fn group_has(&mut self, id: &GroupId, person: &PersonId) -> Result<bool, StoreError> {
        Ok(self.fetch_optional(&GROUP_HAS, &[id.into(), person.into()]).await?.is_some())
    }

    /// The groups of an account, the newest first; `before` begins the page behind that row.
    pub async fn groups_list(
        &mut self,
        account: &AccountId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<StoredGroup>, StoreError> {
        let (at, id) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [account.into(), at.into(), id.into(), limit.into()];
        self.fetch_all(&GROUPS_LIST, &args).await?.iter().map(group_from).collect()
    }

    /// Who is in a group and since when, the newest first; `before` begins the page behind that row.
    pub async fn group_members_list(
        &mut self,
        id: &GroupId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<(PersonId, Timestamp)>, StoreError> {
        let (at, person) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [id.into(), at.into(), person.into(), limit.into()];
        let rows = self.fetch_all(&GROUP_MEMBERS_LIST, &args).await?;
        rows.iter()
            .map(|row| {
                let person =
                    PersonId::parse(&row.text("person")?).map_err(|_| row.corrupt("person"))?;
                Ok((person, row.time("added_at")?))
            })
            .collect()
    }
}

fn group_from(row: &Row) -> Result<StoredGroup, StoreError> {
    Ok(StoredGroup {
        id: GroupId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        name: row.text("name")?,
        created_at: row.time("created_at")?,
    })
}
