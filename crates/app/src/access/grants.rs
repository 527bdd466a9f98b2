//! Grants resources to groups and persons, and takes grants back.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Holder;
use countersign_core::ids::{AccountId, ResourceId};
use countersign_store::{AuditRecord, Looking, Put, ReadTx, StoreError, Tx};

use super::groups::{may_change, may_read};
use crate::accounts::{By, on_behalf, session_of};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A grant as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GrantView {
    /// The group's or person's id.
    pub holder: String,
    /// Milliseconds.
    pub granted_at: i64,
}

/// Whether the resource is there for whoever asks: to a member who does not see it, it does not exist (CS-F2-06).
pub(super) async fn exists_for(
    tx: &mut ReadTx,
    account: &AccountId,
    resource: &ResourceId,
    by: &By,
    now: Timestamp,
) -> Result<bool, StoreError> {
    match by {
        By::Portal => Ok(tx.resource_read(account, resource).await?.is_some()),
        By::Member(acting) => {
            let looking = Looking {
                person: acting.person.clone(),
                session: acting.session.clone(),
                account: account.clone(),
                now,
            };
            let sight = tx.sight_by_id(&looking, resource).await?;
            Ok(sight.is_some_and(countersign_core::access::Sight::sees))
        }
    }
}

/// Grants a resource, with all that lies in it, to a group or a person of the account. The same again changes nothing.
pub async fn grant(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    resource: &ResourceId,
    holder: Holder,
) -> Outcome<()> {
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, resource) = (account.clone(), resource.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        if !exists_for(tx, &account, &resource, &by, frame.now).await? {
            return Ok(Err(Refused::NotFound));
        }
        match tx.grant_put(&account, &resource, &holder, frame.now).await? {
            Put::Same => return Ok(Ok(())),
            Put::NobodyThere => return Ok(Err(Refused::NotFound)),
            Put::Done => {}
        }
        let record = frame.record(event.clone(), "access.given");
        tx.audit_insert(&about(record, &by, &account, &resource, &holder)).await?;
        Ok(Ok(()))
    })
    .await
}

/// Takes a grant back.
pub async fn revoke(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    resource: &ResourceId,
    holder: Holder,
) -> Outcome<()> {
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, resource) = (account.clone(), resource.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        if !exists_for(tx, &account, &resource, &by, frame.now).await?
            || !tx.grant_delete(&account, &resource, &holder).await?
        {
            return Ok(Err(Refused::NotFound));
        }
        let record = frame.record(event.clone(), "access.revoked");
        tx.audit_insert(&about(record, &by, &account, &resource, &holder)).await?;
        Ok(Ok(()))
    })
    .await
}

/// To whom a resource itself is granted, the newest first; `before` begins the page behind that row.
pub async fn grants(
    ctx: &Ctx,
    (account, resource): (&AccountId, &ResourceId),
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<GrantView>> {
    let (account, resource) = (account.clone(), resource.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = may_read(tx, &account, &by, now).await? {
            return Ok(Err(refused));
        }
        if !exists_for(tx, &account, &resource, &by, now).await? {
            return Ok(Err(Refused::NotFound));
        }
        let found = tx.grants_list(&resource, before.clone(), limit).await?;
        let view = |(holder, granted_at): &(Holder, Timestamp)| GrantView {
            holder: holder.as_str().to_owned(),
            granted_at: granted_at.ms(),
        };
        Ok(Ok(found.iter().map(view).collect()))
    });
    Ok(read.await?)
}

/// The record: which resource, and to whom, by id.
fn about(
    record: AuditRecord,
    by: &By,
    account: &AccountId,
    resource: &ResourceId,
    holder: &Holder,
) -> AuditRecord {
    let record = record.because(holder.as_str()).for_account(account);
    match holder {
        Holder::Person(person) => record.about(person, resource.as_str(), session_of(by)),
        Holder::Group(_) => record.at(resource.as_str(), session_of(by)),
    }
}
