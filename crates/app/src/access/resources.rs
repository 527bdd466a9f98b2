//! Lists the resources of an account as the portal registered them, and removes them.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::MOST_REMOVED;
use countersign_core::ids::{AccountId, ResourceId};
use countersign_store::{AuditRecord, ReadTx, StoredResource, Tx};

use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A resource as the portal sees it, whoever else does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceView {
    /// Its id.
    pub id: String,
    /// The portal's own name for it.
    pub reference: String,
    /// What kind of thing.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it lies in, by the portal's name.
    pub parent: Option<String>,
    /// Since when it is marked itself; milliseconds.
    pub second_factor_only_since: Option<i64>,
}

impl From<StoredResource> for ResourceView {
    fn from(resource: StoredResource) -> Self {
        Self {
            id: resource.id.to_string(),
            reference: resource.reference,
            kind: resource.kind,
            name: resource.name,
            parent: resource.parent,
            second_factor_only_since: resource.marked_at.map(Timestamp::ms),
        }
    }
}

/// Resources in the order of ids, behind `after`; or the one that the portal calls so.
pub async fn resources(
    ctx: &Ctx,
    account: &AccountId,
    reference: Option<String>,
    after: &str,
    limit: u32,
) -> Outcome<Vec<ResourceView>> {
    let (account, after) = (account.clone(), after.to_owned());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        let found = match &reference {
            Some(reference) => {
                tx.resource_by_reference(&account, reference).await?.into_iter().collect()
            }
            None => tx.resources_list(&account, &after, limit).await?,
        };
        Ok(Ok(found.into_iter().map(ResourceView::from).collect()))
    });
    Ok(read.await?)
}

/// Removes a resource with all that lies in it, with grants and marks; at most 1,000 at once.
pub async fn remove_resource(
    ctx: &Ctx,
    asked: &Asked,
    account: &AccountId,
    id: &ResourceId,
) -> Outcome<u64> {
    let (frame, event) = (asked.clone(), ctx.event_id());
    let (account, id) = (account.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if !tx.account_lock(&account).await? || tx.resource_read(&account, &id).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if tx.resources_below(&id, MOST_REMOVED + 1).await? > MOST_REMOVED {
            let problem = "More than 1000 resources lie in it. Remove some of those first.";
            return Ok(Err(Refused::invalid("resource", problem)));
        }
        let removed = tx.resource_delete(&id).await?;
        let record = frame
            .record(event.clone(), "resource.removed")
            .because(format!("{removed} in all"))
            .for_account(&account);
        let record = AuditRecord { subject: Some(id.to_string()), ..record };
        tx.audit_insert(&record).await?;
        Ok(Ok(removed))
    })
    .await
}
