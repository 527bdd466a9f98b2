//! On whose behalf a portal asks, and whether that member may do it: one place, asked by every use case.

use countersign_core::Timestamp;
use countersign_core::access::{Act, Standing, may};
use countersign_core::ids::{AccountId, PersonId, SessionId};
use countersign_core::people::{Membership, Role};
use countersign_core::step_up::Area;
use countersign_store::{AuditRecord, Looking, ReadTx, StoreError};

use crate::people::PERSONAL_DATA;
use crate::{Actor, Asked, Refused};

/// A member who acts, in a session of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Who.
    pub person: PersonId,
    /// In which session: it must be live, theirs, and for this account or for none in particular.
    pub session: SessionId,
}

/// In whose name something is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The portal's own: an import, a contract that changed. The scope of its key is all it needs.
    Portal,
    /// A member's: their role decides, and what changes something needs their open window.
    Member(Acting),
}

impl By {
    /// Whether the member who acts is this person.
    pub(crate) fn is(&self, person: &PersonId) -> bool {
        matches!(self, Self::Member(acting) if acting.person == *person)
    }
}

/// Whether this may be done in this account. Of somebody who does not belong to it the account does not exist.
pub(crate) async fn allowed(
    tx: &mut ReadTx,
    account: &AccountId,
    by: &By,
    act: Act,
    now: Timestamp,
) -> Result<Result<(), Refused>, StoreError> {
    let By::Member(acting) = by else { return Ok(Ok(())) };
    let role = tx.acting_role(account, &acting.person, &acting.session, now).await?;
    let standing = role.map_or(Standing::Stranger, Standing::In);
    if standing == Standing::Stranger {
        return Ok(Err(Refused::NotFound));
    }
    if !may(standing, act) {
        return Ok(Err(Refused::NotAllowed));
    }
    if act.needs_second_factor() && !has_proven(tx, account, acting, now).await? {
        return Ok(Err(Refused::SecondFactorRequired));
    }
    if act.needs_window() && !has_window(tx, acting, now).await? {
        return Ok(Err(Refused::StepUpRequired { area: PERSONAL_DATA.to_owned() }));
    }
    Ok(Ok(()))
}

/// The same of an act towards a person of the account, by what they are there. Whoever may not even look is told nothing else about
/// somebody who does not belong to it than whoever may.
pub(crate) async fn allowed_towards(
    tx: &mut ReadTx,
    (account, person): (&AccountId, &PersonId),
    by: &By,
    act: impl FnOnce(Role) -> Act,
    now: Timestamp,
) -> Result<Result<Membership, Refused>, StoreError> {
    let Some(member) = tx.member_read(account, person).await? else {
        let looks = allowed(tx, account, by, Act::ReadMembers, now).await?;
        return Ok(looks.and(Err(Refused::NotFound)));
    };
    let may = allowed(tx, account, by, act(member.role), now).await?;
    Ok(may.map(|()| member))
}

/// Whether a real second factor was proven in the session at hand.
pub(crate) async fn has_proven(
    tx: &mut ReadTx,
    account: &AccountId,
    acting: &Acting,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let looking = Looking {
        person: acting.person.clone(),
        session: acting.session.clone(),
        account: account.clone(),
        now,
    };
    Ok(tx.sight_role(&looking).await?.is_some_and(|(_, is_proven)| is_proven))
}

/// Who belongs to an account, and what they may see, is personal data: the window over that area is the one.
async fn has_window(tx: &mut ReadTx, acting: &Acting, now: Timestamp) -> Result<bool, StoreError> {
    let Ok(area) = Area::parse(PERSONAL_DATA) else { return Ok(false) };
    let window = tx.window_in(&acting.session, now).await?;
    Ok(window.is_some_and(|window| window.covers(&acting.session, &area, now)))
}

/// The frame with the member as the one who does it; the key that relayed it is a fact of the record (CS-DEL-08).
pub(crate) fn on_behalf(asked: &Asked, by: &By) -> Asked {
    match by {
        By::Portal => asked.clone(),
        By::Member(acting) => Asked {
            by: Actor::Person(acting.person.clone(), acting.session.clone()),
            ..asked.clone()
        },
    }
}

/// A record of something done to a person of an account: who, whom, for which account, from what to what.
pub(super) fn of_member(
    record: AuditRecord,
    by: &By,
    account: &AccountId,
    person: &PersonId,
) -> AuditRecord {
    record.about(person, account.as_str(), session_of(by)).for_account(account)
}

/// The session in which a member acts.
pub(crate) fn session_of(by: &By) -> Option<&SessionId> {
    match by {
        By::Member(acting) => Some(&acting.session),
        By::Portal => None,
    }
}

/// How a record names a change of role.
pub(super) fn from_to(before: Option<Role>, after: Option<Role>) -> String {
    let name = |role: Option<Role>| role.map_or("nobody", Role::as_str);
    format!("{} to {}", name(before), name(after))
}
