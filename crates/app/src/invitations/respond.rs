//! Accepts or declines an invitation: once, by the right person, with a second factor on.

use serde::{Deserialize, Serialize};

use countersign_core::access::InvitationState;
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::people::Membership;
use countersign_store::{OwnerKept, StoreError, Tx};

use super::Brought;
use super::invite::what;
use super::shown::{Here, inviter_may, stands};
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome};

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Responded {
    /// The person belongs to the account of this id.
    Joined(String),
    /// It was declined.
    Declined,
    /// It is over, or the link is none: the page says which.
    Over,
    /// Something stands in the way: the page says what.
    NotYet,
}

/// Accepts an invitation for a person in a session of theirs. Of any number of callers at once one joins (CS-DEL-05).
///
/// Role, rights and account are those of the row that the link's secret part covers; nothing of them comes with the request.
pub async fn accept(
    ctx: &Ctx,
    asked: &Asked,
    brought: &Brought,
    (person, session): (&PersonId, &SessionId),
) -> Outcome<Responded> {
    let (brought, person, session) = (brought.clone(), person.clone(), session.clone());
    let listed = ctx.policy.technical_rights.clone();
    let (frame, now) = (asked.clone(), asked.now);
    let (events, notice) = ([ctx.event_id(), ctx.event_id()], SecurityNoticeIds::draw(ctx));
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let held = tx.member_person_hold(&person).await?;
        let Some(of) = brought.find(tx).await? else { return Ok(Ok(Responded::Over)) };
        if !held || !tx.account_lock(&of.account).await? {
            return Ok(Ok(Responded::Over));
        }
        let Some(stored) = tx.person_read(&person).await? else { return Ok(Ok(Responded::Over)) };
        if of.state(now) != InvitationState::Pending || of.ends_at.is_some_and(|end| end <= now) {
            return Ok(Ok(Responded::Over));
        }
        if stands(tx, &of, &stored.person, &session, now).await? != Here::Ready {
            return Ok(Ok(Responded::NotYet));
        }
        if !inviter_may(tx, &of, now).await? {
            return Ok(Ok(Responded::Over));
        }
        let state = InvitationState::Accepted;
        if !tx.invitation_decide(&of, state, Some(&person), now).await? {
            return Ok(Ok(Responded::Over));
        }
        let member = Membership {
            account: of.account.clone(),
            person: person.clone(),
            role: of.role,
            rights: of.rights.still_listed(&listed),
            ends_at: of.ends_at,
            added_at: now,
        };
        // What they were there before has ended by its time, or they would stand in the way of themselves.
        if tx.member_read(&of.account, &person).await?.is_none() {
            tx.member_insert(&member).await?;
        } else if tx.member_change(&member).await? == OwnerKept::LastOwner {
            return Err(StoreError::Conflict);
        }
        let record = frame
            .record(events[0].clone(), "invitation.accepted")
            .about(&person, of.id.as_str(), Some(&session))
            .for_account(&of.account)
            .because(what(&of));
        tx.audit_insert(&record).await?;
        let record = frame
            .record(events[1].clone(), "member.added")
            .about(&person, of.account.as_str(), Some(&session))
            .for_account(&of.account)
            .because(format!("nobody to {}", of.role.as_str()));
        tx.audit_insert(&record).await?;
        let account = tx.account_read(&of.account).await?.map(|account| account.name);
        if let (Some(inviter), Some(account)) = (&of.inviter, account) {
            let name = stored.person.name.clone();
            let told = SecurityNotice::InvitationAccepted { name, account };
            notice.tell(tx, inviter, told, &frame.seen(), now).await?;
        }
        Ok(Ok(Responded::Joined(of.account.to_string())))
    });
    let done = done.await?;
    ctx.store.notify_jobs();
    Ok(done)
}

/// Declines an invitation. Whoever has the mailbox may: it takes nothing, and asks nobody to sign in for it.
pub async fn decline(ctx: &Ctx, asked: &Asked, brought: &Brought) -> Outcome<Responded> {
    let (brought, frame, event, now) = (brought.clone(), asked.clone(), ctx.event_id(), asked.now);
    run(ctx, asked, async move |tx: &mut Tx| {
        let Some(of) = brought.find(tx).await? else { return Ok(Ok(Responded::Over)) };
        if !tx.invitation_decide(&of, InvitationState::Declined, None, now).await? {
            return Ok(Ok(Responded::Over));
        }
        let record = frame
            .record(event.clone(), "invitation.declined")
            .at(of.id.as_str(), None)
            .for_account(&of.account);
        tx.audit_insert(&record).await?;
        Ok(Ok(Responded::Declined))
    })
    .await
}
