//! One person of an account, as whoever looks after it sees them.

use countersign_core::Timestamp;
use countersign_core::access::{Act, Standing, may};
use countersign_core::ids::{AccountId, GroupId, PersonId};
use countersign_core::policy::{Duty, DutyOf};
use countersign_store::{ReadTx, SeenPerson};

use crate::accounts::{Acting, By, allowed};
use crate::{Ctx, Outcome, Refused};

/// A person, and what may be done for them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each part of the page")]
pub struct PersonDetail {
    /// The person.
    pub seen: SeenPerson,
    /// What is required of them by name.
    pub duty: Option<Duty>,
    /// Sessions that are open.
    pub sessions: u32,
    /// Whether any contact of theirs is confirmed; none is named.
    pub reachable: bool,
    /// The account's groups, and whether they are in each.
    pub groups: Vec<(GroupId, String, bool)>,
    /// It is the one who looks.
    pub is_self: bool,
    /// Whoever looks may force them, end their sessions and mail them a link.
    pub may_help: bool,
    /// Whoever looks may vouch for them.
    pub may_vouch: bool,
    /// Until when the word of whoever looks counts; `None`: they gave none.
    pub vouched_until: Option<Timestamp>,
    /// Whoever looks may pause them.
    pub may_pause: bool,
}

/// Reads one person of an account.
pub async fn person(
    ctx: &Ctx,
    acting: Acting,
    account: &AccountId,
    person: &PersonId,
    now: Timestamp,
) -> Outcome<PersonDetail> {
    let (account, person) = (account.clone(), person.clone());
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let (me, session) = (acting.person.clone(), acting.session.clone());
        let by = By::Member(acting.clone());
        if let Err(refused) = allowed(tx, &account, &by, Act::ReadMembers, now).await? {
            return Ok(Err(refused));
        }
        let Some(seen) = tx.person_seen(&account, &person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let role = tx.acting_role(&account, &me, &session, now).await?;
        let standing = role.map_or(Standing::Stranger, Standing::In);
        let (is_self, theirs) = (me == person, seen.membership.role);
        let contacts = tx.person_read(&person).await?.map(|stored| stored.person.contacts);
        let reachable = contacts.unwrap_or_default().iter().any(|one| one.confirmed_at.is_some());
        let may = |act| !is_self && may(standing, act);
        Ok(Ok(PersonDetail {
            duty: tx.duty_read(&account, &DutyOf::Person(person.clone())).await?,
            sessions: tx.sessions_open(&person, &account, now).await?,
            reachable,
            groups: tx.groups_of_member(&account, &person).await?,
            is_self,
            may_help: may(Act::ForcePerson { role: theirs }) && may(Act::Help { role: theirs }),
            may_vouch: may(Act::Vouch { role: theirs }) && seen.membership.is_live(now),
            vouched_until: tx.vouched_until((&account, &person, &me), now).await?,
            may_pause: may(Act::ChangeMember { from: theirs, to: theirs }),
            seen,
        }))
    });
    Ok(read.await?)
}
