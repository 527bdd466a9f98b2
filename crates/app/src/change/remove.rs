//! Removes one way, or turns all of them off from the next sign-in on.

use countersign_core::ids::{ChangeId, SessionId};
use countersign_core::policy::{ChangeKind, may_remove};
use countersign_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};

use super::{FACTOR_CHANGED, granted};
use crate::access::OutOfSight;
use crate::duty::keeps;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// It is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Ways that are left.
    pub left: usize,
}

/// Removes the way that this granted change is about. It stops counting at once, in every session.
pub async fn remove(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
) -> Outcome<Removed> {
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let change = match granted(tx, &id, &session, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(subject) = &change.subject else { return Ok(Err(Refused::NotFound)) };
        tx.person_hold(&change.person).await?;
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if may_remove(&stored.person, subject).is_err() {
            return Ok(Err(Refused::LastWay));
        }
        if let Err(refused) = keeps(tx, &change.person, std::slice::from_ref(subject), now).await? {
            return Ok(Err(refused));
        }
        if !tx.change_spend(&id, &session, ChangeKind::Remove, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        if !tx.authenticator_remove(&change.person, subject, now).await? {
            return Err(StoreError::Conflict);
        }
        tx.person_secured(&change.person, Some(&session), FACTOR_CHANGED, now).await?;
        let record = frame.record(event.clone(), "authenticator.removed").about(
            &change.person,
            subject.as_str(),
            Some(&session),
        );
        tx.audit_insert(&record).await?;
        let removed = stored.person.authenticators.iter().find(|known| known.id == *subject);
        if let Some(known) = removed {
            let told = SecurityNotice::MethodRemoved(known.kind.method());
            notice.tell(tx, &change.person, told, &frame.seen(), now).await?;
        }
        Ok(Ok(Removed { left: stored.person.authenticators.len().saturating_sub(1) }))
    })
    .await
}

/// Turns two-factor authentication off, and voids the recovery codes. The next sign-in asks for none; the session at hand goes
/// on asking until it ends.
pub async fn turn_off(
    ctx: &Ctx,
    asked: &Asked,
    session: &SessionId,
    id: &ChangeId,
) -> Outcome<Removed> {
    let (frame, event, notice) = (asked.clone(), ctx.event_id(), SecurityNoticeIds::draw(ctx));
    let out_of_sight = OutOfSight::draw(ctx);
    let (session, id) = (session.clone(), id.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let now = frame.now;
        let change = match granted(tx, &id, &session, now).await? {
            Ok(change) => change,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(stored) = tx.person_read(&change.person).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let all: Vec<_> = stored.person.authenticators.iter().map(|one| one.id.clone()).collect();
        if let Err(refused) = keeps(tx, &change.person, &all, now).await? {
            return Ok(Err(refused));
        }
        if !tx.change_spend(&id, &session, ChangeKind::TurnOff, now).await? {
            return Ok(Err(Refused::ChallengeClosed));
        }
        tx.recovery_void(&change.person).await?;
        tx.authenticators_turn_off(&change.person, &session, now).await?;
        tx.person_secured(&change.person, Some(&session), FACTOR_CHANGED, now).await?;
        let record = frame.record(event.clone(), "second-factor.off").about(
            &change.person,
            change.person.as_str(),
            Some(&session),
        );
        tx.audit_insert(&record).await?;
        out_of_sight.note(tx, &frame, &change.person, &session).await?;
        let told = SecurityNotice::SecondFactorOff;
        notice.tell(tx, &change.person, told, &frame.seen(), now).await?;
        Ok(Ok(Removed { left: 0 }))
    })
    .await
}
