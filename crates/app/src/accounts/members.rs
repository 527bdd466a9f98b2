//! Reads who belongs to an account.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::Membership;
use countersign_store::{ListedMember, ReadTx};

use super::{By, allowed};
use crate::{Ctx, Outcome, Refused};

/// A member as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemberView {
    /// The account.
    pub account: String,
    /// The person.
    pub person: String,
    /// The person's name, in lists.
    pub name: Option<String>,
    /// What the person is there.
    pub role: String,
    /// What a technical administrator may do.
    pub rights: Vec<String>,
    /// Whether the person has a real second factor, in lists.
    pub has_second_factor: Option<bool>,
    /// When it ends by itself; milliseconds.
    pub ends_at: Option<i64>,
    /// Since when; milliseconds.
    pub added_at: i64,
}

impl From<&Membership> for MemberView {
    fn from(membership: &Membership) -> Self {
        Self {
            account: membership.account.to_string(),
            person: membership.person.to_string(),
            name: None,
            role: membership.role.as_str().to_owned(),
            rights: membership.rights.names().map(str::to_owned).collect(),
            has_second_factor: None,
            ends_at: membership.ends_at.map(Timestamp::ms),
            added_at: membership.added_at.ms(),
        }
    }
}

impl From<&ListedMember> for MemberView {
    fn from(listed: &ListedMember) -> Self {
        Self {
            name: Some(listed.name.clone()),
            has_second_factor: Some(listed.has_second_factor),
            ..Self::from(&listed.membership)
        }
    }
}

/// What a person is in an account. Everybody may ask for themselves; of others, whoever may see the list.
pub async fn read_member(
    ctx: &Ctx,
    account: &AccountId,
    person: &PersonId,
    by: By,
    now: Timestamp,
) -> Outcome<MemberView> {
    let (account, person) = (account.clone(), person.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let act = if by.is(&person) { Act::ReadAccount } else { Act::ReadMembers };
        if let Err(refused) = allowed(tx, &account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.member_read(&account, &person).await?;
        let live = found.filter(|membership| membership.is_live(now));
        Ok(live.as_ref().map(MemberView::from).ok_or(Refused::NotFound))
    });
    Ok(read.await?)
}

/// A page of members, the newest first; those whose time is over are in it, with the time.
pub async fn members(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<MemberView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.members_list(&account, before.clone(), limit).await?;
        Ok(Ok(found.iter().map(MemberView::from).collect()))
    });
    Ok(read.await?)
}

/// Who works for an account from outside it, the newest first.
pub async fn outside(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<MemberView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.members_outside(&account, now, limit).await?;
        Ok(Ok(found.iter().map(MemberView::from).collect()))
    });
    Ok(read.await?)
}
