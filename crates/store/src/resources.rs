//! Remembers the portal's resources, one below another, and what lies in what.

use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, ResourceId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

macro_rules! resource_columns {
    () => {
        "r.id, r.kind, r.name, r.reference, r.depth, q.reference AS parent, \
         (SELECT k.marked_at FROM second_factor_marks k WHERE k.resource = r.id) AS marked_at \
         FROM resources r LEFT JOIN resources q ON q.id = r.parent"
    };
}

/// A page of an account that is being closed.
macro_rules! next_of_account {
    () => {
        "(SELECT id FROM resources WHERE account = $1 ORDER BY id LIMIT 200)"
    };
}

statements! {
    /// The portal's reference again is the same resource, under whatever name now; below another parent it is refused: no row.
    RESOURCE_PUT = "INSERT INTO resources (id, account, kind, name, reference, parent, depth, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account, reference) DO UPDATE \
        SET kind = EXCLUDED.kind, name = EXCLUDED.name WHERE COALESCE(resources.parent, '') = COALESCE(EXCLUDED.parent, '') \
        RETURNING id";
    RESOURCE_LIES_IN = "INSERT INTO resource_ancestors (resource, ancestor) SELECT CAST($1 AS TEXT), CAST($1 AS TEXT) \
        UNION ALL SELECT CAST($1 AS TEXT), ancestor FROM resource_ancestors WHERE resource = $2";
    RESOURCE_READ = concat!("SELECT ", resource_columns!(), " WHERE r.id = $1 AND r.account = $2");
    RESOURCE_BY_REFERENCE = concat!("SELECT ", resource_columns!(), " WHERE r.account = $1 AND r.reference = $2");
    RESOURCES_LIST = concat!("SELECT ", resource_columns!(), " WHERE r.account = $1 AND r.id > $2 ORDER BY r.id LIMIT $3");
    RESOURCES_BELOW = "SELECT CAST(COUNT(*) AS BIGINT) AS below FROM (SELECT 1 FROM resource_ancestors WHERE ancestor = $1 LIMIT $2) n";
    SUBTREE_GRANTS_FORGET = "DELETE FROM resource_grants WHERE resource IN (SELECT resource FROM resource_ancestors WHERE ancestor = $1)";
    SUBTREE_MARKS_FORGET = "DELETE FROM second_factor_marks WHERE resource IN (SELECT resource FROM resource_ancestors WHERE ancestor = $1)";
    SUBTREE_DELETE = "DELETE FROM resources WHERE id IN (SELECT resource FROM resource_ancestors WHERE ancestor = $1)";
    /// Last: these rows say what lies in what.
    SUBTREE_PLACES_FORGET = "DELETE FROM resource_ancestors WHERE resource IN \
        (SELECT i.resource FROM resource_ancestors i WHERE i.ancestor = $1)";
    ACCOUNT_GRANTS_FORGET = concat!("DELETE FROM resource_grants WHERE resource IN ", next_of_account!());
    ACCOUNT_PLACES_FORGET = concat!("DELETE FROM resource_ancestors WHERE resource IN ", next_of_account!());
    ACCOUNT_RESOURCES_FORGET = concat!("DELETE FROM resources WHERE id IN ", next_of_account!());
    ACCOUNT_MARKS_FORGET = "DELETE FROM second_factor_marks WHERE account = $1";
}

/// A resource as the portal registers it.
#[derive(Clone, Debug)]
pub struct NewResource {
    /// Its id, if it is new.
    pub id: ResourceId,
    /// What kind of thing: a slug.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What it lies in, and how deep that lies.
    pub parent: Option<(ResourceId, i64)>,
    /// When.
    pub created_at: Timestamp,
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResource {
    /// Its id.
    pub id: ResourceId,
    /// What kind of thing.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What it lies in, by the portal's name.
    pub parent: Option<String>,
    /// How deep it lies; 0 at the top.
    pub depth: i64,
    /// Since when it is marked itself: only for sessions with a second factor.
    pub marked_at: Option<Timestamp>,
}

/// What registering did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// It is new.
    Created,
    /// It was there, and has this type and name now.
    Known(ResourceId),
    /// It is there, below another parent; nothing changed.
    Elsewhere,
}

