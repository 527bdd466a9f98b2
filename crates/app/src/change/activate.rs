//! A new authenticator begins to count, in the transaction that checked its first code.

use countersign_core::Timestamp;
use countersign_core::challenge::{Grant, SetUp};
use countersign_core::ids::{ChangeId, EventId, SessionId};
use countersign_core::people::{Authenticator, AuthenticatorKind, Method};
use countersign_core::policy::ChangeKind;
use countersign_store::{Meter, NewAuthenticator, StoreError, StoredChange, Tx};
use serde::{Deserialize, Serialize};

use super::{FACTOR_CHANGED, granted};
use crate::challenge::Effect;
use crate::duty::keeps;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::{Asked, Ctx};

/// What a right first code does: the new way is active, the replaced one gone, and others feel it.
pub struct Activate {
    asked: Asked,
    event: EventId,
    notice: SecurityNoticeIds,
}

/// What came of a set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activated {
    /// Two-factor authentication was off until now.
    pub first: bool,
    /// The person has no recovery codes yet.
    pub codes_owed: bool,
}

impl Activate {
    pub(crate) fn draw(ctx: &Ctx, asked: &Asked) -> Self {
        Self { asked: asked.clone(), event: ctx.event_id(), notice: SecurityNoticeIds::draw(ctx) }
    }

    pub(crate) async fn carry_out(
        &self,
        tx: &mut Tx,
        session: &SessionId,
        id: &ChangeId,
        now: Timestamp,
    ) -> Result<Activated, StoreError> {
        // Whatever does not fit any more takes all of it back, the burnt step too.
        let Ok(change) = granted(tx, id, session, now).await? else {
            return Err(StoreError::Conflict);
        };
        let stored = tx.person_read(&change.person).await?.ok_or(StoreError::Conflict)?;
        let new = new_authenticator(tx, &change, now).await?;
        if !tx.change_spend(id, session, change.kind, now).await? {
            return Err(StoreError::Conflict);
        }
        tx.authenticator_enrol(&change.person, &new).await?;
        let replaced = match &change.subject {
            Some(old) if change.kind == ChangeKind::Replace && !change.keep_old => {
                // The new one may not be what an account requires: then the old one stays (CS-F2-02).
                let may_go =
                    keeps(tx, &change.person, std::slice::from_ref(old), now).await?.is_ok();
                // Another replacement was quicker: its key counts, and this one would stand beside it.
                if may_go && !tx.authenticator_remove(&change.person, old, now).await? {
                    return Err(StoreError::Conflict);
                }
                may_go
            }
            _ => false,
        };
        let first = !stored.person.has_second_factor();
        if first || replaced {
            tx.person_secured(&change.person, Some(session), FACTOR_CHANGED, now).await?;
        }
        let kind = if replaced { "authenticator.replaced" } else { "authenticator.added" };
        let record = self
            .asked
            .record(self.event.clone(), kind)
            .about(&change.person, new.authenticator.id.as_str(), Some(session))
            .by_method(change.way);
        tx.audit_insert(&record).await?;
        let told = match change.way {
            _ if first => SecurityNotice::SecondFactorOn,
            Some(way) if replaced => SecurityNotice::MethodReplaced(way),
            Some(way) => SecurityNotice::MethodAdded(way),
            None => return Err(StoreError::Conflict),
        };
        self.notice.tell(tx, &change.person, told, &self.asked.seen(), now).await?;
        let codes_owed = tx.recovery_salt(&change.person).await?.is_none();
        Ok(Activated { first, codes_owed })
    }
}

async fn new_authenticator(
    tx: &mut Tx,
    change: &StoredChange,
    now: Timestamp,
) -> Result<NewAuthenticator, StoreError> {
    let contact = || change.contact.clone().ok_or(StoreError::Conflict);
    let (kind, secret) = match change.way {
        Some(Method::Totp) => {
            let key = tx.change_key(&change.id).await?.ok_or(StoreError::Conflict)?;
            (AuthenticatorKind::Totp, Some(key.secret))
        }
        Some(Method::Sms) => (AuthenticatorKind::Sms(contact()?), None),
        Some(Method::Call) => (AuthenticatorKind::Call(contact()?), None),
        _ => return Err(StoreError::Conflict),
    };
    let id = change.new_authenticator.clone();
    Ok(NewAuthenticator {
        authenticator: Authenticator { id, kind, added_at: now, used_first: false },
        secret,
        first_step: change.first_step,
        name: change.name.clone(),
    })
}

impl Effect<SetUp> for Activate {
    type Gives = Activated;

    async fn run(
        &self,
        tx: &mut Tx,
        grant: Grant<SetUp>,
        _: &Meter,
    ) -> Result<Activated, StoreError> {
        let at = grant.at();
        let (session, change) = grant.into_payload();
        self.carry_out(tx, &session, &change, at).await
    }
}
