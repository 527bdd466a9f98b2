//! Reads duties, and whom one is or would be for.

use serde::{Deserialize, Serialize};

use countersign_core::Timestamp;
use countersign_core::access::Act;
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::policy::{Duty, DutyOf};
use countersign_store::{Reach, ReadTx};

use super::Reads;
use super::hold::required_of;
use crate::accounts::{By, allowed};
use crate::{AppError, Ctx, Outcome, Refused};

/// A duty as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DutyView {
    /// Its id.
    pub id: String,
    /// `account`, `role` or `person`.
    pub scope: String,
    /// The role, or the person's id.
    pub subject: Option<String>,
    /// What meets it.
    pub ways: String,
    /// From when it holds; milliseconds.
    pub from: i64,
    /// When it was set; milliseconds.
    pub set_at: i64,
    /// Who set it.
    pub set_by: String,
}

impl From<&Duty> for DutyView {
    fn from(duty: &Duty) -> Self {
        let subject = duty.of.subject();
        Self {
            id: duty.id.to_string(),
            scope: duty.of.scope().to_owned(),
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
            ways: duty.ways.as_str().to_owned(),
            from: duty.from.ms(),
            set_at: duty.set_at.ms(),
            set_by: duty.set_by.to_string(),
        }
    }
}

/// Somebody who would have to set something up.
#[derive(Clone, Debug)]
pub struct HitView {
    /// Who.
    pub person: String,
    /// The person's name.
    pub name: String,
}

/// Whom a duty is or would be for.
#[derive(Clone, Debug)]
pub struct Preview {
    /// How many.
    pub people: u32,
    /// How many of them would have to set something up.
    pub unmet: u32,
    /// A page of those, in the order of ids.
    pub names: Vec<HitView>,
}

/// The duties of an account, the newest first; `before` begins the page behind that row.
pub async fn duties(
    ctx: &Ctx,
    account: &AccountId,
    by: By,
    before: Option<(Timestamp, String)>,
    limit: u32,
    now: Timestamp,
) -> Outcome<Vec<DutyView>> {
    let account = account.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let found = tx.duties_list(&account, before.clone(), limit).await?;
        Ok(Ok(found.iter().map(DutyView::from).collect()))
    });
    Ok(read.await?)
}

/// Who is hit by a duty, before it is set or after; `after` begins the page behind that person.
pub async fn preview(ctx: &Ctx, by: By, reach: Reach, after: &str, limit: u32) -> Outcome<Preview> {
    let after = after.to_owned();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        if tx.account_read(&reach.account).await?.is_none() {
            return Ok(Err(Refused::NotFound));
        }
        let allowed = allowed(tx, &reach.account, &by, Act::ReadMembers, reach.now).await?;
        if let Err(refused) = allowed {
            return Ok(Err(refused));
        }
        let (people, unmet) = tx.duty_hit_count(&reach).await?;
        let hit = tx.duty_hit(&reach, &after, limit).await?;
        let view = |hit: countersign_store::Hit| HitView {
            person: hit.person.to_string(),
            name: hit.name,
        };
        Ok(Ok(Preview { people, unmet, names: hit.into_iter().map(view).collect() }))
    });
    Ok(read.await?)
}

/// What is required of a person now, for their own pages; `None`: nothing.
pub async fn of_person(
    ctx: &Ctx,
    person: &PersonId,
    now: Timestamp,
) -> Result<Option<Reads>, AppError> {
    let person = person.clone();
    Ok(ctx.store.read(async move |tx: &mut ReadTx| required_of(tx, &person, now).await).await?)
}

/// One duty.
pub async fn read_duty(
    ctx: &Ctx,
    account: &AccountId,
    of: DutyOf,
) -> Result<Option<Duty>, AppError> {
    let account = account.clone();
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.duty_read(&account, &of).await).await?)
}