impl Tx {
    /// Registers a resource; the account is held.
    pub async fn resource_put(
        &mut self,
        account: &AccountId,
        new: &NewResource,
    ) -> Result<Registered, StoreError> {
        let parent = new.parent.as_ref().map(|(id, _)| id);
        let depth = new.parent.as_ref().map_or(0, |(_, depth)| depth + 1);
        let args = [
            (&new.id).into(),
            account.into(),
            new.kind.as_str().into(),
            new.name.as_str().into(),
            new.reference.as_str().into(),
            parent.into(),
            depth.into(),
            new.created_at.into(),
        ];
        let Some(row) = self.fetch_optional(&RESOURCE_PUT, &args).await? else {
            return Ok(Registered::Elsewhere);
        };
        let id = ResourceId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
        if id != new.id {
            return Ok(Registered::Known(id));
        }
        self.execute(&RESOURCE_LIES_IN, &[(&new.id).into(), parent.into()]).await?;
        Ok(Registered::Created)
    }

    /// Removes a resource with all that lies in it, its grants and marks; the account is held. How many.
    pub async fn resource_delete(&mut self, id: &ResourceId) -> Result<u64, StoreError> {
        self.execute(&SUBTREE_GRANTS_FORGET, &[id.into()]).await?;
        self.execute(&SUBTREE_MARKS_FORGET, &[id.into()]).await?;
        let removed = self.execute(&SUBTREE_DELETE, &[id.into()]).await?;
        self.execute(&SUBTREE_PLACES_FORGET, &[id.into()]).await?;
        Ok(removed)
    }

    /// Removes the next 200 resources of an account that is being closed; how many it removed. Marks stay until the end.
    pub async fn resources_close(&mut self, account: &AccountId) -> Result<u64, StoreError> {
        self.execute(&ACCOUNT_GRANTS_FORGET, &[account.into()]).await?;
        self.execute(&ACCOUNT_PLACES_FORGET, &[account.into()]).await?;
        self.execute(&ACCOUNT_RESOURCES_FORGET, &[account.into()]).await
    }

    /// Forgets the marks of an account that has no resources any more.
    pub async fn marks_forget(&mut self, account: &AccountId) -> Result<(), StoreError> {
        self.execute(&ACCOUNT_MARKS_FORGET, &[account.into()]).await?;
        Ok(())
    }
}

impl ReadTx {
    /// A resource of this account.
    pub async fn resource_read(
        &mut self,
        account: &AccountId,
        id: &ResourceId,
    ) -> Result<Option<StoredResource>, StoreError> {
        let row = self.fetch_optional(&RESOURCE_READ, &[id.into(), account.into()]).await?;
        row.as_ref().map(resource_from).transpose()
    }

    /// The resource of this account that the portal calls so.
    pub async fn resource_by_reference(
        &mut self,
        account: &AccountId,
        reference: &str,
    ) -> Result<Option<StoredResource>, StoreError> {
        let args = [account.into(), reference.into()];
        let row = self.fetch_optional(&RESOURCE_BY_REFERENCE, &args).await?;
        row.as_ref().map(resource_from).transpose()
    }

    /// Every resource of an account, in the order of ids; `after` begins the page behind that one.
    pub async fn resources_list(
        &mut self,
        account: &AccountId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<StoredResource>, StoreError> {
        let args = [account.into(), after.into(), limit.into()];
        self.fetch_all(&RESOURCES_LIST, &args).await?.iter().map(resource_from).collect()
    }

    /// How many resources go with this one, itself among them; counts no further than `most`.
    pub async fn resources_below(&mut self, id: &ResourceId, most: i64) -> Result<i64, StoreError> {
        match self.fetch_optional(&RESOURCES_BELOW, &[id.into(), most.into()]).await? {
            Some(row) => row.int("below"),
            None => Ok(0),
        }
    }
}

fn resource_from(row: &Row) -> Result<StoredResource, StoreError> {
    Ok(StoredResource {
        id: ResourceId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?,
        kind: row.text("kind")?,
        name: row.text("name")?,
        reference: row.text("reference")?,
        parent: row.opt_text("parent")?,
        depth: row.int("depth")?,
        marked_at: row.opt_time("marked_at")?,
    })
}
