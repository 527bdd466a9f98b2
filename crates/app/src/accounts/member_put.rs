//! Takes a person into an account, or changes what they are there.

use countersign_core::Timestamp;
use countersign_core::access::{Act, Rights};
use countersign_core::ids::{AccountId, PersonId};
use countersign_core::people::{Membership, Role};
use countersign_store::{OwnerKept, Tx};

use super::acting::{from_to, of_member};
use super::{By, MemberView, allowed, on_behalf};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// What a person is to be in an account.
#[derive(Clone, Debug)]
pub struct MemberAsk {
    /// The account.
    pub account: AccountId,
    /// The person.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// What a technical administrator may do; empty for every other role.
    pub rights: Vec<String>,
    /// When it ends by itself; never for an owner.
    pub ends_at: Option<Timestamp>,
    /// Whether somebody may be taken in who does not belong to the account: the portal says that the person agreed.
    pub may_add: bool,
}

/// Writes it. What the person loses by it ends at once: sessions, windows, open orders (CS-DEL-06). The same again changes
/// nothing.
///
/// Concurrent changes of one account wait for each other, so that an owner who can sign in always stays (CS-DEL-07).
pub async fn put_member(ctx: &Ctx, asked: &Asked, by: By, ask: MemberAsk) -> Outcome<MemberView> {
    let after = match read(ctx, asked, &ask) {
        Ok(after) => after,
        Err(refused) => return Ok(Err(refused)),
    };
    let (frame, event, now) = (on_behalf(asked, &by), ctx.event_id(), asked.now);
    run(ctx, asked, async move |tx: &mut Tx| {
        let held = tx.member_person_hold(&after.person).await?;
        if !tx.account_lock(&after.account).await? {
            return Ok(Err(Refused::NotFound));
        }
        let before = tx.member_read(&after.account, &after.person).await?;
        let live = before.as_ref().filter(|before| before.is_live(now));
        let act = act(&by, live, &after);
        if let Err(refused) = allowed(tx, &after.account, &by, act, now).await? {
            return Ok(Err(refused));
        }
        if !held || (live.is_none() && !ask.may_add) {
            let problem = "There is no such person in this account.";
            return Ok(Err(Refused::invalid("person", problem)));
        }
        let after = Membership {
            added_at: before.as_ref().map_or(now, |before| before.added_at),
            ..after.clone()
        };
        if before.as_ref() == Some(&after) {
            return Ok(Ok(MemberView::from(&after)));
        }
        if before.is_none() {
            tx.member_insert(&after).await?;
        } else if tx.member_change(&after).await? == OwnerKept::LastOwner {
            return Ok(Err(Refused::LastOwner { account: after.account.to_string() }));
        }
        if live.is_some_and(|before| before.loses_by(&after)) {
            tx.membership_ended(&after.person, &after.account, now).await?;
        }
        let kind = if live.is_some() { "member.changed" } else { "member.added" };
        let record = frame
            .record(event.clone(), kind)
            .because(from_to(live.map(|before| before.role), Some(after.role)));
        tx.audit_insert(&of_member(record, &by, &after.account, &after.person)).await?;
        Ok(Ok(MemberView::from(&after)))
    })
    .await
}

/// What is done, by the table of rights.
fn act(by: &By, before: Option<&Membership>, after: &Membership) -> Act {
    match before {
        Some(_) if by.is(&after.person) => Act::LowerOneself { to: after.role },
        Some(before) => Act::ChangeMember { from: before.role, to: after.role },
        None => Act::AddMember { role: after.role },
    }
}

fn read(ctx: &Ctx, asked: &Asked, ask: &MemberAsk) -> Result<Membership, Refused> {
    if ask.role != Role::TechnicalAdministrator && !ask.rights.is_empty() {
        let problem = "Only a technical administrator has rights by name.";
        return Err(Refused::invalid("rights", problem));
    }
    let rights = Rights::of(&ask.rights, &ctx.policy.technical_rights)
        .map_err(|(at, refused)| Refused::invalid(format!("rights[{at}]"), refused.to_string()))?;
    match ask.ends_at {
        Some(_) if ask.role == Role::Owner => {
            let problem = "An owner has no end: the account would be left without one.";
            return Err(Refused::invalid("ends_at", problem));
        }
        Some(end) if end <= asked.now => {
            return Err(Refused::invalid("ends_at", "This time has passed; remove the member."));
        }
        _ => {}
    }
    Ok(Membership {
        account: ask.account.clone(),
        person: ask.person.clone(),
        role: ask.role,
        rights,
        ends_at: ask.ends_at,
        added_at: asked.now,
    })
}
