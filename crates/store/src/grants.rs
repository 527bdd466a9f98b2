//! Remembers what is granted to whom, and which resources are only for sessions with a second factor.

use countersign_core::Timestamp;
use countersign_core::access::Holder;
use countersign_core::ids::{AccountId, ResourceId};

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Only within one account: the resource's, and the group's or the person's membership in it.
    GRANT_PUT = "INSERT INTO resource_grants (resource, holder, account, granted_at) \
        SELECT r.id, CAST($3 AS TEXT), r.account, CAST($4 AS BIGINT) FROM resources r WHERE r.id = $1 AND r.account = $2 \
        AND (EXISTS (SELECT 1 FROM person_groups g WHERE g.id = $3 AND g.account = $2) \
        OR EXISTS (SELECT 1 FROM memberships m WHERE m.person = $3 AND m.account = $2)) \
        ON CONFLICT (resource, holder) DO NOTHING";
    GRANT_READ = "SELECT granted_at FROM resource_grants WHERE resource = $1 AND holder = $2";
    GRANT_DELETE = "DELETE FROM resource_grants WHERE resource = $1 AND holder = $2 AND account = $3";
    GRANTS_LIST = "SELECT holder, granted_at FROM resource_grants WHERE resource = $1 \
        AND (granted_at < $2 OR (granted_at = $2 AND holder < $3)) ORDER BY granted_at DESC, holder DESC LIMIT $4";
    MARK_PUT = "INSERT INTO second_factor_marks (resource, account, marked_at) VALUES ($1, $2, $3) ON CONFLICT (resource) DO NOTHING";
    MARK_DELETE = "DELETE FROM second_factor_marks WHERE resource = $1 AND account = $2";
    /// An owner who has a real second factor and can sign in: one who sees what is marked.
    MARK_OWNER = "SELECT m.person FROM memberships m JOIN persons p ON p.id = m.person AND p.state = 'active' \
        WHERE m.account = $1 AND m.role = 'owner' AND EXISTS (SELECT 1 FROM authenticators f WHERE f.person = m.person \
        AND f.state = 'active') LIMIT 1";
    /// Accounts with marks that a person owns and no other owner with a second factor does.
    MARKS_HIDDEN_BY = "SELECT m.account FROM memberships m WHERE m.person = $1 AND m.role = 'owner' \
        AND EXISTS (SELECT 1 FROM second_factor_marks k WHERE k.account = m.account) \
        AND NOT EXISTS (SELECT 1 FROM memberships o JOIN persons p ON p.id = o.person AND p.state = 'active' \
        WHERE o.account = m.account AND o.person <> m.person AND o.role = 'owner' \
        AND EXISTS (SELECT 1 FROM authenticators f WHERE f.person = o.person AND f.state = 'active')) ORDER BY m.account";
}

/// What granting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Done,
    /// It was so before.
    Same,
    /// There is no such group or member in the account.
    NobodyThere,
}

impl Tx {
    /// Grants a resource of the account, with all that lies in it.
    pub async fn grant_put(
        &mut self,
        account: &AccountId,
        resource: &ResourceId,
        holder: &Holder,
        now: Timestamp,
    ) -> Result<Put, StoreError> {
        let args = [resource.into(), account.into(), holder.as_str().into(), now.into()];
        if self.execute(&GRANT_PUT, &args).await? == 1 {
            return Ok(Put::Done);
        }
        let args = [resource.into(), holder.as_str().into()];
        let there = self.fetch_optional(&GRANT_READ, &args).await?.is_some();
        Ok(if there { Put::Same } else { Put::NobodyThere })
    }

    /// Takes a grant back; false: there is none.
    pub async fn grant_delete(
        &mut self,
        account: &AccountId,
        resource: &ResourceId,
        holder: &Holder,
    ) -> Result<bool, StoreError> {
        let args = [resource.into(), holder.as_str().into(), account.into()];
        Ok(self.execute(&GRANT_DELETE, &args).await? == 1)
    }

    /// Marks a resource of the account; false: it was marked before.
    pub async fn mark_put(
        &mut self,
        account: &AccountId,
        resource: &ResourceId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [resource.into(), account.into(), now.into()];
        Ok(self.execute(&MARK_PUT, &args).await? == 1)
    }

    /// Lifts a mark; false: there is none.
    pub async fn mark_delete(
        &mut self,
        account: &AccountId,
        resource: &ResourceId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&MARK_DELETE, &[resource.into(), account.into()]).await? == 1)
    }
}

impl ReadTx {
    /// To whom a resource itself is granted, the newest first; `before` begins the page behind that row.
    pub async fn grants_list(
        &mut self,
        resource: &ResourceId,
        before: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<(Holder, Timestamp)>, StoreError> {
        let (at, holder) = before.unwrap_or((Timestamp::from_ms(i64::MAX), String::new()));
        let args = [resource.into(), at.into(), holder.into(), limit.into()];
        let rows = self.fetch_all(&GRANTS_LIST, &args).await?;
        rows.iter()
            .map(|row| {
                let holder =
                    Holder::parse(&row.text("holder")?).ok_or_else(|| row.corrupt("holder"))?;
                Ok((holder, row.time("granted_at")?))
            })
            .collect()
    }

    /// Whether an owner of the account has a real second factor and can sign in.
    pub async fn has_owner_with_second_factor(
        &mut self,
        account: &AccountId,
    ) -> Result<bool, StoreError> {
        Ok(self.fetch_optional(&MARK_OWNER, &[account.into()]).await?.is_some())
    }

    /// The accounts whose marked resources nobody of its owners could see if this person had no second factor.
    pub async fn marks_hidden_by(
        &mut self,
        person: &countersign_core::ids::PersonId,
    ) -> Result<Vec<AccountId>, StoreError> {
        let rows = self.fetch_all(&MARKS_HIDDEN_BY, &[person.into()]).await?;
        rows.iter()
            .map(|row| AccountId::parse(&row.text("account")?).map_err(|_| row.corrupt("account")))
            .collect()
    }
}
