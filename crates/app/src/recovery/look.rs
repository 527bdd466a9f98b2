//! What agents see of recoveries, and what whoever was told of one sees: what happens when, and never a secret.

use countersign_core::Timestamp;
use countersign_core::ids::{PersonId, RecoveryId};
use countersign_core::support::{RecoveryKind, RecoveryState};
use countersign_store::{ReadTx, StoredRecovery};

use super::close::{StopWith, find_stop};
use super::{NewContacts, ProofSeen, proofs_of};
use crate::support::Agent;
use crate::{AppError, Asked, Ctx};

/// A recovery as agents see it.
#[derive(Clone, Debug)]
pub struct RecoveryView {
    /// Which.
    pub id: RecoveryId,
    /// What is to be done.
    pub kind: RecoveryKind,
    /// What the person is called.
    pub person: String,
    /// The ticket's number.
    pub ticket: String,
    /// Why.
    pub reason: String,
    /// What was seen.
    pub proofs: Vec<ProofSeen>,
    /// New contacts, as they were typed: the second agent approves them.
    pub new: NewContacts,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: Timestamp,
    /// When it opens.
    pub opens_at: Option<Timestamp>,
    /// Where it stands.
    pub state: RecoveryState,
    /// The agent who looks is the one who asked.
    pub is_mine: bool,
}

/// Recoveries that are open, the oldest first.
#[derive(Clone, Debug)]
pub struct CaseList {
    /// Each.
    pub open: Vec<RecoveryView>,
}

/// What whoever was told of a recovery sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// What is to be done.
    pub kind: RecoveryKind,
    /// Where it stands.
    pub state: RecoveryState,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it opens.
    pub opens_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// The open recoveries.
pub async fn list(ctx: &Ctx, agent: &Agent) -> Result<CaseList, AppError> {
    let found = ctx.store.read(async move |tx: &mut ReadTx| tx.recoveries_open().await).await?;
    Ok(CaseList { open: found.iter().map(|stored| view(stored, agent)).collect() })
}

/// One recovery; `None`: there is none.
pub async fn of_case(
    ctx: &Ctx,
    agent: &Agent,
    id: &RecoveryId,
) -> Result<Option<RecoveryView>, AppError> {
    let id = id.clone();
    let found = ctx.store.read(async move |tx: &mut ReadTx| tx.recovery_read(&id).await).await?;
    Ok(found.map(|stored| view(&stored, agent)))
}

/// The open recovery of a person; `None`: there is none.
pub async fn open_of(
    ctx: &Ctx,
    agent: &Agent,
    person: &PersonId,
) -> Result<Option<RecoveryView>, AppError> {
    let found = newest(ctx, person).await?.filter(|stored| stored.state.is_open());
    Ok(found.map(|stored| view(&stored, agent)))
}

/// The newest recovery of a person, whatever became of it.
pub async fn newest(ctx: &Ctx, person: &PersonId) -> Result<Option<StoredRecovery>, AppError> {
    let person = person.clone();
    Ok(ctx.store.read(async move |tx: &mut ReadTx| tx.recovery_of_person(&person).await).await?)
}

/// The recovery that a link or code belongs to. Looks as often as one likes.
pub async fn status(
    ctx: &Ctx,
    asked: &Asked,
    with: &StopWith,
) -> Result<Option<StatusView>, AppError> {
    let found = find_stop(ctx, asked, with).await?;
    Ok(found.as_ref().map(StatusView::of))
}

impl StatusView {
    pub(super) fn of(stored: &StoredRecovery) -> Self {
        Self {
            kind: stored.asked.kind,
            state: stored.state,
            requested_at: stored.asked.requested_at,
            opens_at: stored.opens_at,
            closed_at: stored.closed_at,
        }
    }
}

fn view(stored: &StoredRecovery, agent: &Agent) -> RecoveryView {
    RecoveryView {
        id: stored.asked.stop.id.clone(),
        kind: stored.asked.kind,
        person: stored.person_name.clone(),
        ticket: stored.asked.ticket.clone(),
        reason: stored.asked.reason.clone(),
        proofs: proofs_of(stored),
        new: NewContacts::of(stored).unwrap_or_default(),
        requested_by: stored.requested_name.clone(),
        requested_at: stored.asked.requested_at,
        opens_at: stored.opens_at,
        state: stored.state,
        is_mine: stored.asked.requested_by == agent.id,
    }
}
