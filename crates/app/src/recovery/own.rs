//! A person's own side of an assisted recovery, in a session of theirs or through their portal: that one is waiting, and the way to
//! stop it.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, SessionId};
use countersign_store::{ReadTx, StoredRecovery};

use super::StatusView;
use super::close::{By, Stopped, close};
use crate::people::customer;
use crate::session::session_of;
use crate::{AppError, Asked, Ctx, Outcome, Refused};

/// How a person of the portal's stands with assisted recovery.
#[derive(Clone, Debug)]
pub struct PortalView {
    /// The newest recovery, whatever became of it.
    pub newest: Option<StoredRecovery>,
    /// Until when orders that delete or overwrite data are not possible after one.
    pub rests_until: Option<Timestamp>,
}

/// The newest recovery that the person was told of; `None`: there is none. What only one agent asked for is told to nobody.
pub async fn own(ctx: &Ctx, person: &PersonId) -> Result<Option<StatusView>, AppError> {
    Ok(told(ctx, person).await?.as_ref().map(StatusView::of))
}

/// Stops the newest recovery of the person, who says in a session of theirs that they did not ask for it.
/// [`Refused::NotFound`]: there is none that they were told of.
pub async fn stop_own(ctx: &Ctx, asked: &Asked, person: &PersonId) -> Outcome<Stopped> {
    let Some(found) = told(ctx, person).await? else { return Ok(Err(Refused::NotFound)) };
    close(ctx, asked, &found.asked.stop.id, By::person(asked)).await
}

/// What the portal shows of it. [`Refused::NotFound`]: there is no such person, or they are staff.
pub async fn for_portal(ctx: &Ctx, asked: &Asked, person: &PersonId) -> Outcome<PortalView> {
    let (person, now) = (person.clone(), asked.now);
    let read = async move |tx: &mut ReadTx| {
        if let Err(refused) = customer(tx, &person).await? {
            return Ok(Err(refused));
        }
        let newest = tx.recovery_of_person(&person).await?;
        Ok(Ok(PortalView { newest, rests_until: tx.person_rests(&person, now).await? }))
    };
    Ok(ctx.store.read(read).await?)
}

/// Stops it from a session of the portal's.
pub async fn stop_from_portal(
    ctx: &Ctx,
    asked: &Asked,
    person: &PersonId,
    session: &SessionId,
) -> Outcome<Stopped> {
    let (owner, live, now) = (person.clone(), session.clone(), asked.now);
    let read = async move |tx: &mut ReadTx| session_of(tx, &live, &owner, now).await;
    if let Err(refused) = ctx.store.read(read).await? {
        return Ok(Err(refused));
    }
    stop_own(ctx, asked, person).await
}

async fn told(ctx: &Ctx, person: &PersonId) -> Result<Option<StoredRecovery>, AppError> {
    let newest = super::newest(ctx, person).await?;
    // Nobody was told of what nobody approved, however it ended.
    Ok(newest.filter(|stored| stored.approved_at.is_some()))
}
