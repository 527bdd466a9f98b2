//! Groups of persons of an account: made, filled, removed.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, GroupId, PersonId};
use countersign_core::people::name_of_account;
use countersign_store::{ReadTx, StoredGroup, Tx};

use crate::accounts::{By, allowed, on_behalf, session_of};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// A group as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupView {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Milliseconds.
    pub created_at: i64,
}

impl From<&StoredGroup> for GroupView {
    fn from(group: &StoredGroup) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.name.clone(),
            created_at: group.created_at.ms(),
        }
    }
}

/// A person in a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupMemberView {
    /// The person.
    pub person: String,
    /// Since when; milliseconds.
    pub added_at: i64,
}

/// Makes a group. Nobody is in it, and nothing is granted to it.
pub async fn create_group(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    name: &str,
) -> Outcome<GroupView> {
    let name = match name_of_account(name) {
        Ok(name) => name,
        Err(refused) => return Ok(Err(Refused::invalid("name", refused.to_string()))),
    };
    let group = StoredGroup { id: ctx.random(GroupId::generate), name, created_at: asked.now };
    let (frame, event, account) = (on_behalf(asked, &by), ctx.event_id(), account.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        tx.group_insert(&account, &group).await?;
        let record = frame
            .record(event.clone(), "group.created")
            .at(group.id.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(GroupView::from(&group)))
    })
    .await
}

/// Removes a group, and with it what was granted to it.
pub async fn remove_group(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    group: &GroupId,
) -> Outcome<()> {
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, group) = (account.clone(), group.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        if !tx.group_delete(&account, &group).await? {
            return Ok(Err(Refused::NotFound));
        }
        let record = frame
            .record(event.clone(), "group.removed")
            .at(group.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}

/// Puts a person of the account into one of its groups. The same again changes nothing.
pub async fn join_group(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    group: &GroupId,
    person: &PersonId,
) -> Outcome<()> {
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, group, person) = (account.clone(), group.clone(), person.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        if tx.group_read(&account, &group).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if tx.group_join(&account, &group, &person, frame.now).await? {
            let record = frame
                .record(event.clone(), "group.joined")
                .about(&person, group.as_str(), session_of(&by))
                .for_account(&account);
            tx.audit_insert(&record).await?;
        } else if !tx.group_has(&group, &person).await? {
            let problem = "The person does not belong to this account.";
            return Ok(Err(Refused::invalid("person", problem)));
        }
        Ok(Ok(()))
    })
    .await
}

/// Takes a person out of a group.
pub async fn leave_group(
    ctx: &Ctx,
    asked: &Asked,
    by: By,
    account: &AccountId,
    group: &GroupId,
    person: &PersonId,
) -> Outcome<()> {
    let (frame, event) = (on_behalf(asked, &by), ctx.event_id());
    let (account, group, person) = (account.clone(), group.clone(), person.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        if let Err(refused) = may_change(tx, &account, &by, frame.now).await? {
            return Ok(Err(refused));
        }
        if tx.group_read(&account, &group).await?.is_none()
            || !tx.group_leave(&group, &person).await?
        {
            return Ok(Err(Refused::NotFound));
        }
        let record = frame
            .record(event.clone(), "group.left")
            .about(&person, group.as_str(), session_of(&by))
            .for_account(&account);
        tx.audit_insert(&record).await?;
        Ok(Ok(()))
    })
    .await
}

/// The groups of an account, the newest first; `before` begins the page behind that row.
pub async fn groups(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<GroupView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = may_read(tx, &account, &by, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.groups_list(&account, before.clone(), limit).await?;
        Ok(Ok(found.iter().map(GroupView::from).collect()))
    });
    Ok(read.await?)
}

/// Who is in a group, the newest first; `before` begins the page behind that row.
pub async fn group_members(
    ctx: &Ctx,
    (account, group): (&AccountId, &GroupId),
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<GroupMemberView>> {
    let (account, group) = (account.clone(), group.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = may_read(tx, &account, &by, now).await? {
            return Ok(Err(refused));
        }
        if tx.group_read(&account, &group).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        let found = tx.group_members_list(&group, before.clone(), limit).await?;
        let view = |(person, added_at): &(PersonId, Timestamp)| GroupMemberView {
            person: person.to_string(),
            added_at: added_at.ms(),
        };
        Ok(Ok(found.iter().map(view).collect()))
    });
    Ok(read.await?)
}

/// Holds the account, and asks whether groups and grants may be changed.
pub(super) async fn may_change(
    tx: &mut Tx,
    account: &AccountId,
    by: &By,
    now: Timestamp,
) -> Result<Result<(), Refused>, countersign_store::StoreError> {
    if !tx.account_lock(account).await? {
        return Ok(Err(Refused::NotFound));
    }
    allowed(tx, account, by, Act::ChangeAccess, now).await
}

/// Whether there is such an account, whose groups and grants may be seen.
pub(super) async fn may_read(
    tx: &mut ReadTx,
    account: &AccountId,
    by: &By,
    now: Timestamp,
) -> Result<Result<(), Refused>, countersign_store::StoreError> {
    if tx.account_read(account).await?.is_none() {
        return Ok(Err(Refused::NotFound));
    }
    allowed(tx, account, by, Act::ReadAccess, now).await
}
