//! Stops a recovery, from a contact or at the desk. Of everybody who ends it at once, one does.

use countersign_core::ids::{EventId, PersonId, RecoveryId};
use countersign_core::ports::Bearer;
use countersign_core::support::{RecoveryKind, RecoveryState, read_stop_code};
use countersign_store::{AuditRecord, Counted, ReadTx, StoreError, StoredRecovery, Tx};
use serde::{Deserialize, Serialize};

use super::record;
use crate::mailed::{RecoveryStep, SecurityNotice, SecurityNoticeIds};
use crate::request::run;
use crate::support::Agent;
use crate::trail::stranger_refused;
use crate::{Actor, AppError, Asked, Ctx, Outcome, Refused};

/// What a browser brought.
#[derive(Clone)]
pub enum StopWith {
    /// The secret part of a mailed link.
    Link(Bearer),
    /// A stop code, as it was typed.
    Code(String),
}

impl std::fmt::Debug for StopWith {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StopWith(..)")
    }
}

/// It is stopped, or was over before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// It was open until now.
    pub now: bool,
}

/// The recovery that a link or code belongs to. Looking uses nothing up. `None`: there is none, or too many codes came from
/// this address.
pub async fn find_stop(
    ctx: &Ctx,
    asked: &Asked,
    with: &StopWith,
) -> Result<Option<StoredRecovery>, AppError> {
    let keys = std::sync::Arc::clone(&ctx.link_keys);
    match with {
        StopWith::Link(token) => {
            let hash = token.hash();
            let read = async move |tx: &mut ReadTx| tx.recovery_by_token(&hash).await;
            let found = ctx.store.read(read).await?;
            // A row that was altered or brought back by a restore is found and does not fit.
            Ok(found.filter(|stored| {
                stored.asked.stop.token(&keys).is_some_and(|own| own.hash() == token.hash())
            }))
        }
        StopWith::Code(typed) => {
            let Some(code) = read_stop_code(typed) else { return Ok(None) };
            let address = asked.client.network().unwrap_or_default();
            let now = asked.now;
            let plan = async move |tx: &mut Tx| {
                let who = Counted::stop_codes(&tx.counted_address(&address));
                if !tx.password_charge(None, &who, now).await? {
                    return Ok(None);
                }
                let found = tx.recovery_by_code(&code).await?;
                let fits =
                    |stored: &StoredRecovery| stored.asked.stop.code(&keys).as_ref() == Some(&code);
                let found = found.filter(fits);
                if found.is_some() {
                    tx.password_tries_forgotten(&who, now).await?;
                }
                Ok(found)
            };
            let found = ctx.store.write(plan).await?;
            if found.is_none() {
                stranger_refused(ctx, asked, "recovery.stopped", "unknown-code").await?;
            }
            Ok(found)
        }
    }
}

/// Stops a recovery for whoever was told of it. [`Refused::NotFound`]: the link or code belongs to none.
pub async fn stop(ctx: &Ctx, asked: &Asked, with: &StopWith) -> Outcome<Stopped> {
    let Some(found) = find_stop(ctx, asked, with).await? else { return Ok(Err(Refused::NotFound)) };
    close(ctx, asked, &found.asked.stop.id, By::contact()).await
}

/// Cancels a recovery at the desk.
pub async fn cancel(ctx: &Ctx, asked: &Asked, agent: &Agent, id: &RecoveryId) -> Outcome<Stopped> {
    close(ctx, asked, id, By::agent(agent)).await
}

/// Who ends it before it is done.
pub(super) struct By {
    state: RecoveryState,
    who: String,
    agent: Option<String>,
    because: Option<String>,
}

impl By {
    /// Whoever has a link or code from a contact, or was called.
    pub(super) fn contact() -> Self {
        let state = RecoveryState::Stopped;
        Self { state, who: "contact".to_owned(), agent: None, because: None }
    }

    /// The person, in a session of theirs.
    pub(super) fn person(asked: &Asked) -> Self {
        let because = Some("session".to_owned());
        Self { who: asked.by.name(), because, ..Self::contact() }
    }

    /// Nobody: it lapsed.
    pub(super) fn time() -> Self {
        let state = RecoveryState::Cancelled;
        Self { state, who: Actor::System.name(), agent: None, because: Some("lapsed".to_owned()) }
    }

    fn agent(agent: &Agent) -> Self {
        let (who, agent) = (agent.id.to_string(), Some(agent.name.clone()));
        Self { state: RecoveryState::Cancelled, who, agent, because: None }
    }
}

pub(super) async fn close(ctx: &Ctx, asked: &Asked, id: &RecoveryId, by: By) -> Outcome<Stopped> {
    let (closing, id) = (Closing::draw(ctx, asked, by), id.clone());
    let done = run(ctx, asked, async move |tx: &mut Tx| closing.run(tx, &id).await).await;
    ctx.store.notify_jobs();
    done
}

/// Whoever secures an account that somebody was in has not asked for new contacts: what that somebody asked support for ends.
pub(crate) struct EndsContact(Closing);

impl EndsContact {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self(Closing::draw(ctx, asked, By::person(asked)))
    }

    pub(crate) async fn of(&self, tx: &mut Tx, person: &PersonId) -> Result<(), StoreError> {
        let newest = tx.recovery_of_person(person).await?;
        let open =
            newest.filter(|one| one.state.is_open() && one.asked.kind == RecoveryKind::Contact);
        match open {
            Some(open) => self.0.run(tx, &open.asked.stop.id).await.map(|_| ()),
            None => Ok(()),
        }
    }
}

/// What ending one needs, drawn before the plan.
pub(super) struct Closing {
    asked: Asked,
    event: EventId,
    notice: SecurityNoticeIds,
    by: By,
}

impl Closing {
    pub(super) fn draw(ctx: &Ctx, asked: &Asked, by: By) -> Self {
        let (event, notice) = (ctx.event_id(), SecurityNoticeIds::draw(ctx));
        Self { asked: asked.clone(), event, notice, by }
    }

    pub(super) async fn run(
        &self,
        tx: &mut Tx,
        id: &RecoveryId,
    ) -> Result<Result<Stopped, Refused>, StoreError> {
        let (now, by) = (self.asked.now, &self.by);
        let Some(stored) = tx.recovery_read(id).await? else { return Ok(Err(Refused::NotFound)) };
        if !tx.recovery_close(id, by.state, &by.who, now).await? {
            return Ok(Ok(Stopped { now: false }));
        }
        let agent = by.agent.as_deref();
        let kind = match by.state {
            RecoveryState::Cancelled => "recovery.cancelled",
            _ => "recovery.stopped",
        };
        let record = record(&self.asked, self.event.clone(), kind, &stored, agent);
        tx.audit_insert(&AuditRecord { reason: by.because.clone(), ..record }).await?;
        // Nobody was told of what nobody approved.
        if stored.state == RecoveryState::Waiting {
            let told = (id, stored.asked.kind);
            let told = SecurityNotice::recovery(told, RecoveryStep::Stopped, now);
            let person = &stored.asked.stop.person;
            self.notice.tell(tx, person, told, &self.asked.seen(), now).await?;
        }
        Ok(Ok(Stopped { now: true }))
    }
}
